package io.github.corsstarter.applicationrules;

import java.util.List;

import io.github.corsstarter.test.CorsMigration;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.reactive.config.CorsRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RuleMigration} in applications for WebFlux on Netty.
 */
class ReactiveRuleMigrationTests {

	private static final String START = """
			# The CORS rules of this application, as policies.
			# Nothing is enforced yet: the policies are compared with what the application answers. To enforce all of
			# them, set CORS_DEFAULTS_ENFORCE=true.
			""";

	private static final String POLICIES = """
			cors:
			  defaults:
			    enforce: false
			  policies:
			""";

	private static void assertMigration(Class<?> application, String policies) {
		try (TestServer server = TestServer.start(Container.NETTY, application)) {
			assertText(server, START + POLICIES + policies);
		}
	}

	private static void assertText(TestServer server, String text) {
		String yaml = CorsMigration.of(server.context());
		assertThat(yaml).isEqualTo(text);
		GeneratedConfiguration.load(yaml);
	}

	private static CorsConfigurationSource source(String path) {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.setAllowedOrigins(List.of("https://app.example"));
		configuration.setAllowedMethods(List.of("GET", "PUT"));
		configuration.setAllowedHeaders(List.of("Content-Type", "X-Request-Id"));
		configuration.setAllowCredentials(true);
		configuration.setMaxAge(600L);
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		source.registerCorsConfiguration(path, configuration);
		return source;
	}

	@Test
	void annotations() {
		assertMigration(Annotated.class,
				"""
						    # From @CrossOrigin Items#delete.
						    items-delete:
						      paths: ["/items/{id}"]
						      allowed-origins: ["https://shop.example"]
						      allowed-methods: [DELETE]
						      allowed-headers: ["*"]
						    # From @CrossOrigin Orders#get.
						    orders-get:
						      paths: ["/orders/{id}"]
						      allowed-origins: ["https://type.example", "https://get.example"]
						      allowed-methods: [GET]
						      allowed-headers: ["*"]
						      max-age: 1m
						    # From @CrossOrigin Orders, @CrossOrigin Orders#add. The origin selects one of 2 policies for these paths.
						    # Rules for different methods allow the same origins, but differ in their settings. A policy has one set
						    # of settings, so it has only what all of these rules allow.
						    orders:
						      paths: ["/orders"]
						      allowed-origins: ["https://type.example"]
						      allowed-methods: [GET, POST]
						      allowed-headers: [x-request-id]
						      max-age: 1m
						    # From @CrossOrigin Orders#add. The origin selects one of 2 policies for these paths.
						    orders-add:
						      paths: ["/orders"]
						      allowed-origins: ["https://post.example"]
						      allowed-methods: [POST]
						      allowed-headers: [x-request-id]
						      allow-credentials: true
						      max-age: 1m
						""");
	}

	@Test
	void mappings() {
		assertMigration(Mapped.class, """
				    # From @CrossOrigin Items#delete, addCorsMappings.
				    items-delete:
				      paths: ["/items/{id}"]
				      allowed-origins: ["https://app.example", "https://shop.example"]
				      allowed-methods: [DELETE]
				      allowed-headers: ["*"]
				    # From addCorsMappings.
				    add-cors-mappings:
				      paths: ["/items/**"]
				      allowed-origins: ["https://app.example"]
				      allowed-methods: ["*"]
				      allowed-headers: ["*"]
				    # From addCorsMappings.
				    add-cors-mappings-2:
				      paths: ["/orders/**"]
				      allowed-origins: ["https://*.app.example", "http://localhost:[3000,8080]"]
				      allowed-methods: [GET, POST]
				      allowed-headers: ["*"]
				      exposed-headers: [ETag]
				      allow-credentials: true
				""");
	}

	@Test
	void filter() {
		assertMigration(Filtered.class,
				"""
						    # No CORS rule applies to these paths, although one applies around them. Spring calls the handlers and
						    # adds no header.
						    without-rule:
						      paths: ["/orders/plain"]
						      allowed-origins: ["none"]
						      on-disallowed: omit-headers
						    # From @CrossOrigin Orders#get.
						    # A CORS filter answers every preflight before the handlers, and has no rule for these paths. So only
						    # requests without a preflight are allowed.
						    orders-get:
						      paths: ["/orders/{id}"]
						      allowed-origins: ["https://type.example", "https://get.example"]
						      allowed-methods: [GET]
						      max-age: 1m
						    # From @CrossOrigin Orders, @CrossOrigin Orders#add. The origin selects one of 2 policies for these paths.
						    # A CORS filter answers every preflight before the handlers, and has no rule for these paths. So only
						    # requests without a preflight are allowed.
						    # Rules for different methods allow the same origins, but differ in their settings. A policy has one set
						    # of settings, so it has only what all of these rules allow.
						    orders:
						      paths: ["/orders"]
						      allowed-origins: ["https://type.example"]
						      allowed-methods: [GET, POST]
						      max-age: 1m
						    # From @CrossOrigin Orders#add. The origin selects one of 2 policies for these paths.
						    orders-add:
						      paths: ["/orders"]
						      allowed-origins: ["https://post.example"]
						      allowed-methods: [POST]
						      allow-credentials: true
						      max-age: 1m
						    # From CorsWebFilter 'apiFilter'.
						    api-filter:
						      paths: ["/api/**"]
						      allowed-origins: ["https://app.example"]
						      allowed-methods: [GET, PUT]
						      allowed-headers: [Content-Type, X-Request-Id]
						      allow-credentials: true
						      max-age: 10m
						""");
	}

