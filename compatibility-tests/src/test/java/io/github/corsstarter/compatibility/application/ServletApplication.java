package io.github.corsstarter.compatibility.application;

import io.github.corsstarter.conformance.AsynchronousFailures;
import io.github.corsstarter.conformance.ServletConformanceApplication;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * The handler of the conformance table in the servlet container of the class path.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ServletSecurity.class)
public class ServletApplication {

	/**
	 * Start the application.
	 * @param args the folder for configurations and facts
	 * @throws Exception if it does not start
	 */
	public static void main(String[] args) throws Exception {
		Launcher.run(ServletApplication.class, args[0]);
	}

	@Bean
	ServletRegistrationBean<Servlet> handler() {
		return new ServletRegistrationBean<>(new ServletConformanceApplication.Handler(), "/*");
	}

	@Bean
	ServletRegistrationBean<DispatcherServlet> asynchronousFailures() {
		return AsynchronousFailures.registration();
	}

	/** Adds a response header with the kind of thread that handles the request. */
	@Bean
	FilterRegistrationBean<Filter> threadKind() {
		return new FilterRegistrationBean<>((request, response, chain) -> {
			((HttpServletResponse) response).setHeader(Launcher.THREAD_NAME,
					Thread.currentThread().toString().startsWith("VirtualThread") ? "virtual" : "platform");
			chain.doFilter(request, response);
		});
	}

}
