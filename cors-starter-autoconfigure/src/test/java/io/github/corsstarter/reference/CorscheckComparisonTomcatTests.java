package io.github.corsstarter.reference;

import io.github.corsstarter.testing.TestServer.Container;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The comparison of {@code corscheck} with the filter on Tomcat.
 */
class CorscheckComparisonTomcatTests extends AbstractCorscheckComparisonTests {

	CorscheckComparisonTomcatTests() {
		super(Container.TOMCAT, Application.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(CommonConfiguration.class)
	static class Application {

		@Bean
		FilterRegistrationBean<Filter> handler() {
			return new FilterRegistrationBean<>((request, response, chain) -> {
				if (((HttpServletRequest) request).getRequestURI().startsWith(ACTUATOR)) {
					chain.doFilter(request, response);
					return;
				}
				((HttpServletResponse) response).setHeader("X-Handler", HANDLED);
				response.setContentLength(HANDLED.length());
				response.getWriter().write(HANDLED);
			});
		}

	}

}