	@Test
	void sourceOfFilter() {
		assertMigration(FilteredBySourceBean.class, """
				    # From CorsConfigurationSource 'apiSource'.
				    api-source:
				      paths: ["/api/**"]
				      allowed-origins: ["https://app.example"]
				      allowed-methods: [GET, PUT]
				      allowed-headers: [Content-Type, X-Request-Id]
				      allow-credentials: true
				      max-age: 10m
				""");
	}

	@Test
	void securityChains() {
		try (TestServer server = TestServer.startWithSecurity(Container.NETTY, Secured.class)) {
			assertText(server, START
					+ """
							# The security chain 'other' has no http.cors(): it may refuse preflights that need authentication. Policies
							# answer preflights before Spring Security.
							"""
					+ POLICIES
					+ """
							    # From http.cors() of the security chain 'api'.
							    api:
							      paths: ["/api/**"]
							      allowed-origins: ["https://app.example"]
							      allowed-methods: [GET, PUT]
							      allowed-headers: [Content-Type, X-Request-Id]
							      allow-credentials: true
							      max-age: 10m
							    # From http.cors() of the security chain 'web'.
							    # This source has no paths. These settings are its answer to a GET request without an origin. Check that
							    # it does not depend on the request.
							    web:
							      paths: ["/web/**"]
							      allowed-origins: ["https://web.example"]
							      allowed-methods: [GET]
							      max-age: 5s
							""");
		}
	}

	@RestController
	static class Plain {

		@GetMapping({ "/orders/plain", "/api/plain", "/web/plain" })
		String plain() {
			return "plain";
		}

	}

	@RestController
	@CrossOrigin(origins = "https://type.example", maxAge = 60)
	static class Orders {

		@GetMapping("/orders")
		String list() {
			return "list";
		}

		@CrossOrigin(origins = "https://post.example", allowedHeaders = "x-request-id", allowCredentials = "true")
		@PostMapping("/orders")
		String add() {
			return "add";
		}

		@CrossOrigin("https://get.example")
		@GetMapping("/orders/{id}")
		String get() {
			return "get";
		}

	}

	@RestController
	static class Items {

		@CrossOrigin("https://shop.example")
		@DeleteMapping("/items/{id}")
		String delete() {
			return "delete";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Orders.class, Items.class })
	static class Annotated {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Plain.class, Items.class })
	static class Mapped implements WebFluxConfigurer {

		@Override
		public void addCorsMappings(CorsRegistry registry) {
			registry.addMapping("/orders/**")
				.allowedOriginPatterns("https://*.app.example", "http://localhost:[3000,8080]")
				.allowedMethods("GET", "POST")
				.exposedHeaders("ETag")
				.allowCredentials(true);
			registry.addMapping("/items/**").allowedOrigins("https://app.example").allowedMethods("*");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Plain.class, Orders.class })
	static class Filtered {

		@Bean
		CorsWebFilter apiFilter() {
			return new CorsWebFilter(source("/api/**"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Plain.class)
	static class FilteredBySourceBean {

		@Bean
		CorsConfigurationSource apiSource() {
			return source("/api/**");
		}

		@Bean
		CorsWebFilter apiFilter(CorsConfigurationSource apiSource) {
			return new CorsWebFilter(apiSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableWebFluxSecurity
	@Import(Plain.class)
	static class Secured {

		@Bean
		@Order(1)
		SecurityWebFilterChain api(ServerHttpSecurity http) {
			return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/api/**"))
				.cors((cors) -> cors.configurationSource(source("/**")))
				.build();
		}

		@Bean
		@Order(2)
		SecurityWebFilterChain web(ServerHttpSecurity http) {
			CorsConfiguration configuration = new CorsConfiguration();
			configuration.addAllowedOrigin("https://web.example");
			return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/web/**"))
				.cors((cors) -> cors.configurationSource((exchange) -> configuration))
				.build();
		}

		@Bean
		@Order(3)
		SecurityWebFilterChain other(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated()).build();
		}

	}

}
