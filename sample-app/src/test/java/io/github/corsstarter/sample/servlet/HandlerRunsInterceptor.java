package io.github.corsstarter.sample.servlet;

import io.github.corsstarter.sample.HandlerRuns;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Records which handlers Spring MVC runs.
 */
@Component
class HandlerRunsInterceptor implements WebMvcConfigurer, HandlerInterceptor {

	private final HandlerRuns runs;

	HandlerRunsInterceptor(HandlerRuns runs) {
		this.runs = runs;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this);
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (request.getDispatcherType() == DispatcherType.REQUEST && handler instanceof HandlerMethod) {
			this.runs.add(request.getMethod(), request.getRequestURI());
		}
		return true;
	}

}
