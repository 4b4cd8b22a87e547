package io.github.corsstarter.sample;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Writes down which handlers ran.
 */
@TestConfiguration(proxyBeanMethods = false)
class HandlerRuns implements WebMvcConfigurer, HandlerInterceptor {

	private final List<String> runs = new CopyOnWriteArrayList<>();

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this);
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (request.getDispatcherType() == DispatcherType.REQUEST && handler instanceof HandlerMethod) {
			this.runs.add(request.getMethod() + " " + request.getRequestURI());
		}
		return true;
	}

	void clear() {
		this.runs.clear();
	}

	/**
	 * The requests whose handlers ran since the last {@link #clear()}: method and path.
	 */
	List<String> all() {
		return List.copyOf(this.runs);
	}

}
