package io.github.corsstarter.applicationrules;

import java.util.List;
import java.util.Map;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.mvc.Controller;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The predicted answers in applications that have more than the handlers of Spring MVC:
 * other servlets, other handler mappings, and filters for some servlets only. Each
 * prediction is compared with the answer over HTTP.
 */
class OtherServletAnswerTests {

	private static final String A = "https://a.example";

	private static final String B = "https://b.example";

	private TestServer server;

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "JETTY" })
	void pathOfAnotherServletIsNotSpringMvcs(Container container) {
		try (TestServer started = TestServer.start(container, Application.class, "test.mappings=true")) {
			this.server = started;
			for (String path : List.of("/legacy/x", "/legacy", "/api/servlet", "/a/b.soap", "/%6Cegacy/x",
					"/legacy;v=1/x")) {
				ApplicationRuleAnswer answer = answer(A, path);
				assertThat(allowOrigin(A, path)).as(path).isNull();
				assertThat(answer).as(path).isNotNull();
				assertThat(answer.allowed()).as(path).isNull();
				assertThat(answer.reason()).isNull();
				assertThat(answer.source()).isEqualTo("servlet 'legacy'");
				assertThat(answer.explanation())
					.isEqualTo("The servlet 'legacy' (LegacyServlet) serves this path, so no"
							+ " rule of Spring MVC applies. Whether the servlet sends CORS headers is not known.");
			}
			assertAnswer("/api/5", true, "addCorsMappings and @CrossOrigin ApiController");
			assertAnswer("/plain/5", true, "addCorsMappings");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "JETTY" })
	void filterForOneServlet(Container container) {
		try (TestServer started = TestServer.start(container, Application.class, "test.filter=true")) {
			this.server = started;
			assertAnswer("/legacy/x", true, "CorsFilter 'filterOfLegacy'");
			assertThat(answer(B, "/legacy/x").allowed()).isFalse();
			assertThat(answer(A, "/plain/5")).isNull();
			assertThat(allowOrigin(A, "/plain/5")).isNull();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "JETTY" })
	void patternOfFilterIsWithinTheServlet(Container container) {
		try (TestServer started = TestServer.start(container, Application.class, "test.api-filter=true",
				"spring.mvc.servlet.path=/app")) {
			this.server = started;
			assertAnswer("/app/api/5", true, "CorsFilter 'apiFilter'");
			assertThat(allowOrigin(A, "/app/plain/5")).isNull();
			assertThat(answer(A, "/app/plain/5")).isNull();
			ApplicationRuleAnswer outside = answer(A, "/api/5");
			if (outside != null) {
				assertThat(outside.allowed()).isIn(null, allowOrigin(A, "/api/5") != null);
			}
			else {
				assertThat(allowOrigin(A, "/api/5")).isNull();
			}
			if (container == Container.TOMCAT) {
				assertThat(outside.allowed()).isNull();
				assertThat(outside.explanation()).contains("No servlet serves this path");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT" })
	void handlerMappingWithItsOwnRuleAndProcessor(Container container) {
		try (TestServer started = TestServer.start(container, Application.class, "test.feed=true")) {
			this.server = started;
			assertAnswer("/feed/a", true, "the handler mapping 'feed'");
			assertThat(allowOrigin(B, "/feed/a")).isEqualTo(B);
			assertThat(answer(B, "/feed/a").allowed()).isTrue();
			ApplicationRuleAnswer refused = answer("https://c.example", "/feed/a");
			assertThat(allowOrigin("https://c.example", "/feed/a")).isNull();
			assertThat(refused.allowed()).isFalse();
			assertThat(refused.reason()).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT" })
	void sourceWithinSpringSecurityThatRefusesIsNamed(Container container) {
		try (TestServer started = TestServer.startWithSecurity(container, SecuredApplication.class)) {
			this.server = started;
			ApplicationRuleAnswer allowed = answer(A, "/plain/5");
			assertThat(allowed.source()).isEqualTo("http.cors() of the security chain 'inline'");
			assertThat(allowed.allowed()).isTrue();
			for (BrowserRequest request : List.of(BrowserRequest.of(B, "GET", "/plain/5"),
					BrowserRequest.of(B, "PUT", "/plain/5"))) {
				ApplicationRuleAnswer refused = started.bean(ApplicationRules.class).answer(request);
				assertThat(refused).isNotNull();
				assertThat(refused.source()).isEqualTo("http.cors() of the security chain 'inline'");
				assertThat(refused.allowed()).isFalse();
				assertThat(refused.reason()).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
			}
		}
	}

	private void assertAnswer(String path, boolean allowed, String source) {
		assertThat(allowOrigin(A, path) != null).as(path).isEqualTo(allowed);
		ApplicationRuleAnswer answer = answer(A, path);
		assertThat(answer).as(path).isNotNull();
		assertThat(answer.source()).isEqualTo(source);
		assertThat(answer.allowed()).isEqualTo(allowed);
	}

	private ApplicationRuleAnswer answer(String origin, String path) {
		return this.server.bean(ApplicationRules.class).answer(BrowserRequest.of(origin, "GET", path));
	}

	private @Nullable String allowOrigin(String origin, String path) {
		return this.server.http().send("GET", path, List.of("Origin: " + origin)).header("Access-Control-Allow-Origin");
	}

	private static CorsConfiguration configuration() {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.addAllowedOrigin(A);
		configuration.addAllowedMethod("GET");
		return configuration;
	}

	private static UrlBasedCorsConfigurationSource source(String path) {
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		source.registerCorsConfiguration(path, configuration());
		return source;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ApiController.class, PlainController.class })
	static class Application {

		@Bean
		ServletRegistrationBean<LegacyServlet> legacy() {
			ServletRegistrationBean<LegacyServlet> registration = new ServletRegistrationBean<>(new LegacyServlet(),
					"/legacy/*", "/api/servlet", "*.soap");
			registration.setName("legacy");
			return registration;
		}

		@Bean
		@ConditionalOnProperty("test.mappings")
		WebMvcConfigurer mappings() {
			return new WebMvcConfigurer() {

				@Override
				public void addCorsMappings(CorsRegistry registry) {
					registry.addMapping("/**").allowedOrigins(A);
				}

			};
		}

		@Bean
		@ConditionalOnProperty("test.filter")
		FilterRegistrationBean<CorsFilter> filterOfLegacy(ServletRegistrationBean<LegacyServlet> legacy) {
			return new FilterRegistrationBean<>(new CorsFilter(source("/**")), legacy);
		}

		@Bean
		@ConditionalOnProperty("test.api-filter")
		CorsFilter apiFilter() {
			return new CorsFilter(source("/api/**"));
		}

		@Bean
		@ConditionalOnProperty("test.feed")
		SimpleUrlHandlerMapping feed() {
			Controller controller = (request, response) -> null;
			SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping(Map.of("/feed/**", controller), -1);
			mapping.setCorsConfigurations(Map.of("/**", configuration()));
			mapping.setCorsProcessor(new DefaultCorsProcessor() {

				@Override
				protected @Nullable String checkOrigin(CorsConfiguration config, @Nullable String origin) {
					return B.equals(origin) ? B : super.checkOrigin(config, origin);
				}

			});
			return mapping;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(PlainController.class)
	static class SecuredApplication {

		@Bean
		SecurityFilterChain inline(HttpSecurity http) throws Exception {
			return http.cors((cors) -> cors.configurationSource((request) -> configuration()))
				.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.build();
		}

	}

	static final class LegacyServlet extends HttpServlet {

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) {
			response.setStatus(200);
		}

	}

	@RestController
	static class PlainController {

		@GetMapping("/plain/{id}")
		String get(@PathVariable String id) {
			return id;
		}

	}

	@RestController
	@CrossOrigin("https://c.example")
	static class ApiController {

		@GetMapping("/api/{id}")
		String get(@PathVariable String id) {
			return id;
		}

		@CrossOrigin("https://a.example")
		@GetMapping("/other")
		String other() {
			return "other";
		}

	}

}
