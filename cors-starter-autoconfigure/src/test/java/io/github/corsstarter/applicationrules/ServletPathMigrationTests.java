package io.github.corsstarter.applicationrules;

import java.util.List;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.autoconfigure.CorsServletAutoConfiguration;
import io.github.corsstarter.test.CorsMigration;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RuleMigration} with servlets that are mapped to a part of the paths.
 * Spring compares the patterns of a source with the path after the path of the servlet.
 */
class ServletPathMigrationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CorsAutoConfiguration.class, CorsServletAutoConfiguration.class,
				DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class));

	private static CorsFilter cors(String path) {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.addAllowedOrigin("https://a.example");
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		source.registerCorsConfiguration(path, configuration);
		return new CorsFilter(source);
	}

	private static WebApplicationContextRunner withServlet(WebApplicationContextRunner runner) {
		return runner.withBean("legacy", ServletRegistrationBean.class, ServletPathMigrationTests::legacy);
	}

	private static ServletRegistrationBean<Legacy> legacy() {
		ServletRegistrationBean<Legacy> registration = new ServletRegistrationBean<>(new Legacy(), "/legacy/*");
		registration.setName("legacy");
		return registration;
	}

	private static void assertPaths(WebApplicationContextRunner runner, String paths) {
		runner.run((context) -> assertThat(CorsMigration.of(context))
			.containsOnlyOnce("allowed-origins: [\"https://a.example\"]")
			.contains("      paths: [" + paths + "]\n      allowed-origins: [\"https://a.example\"]\n"));
	}

	private static FilterRegistrationBean<CorsFilter> registration(String path) {
		return new FilterRegistrationBean<>(cors(path));
	}

	@Test
	void filterForServlet() {
		assertPaths(withServlet(this.contextRunner).withBean(FilterRegistrationBean.class,
				() -> new FilterRegistrationBean<>(cors("/**"), legacy())), "\"/legacy/**\"");
	}

	@Test
	void filterForNameOfServlet() {
		assertPaths(withServlet(this.contextRunner).withBean(FilterRegistrationBean.class, () -> {
			FilterRegistrationBean<CorsFilter> registration = registration("/api/**");
			registration.addServletNames("legacy");
			return registration;
		}), "\"/legacy/api/**\"");
	}

	@Test
	void filterForDispatcherServletDoesNotSeeOtherServlets() {
		withServlet(this.contextRunner).withBean(FilterRegistrationBean.class, () -> {
			FilterRegistrationBean<CorsFilter> registration = registration("/**");
			registration.addServletNames("dispatcherServlet");
			return registration;
		}).run((context) -> assertThat(CorsMigration.of(context)).contains("""
				      paths: ["/legacy/**"]
				      allowed-origins: ["none"]
				""", """
				      paths: ["/**"]
				      allowed-origins: ["https://a.example"]
				"""));
	}

	@Test
	void filterForNameAndPaths() {
		assertPaths(withServlet(this.contextRunner).withBean(FilterRegistrationBean.class, () -> {
			FilterRegistrationBean<CorsFilter> registration = registration("/x/**");
			registration.addServletNames("legacy");
			registration.addUrlPatterns("/x/*");
			return registration;
		}), "\"/legacy/x/**\", \"/x/**\"");
	}

	@Test
	void filterForUnknownServlet() {
		this.contextRunner.withBean("named", FilterRegistrationBean.class, () -> {
			FilterRegistrationBean<CorsFilter> registration = registration("/**");
			registration.addServletNames("other");
			return registration;
		})
			.run((context) -> assertThat(CorsMigration.of(context)).contains(
					"""
							# Left out: CorsFilter 'named' for the servlet 'other', whose paths are unknown. Other policies may cover its
							# paths. There, they decide instead of it, and may allow more.
							# No rule was found that a policy could replace.
							"""));
	}

	@Test
	void annotatedFilterForClassOfServlet() {
		assertPaths(withServlet(this.contextRunner).withUserConfiguration(AnnotatedFilter.class), "\"/legacy/**\"");
	}

	@Test
	void filterBeforeServletWithPath() {
		assertPaths(withServlet(this.contextRunner).withPropertyValues("spring.mvc.servlet.path=/app")
			.withBean(CorsFilter.class, () -> cors("/api/**")), "\"/app/api/**\", \"/legacy/api/**\"");
	}

	@Test
	void filterWithPathsBeforeServletWithPath() {
		assertPaths(this.contextRunner.withPropertyValues("spring.mvc.servlet.path=/app")
			.withBean(FilterRegistrationBean.class, () -> {
				FilterRegistrationBean<CorsFilter> registration = registration("/**");
				registration.addUrlPatterns("/app/api/*");
				return registration;
			}), "\"/app/api/**\"");
	}

	@Test
	void filterBeforeOtherServlet() {
		assertPaths(withServlet(this.contextRunner).withBean(CorsFilter.class, () -> cors("/api/**")),
				"\"/api/**\", \"/legacy/api/**\"");
	}

	@Test
	void securityChainBeforeServletWithPath() {
		SecurityFilterChain api = new DefaultSecurityFilterChain(PathPatternRequestMatcher.pathPattern("/app/**"),
				cors("/api/**"));
		assertPaths(this.contextRunner.withPropertyValues("spring.mvc.servlet.path=/app")
			.withBean("api", SecurityFilterChain.class, () -> api)
			.withBean("springSecurityFilterChain", FilterChainProxy.class, () -> new FilterChainProxy(List.of(api))),
				"\"/app/api/**\"");
	}

	@Test
	void policyAllowsWhatTheFilterAllows() {
		String[] paths = { "/api/x", "/app/api/x", "/app/app/api/x", "/app/x", "/legacy/api/x", "/legacy/x",
				"/old/api/x" };
		try (TestServer server = TestServer.start(Container.TOMCAT, Application.class,
				"spring.mvc.servlet.path=/app")) {
			String yaml = CorsMigration.of(server.context());
			for (String path : paths) {
				boolean allowed = !server.http()
					.send("GET", path, "Origin: https://a.example")
					.values("Access-Control-Allow-Origin")
					.isEmpty();
				assertThat(allowed).as(path).isEqualTo(allows(yaml, path));
			}
			assertThat(allows(yaml, "/app/api/x")).isTrue();
		}
	}

	private static boolean allows(String yaml, String path) {
		return GeneratedConfiguration.load(yaml)
			.policies()
			.stream()
			.flatMap((policy) -> policy.paths().stream())
			.anyMatch((pattern) -> path.startsWith(pattern.replace("/**", "/")));
	}

	@Test
	void actuatorWithItsOwnPort() {
		this.contextRunner
			.withPropertyValues("management.server.port=0",
					"management.endpoints.web.cors.allowed-origins=https://a.example")
			.run((context) -> assertThat(CorsMigration.of(context)).contains(
					"""
							    # From management.endpoints.web.cors.
							    # The actuator has its own port. On the port of the application, the policy also applies to these paths.
							    actuator:
							      paths: ["/actuator/**"]
							"""));
	}

	@Test
	void actuatorWithItsOwnPortAndAllPaths() {
		this.contextRunner
			.withPropertyValues("management.server.port=0", "management.endpoints.web.base-path=/",
					"management.endpoints.web.cors.allowed-origins=https://a.example")
			.run((context) -> assertThat(CorsMigration.of(context)).contains(
					"""
							# Left out: management.endpoints.web.cors, because the actuator has its own port and no path of its own. A
							# policy would also apply to the port of the application.
							# No rule was found that a policy could replace.
							"""));
	}

	static class Legacy extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response) {
			response.setStatus(HttpServletResponse.SC_OK);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnnotatedFilter {

		@Bean
		@FilterRegistration(servletClasses = Legacy.class)
		CorsFilter corsFilter() {
			return cors("/**");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		ServletRegistrationBean<Legacy> legacy() {
			return ServletPathMigrationTests.legacy();
		}

		@Bean
		ServletContextInitializer old() {
			return (context) -> context.addServlet("old", new Legacy()).addMapping("/old/*");
		}

		@Bean
		CorsFilter corsFilter() {
			return cors("/api/**");
		}

	}

}
