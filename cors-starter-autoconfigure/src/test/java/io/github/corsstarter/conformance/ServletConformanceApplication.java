package io.github.corsstarter.conformance;

import java.io.IOException;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * The application under test in a servlet container. The handler is a plain servlet that
 * replaces Spring MVC. Spring MVC has its own CORS rules, which would hide the effect of
 * the filter on paths without a policy.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(excludeName = { "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration" })
public class ServletConformanceApplication {

	static ConfigurableApplicationContext start(ConformanceSuite suite, Class<?> server) {
		return new SpringApplicationBuilder(ServletConformanceApplication.class, server).bannerMode(Banner.Mode.OFF)
			.web(WebApplicationType.SERVLET)
			.registerShutdownHook(false)
			.run("--spring.config.location=" + suite.configuration(), "--server.address=127.0.0.1", "--server.port=0",
					"--server.shutdown=immediate", "--server.forward-headers-strategy=framework",
					"--server.max-http-request-header-size=32KB", "--spring.main.register-shutdown-hook=false",
					"--logging.level.root=off");
	}

	@Bean
	ServletRegistrationBean<Handler> handler() {
		return new ServletRegistrationBean<>(new Handler(), "/*");
	}

	@Bean
	ServletRegistrationBean<DispatcherServlet> asynchronousFailures() {
		return AsynchronousFailures.registration();
	}

	/**
	 * The handler. Other test applications use it as well.
	 */
	public static final class Handler extends HttpServlet {

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
			String task = request.getHeader(ConformanceSuite.TASK_NAME);
			response.setHeader(ConformanceSuite.MARK_NAME, ConformanceSuite.MARK_VALUE);
			if (task == null || request.getDispatcherType() == DispatcherType.ERROR) {
				write(response);
				return;
			}
			switch (task) {
				case "set-cors" -> {
					response.setHeader("Access-Control-Allow-Origin", "https://handler.example");
					response.setHeader("access-control-allow-credentials", "true");
					response.setIntHeader("Access-Control-Max-Age", 1);
					write(response);
				}
				case "add-cors" -> {
					response.addHeader("Access-Control-Allow-Origin", "*");
					response.addHeader("Access-Control-Expose-Headers", "x-handler");
					write(response);
				}
				case "set-timing" -> {
					response.setHeader("timing-allow-origin", "https://handler.example");
					write(response);
				}
				case "add-timing" -> {
					response.addHeader("Timing-Allow-Origin", "*");
					response.addHeader("Timing-Allow-Origin", "https://handler.example");
					write(response);
				}
				case "set-vary" -> {
					response.setHeader("Vary", "Accept-Encoding");
					write(response);
				}
				case "set-vary-origin" -> {
					response.setHeader("vary", "origin, Accept");
					write(response);
				}
				case "add-vary" -> {
					response.addHeader("Vary", "Accept");
					response.addHeader("Vary", "Accept-Language, Accept");
					write(response);
				}
				case "not-found" -> {
					response.setStatus(HttpServletResponse.SC_NOT_FOUND);
					write(response);
				}
				case "send-error" -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
				case "throw" -> throw new IllegalStateException("The row asks for this exception");
				case "reset" -> {
					response.setHeader("Vary", "Accept");
					response.reset();
					response.setHeader(ConformanceSuite.MARK_NAME, ConformanceSuite.MARK_VALUE);
					write(response);
				}
				case "async" -> async(request);
				case "async-throw" -> {
					// Jetty may answer only after the timeout.
					request.startAsync().setTimeout(100);
					throw new IllegalStateException("As the row asks for");
				}
				case "async-dispatch-throw" -> {
					if (request.getDispatcherType() == DispatcherType.ASYNC) {
						throw new IllegalStateException("As the row asks for");
					}
					AsyncContext context = request.startAsync();
					context.start(context::dispatch);
				}
				case "async-timeout" -> request.startAsync().setTimeout(100);
				case "stream" -> {
					write(response);
					response.flushBuffer();
					response.setHeader("Access-Control-Allow-Origin", "*");
					write(response);
				}
				default -> throw new IllegalArgumentException(task);
			}
		}

		private static void async(HttpServletRequest request) {
			AsyncContext context = request.startAsync();
			context.start(() -> {
				try {
					write((HttpServletResponse) context.getResponse());
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
				finally {
					context.complete();
				}
			});
		}

		private static void write(HttpServletResponse response) throws IOException {
			response.getWriter().write(ConformanceSuite.HANDLED);
		}

	}

}
