package io.github.corsstarter.stacks;

import java.io.IOException;

import io.github.corsstarter.testing.TestServer.Container;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The attack on servlet containers, with a servlet outside Spring MVC.
 */
abstract class AbstractServletSpellingAttackTests extends AbstractSpellingAttackTests {

	AbstractServletSpellingAttackTests(Container container) {
		super(container, Application.class, "server.servlet.context-path", "/secret.json", "/dir/secret.json",
				"/plain/secret", "/plain/secret/a", "/plainexact");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		ServletRegistrationBean<HttpServlet> other() {
			return new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
					String info = request.getPathInfo();
					boolean secret = (info != null) ? (info.equals("/secret") || info.startsWith("/secret/"))
							: request.getServletPath().equals("/plainexact");
					response.getWriter().write(secret ? SECRET : "open");
				}

			}, "/plain/*", "/plainexact");
		}

	}

}
