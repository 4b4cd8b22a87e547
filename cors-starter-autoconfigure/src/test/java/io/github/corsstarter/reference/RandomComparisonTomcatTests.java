package io.github.corsstarter.reference;

import java.io.IOException;

import io.github.corsstarter.testing.TestServer.Container;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The random comparison on Tomcat.
 */
class RandomComparisonTomcatTests extends AbstractRandomComparisonOverHttpTests {

	RandomComparisonTomcatTests() {
		super(Container.TOMCAT, Application.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			excludeName = { "org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration",
					"org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration" })
	@Import(SourceConfiguration.class)
	static class Application {

		@Bean
		ServletRegistrationBean<HttpServlet> handler() {
			return new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
					response.setHeader("X-Handler", HANDLED);
					response.setContentLength(HANDLED.length());
					response.getWriter().write(HANDLED);
				}

			}, "/");
		}

	}

}
