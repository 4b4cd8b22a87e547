package io.github.corsstarter.applicationrules;

import java.util.List;
import java.util.function.Consumer;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.autoconfigure.CorsServletAutoConfiguration;
import io.github.corsstarter.test.CorsMigration;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RuleMigration}: what is frequent in public applications, and what is
 * written for it.
 */
class RuleMigrationTests {

	private static final String START = """
			# The CORS rules of this application, as policies.
			# Nothing is enforced yet: the policies are compared with what the application answers. To enforce all of
			# them, set CORS_DEFAULTS_ENFORCE=true.
			cors:
			  defaults:
			    enforce: false
			  policies:
			""";

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CorsAutoConfiguration.class, CorsServletAutoConfiguration.class,
				DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class));

	private static void assertMigration(WebApplicationContextRunner runner, String policies) {
		assertText(runner, START + policies);
	}

	private static void assertText(WebApplicationContextRunner runner, String text) {
		runner.run((context) -> {
			assertThat(context).hasNotFailed();
			String yaml = CorsMigration.of(context);
			assertThat(yaml).isEqualTo(text);
			GeneratedConfiguration.load(yaml);
		});
	}

	private WebApplicationContextRunner mappings(Consumer<CorsRegistry> mappings) {
		return this.contextRunner.withBean("mappings", WebMvcConfigurer.class, () -> new WebMvcConfigurer() {

			@Override
			public void addCorsMappings(CorsRegistry registry) {
				mappings.accept(registry);
			}

		});
	}

	private static CorsConfiguration configuration(String... origins) {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.setAllowedOrigins(List.of(origins));
		return configuration;
	}

	private static UrlBasedCorsConfigurationSource source(String path, CorsConfiguration configuration) {
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		source.registerCorsConfiguration(path, configuration);
		return source;
	}

	@Test
	void applicationWithoutRulesHasNoPolicies() {
		assertText(this.contextRunner, """
				# The CORS rules of this application, as policies.
				# No rule was found that a policy could replace.
				""");
	}

	@Test
	void listOfOriginsWithCredentialsIsCopied() {
		assertMigration(mappings((registry) -> registry.addMapping("/**")
			.allowedOrigins("https://app.example", "https://admin.example")
			.allowedMethods("GET", "POST", "PUT", "DELETE", "OPTIONS")
			.allowedHeaders("Authorization", "Content-Type", "Accept")
			.exposedHeaders("X-Total-Count", "Content-Type")
			.allowCredentials(true)
			.maxAge(3600)), """
					    # From addCorsMappings.
					    add-cors-mappings:
					      paths: ["/**"]
					      allowed-origins: ["https://app.example", "https://admin.example"]
					      allowed-methods: [GET, POST, PUT, DELETE, OPTIONS]
					      allowed-headers: [Authorization, Content-Type]
					      exposed-headers: [X-Total-Count]
					      allow-credentials: true
					      max-age: 1h
					""");
	}

	@Test
	void anyOriginWithoutCredentialsHasSpringsDefaults() {
		assertMigration(mappings((registry) -> registry.addMapping("/**")), """
				    # From addCorsMappings.
				    add-cors-mappings:
				      paths: ["/**"]
				      allowed-origins: ["*"]
				      allowed-methods: [GET, POST]
				      allowed-headers: ["*"]
				""");
	}

	@Test
	void anyOriginWithCredentialsHasNeverWorked() {
		assertMigration(mappings((
				registry) -> registry.addMapping("/**").allowedOrigins("*").allowedMethods("*").allowCredentials(true)),
				"""
						    # From addCorsMappings.
						    # This rule has never worked: Spring refuses "*" with credentials and answers with an error. Here, "*" is
						    # without credentials.
						    # If pages need cookies, replace allowed-origins by these two lines, with your own origins:
						    #   allowed-origins: ["https://app.example.com"]
						    #   allow-credentials: true
						    add-cors-mappings:
						      paths: ["/**"]
						      allowed-origins: ["*"]
						      allowed-methods: ["*"]
						      allowed-headers: ["*"]
						""");
	}

	@Test
	void anyOriginPatternWithCredentialsIsUnsafe() {
		assertMigration(
				mappings((registry) -> registry.addMapping("/api/**")
					.allowedOriginPatterns("*", "https://app.example")
					.allowCredentials(true)),
				"""
						    # From addCorsMappings.
						    # UNSAFE: this rule lets every site read your users' data, because the origin pattern "*" has credentials.
						    # Here, "*" is without credentials.
						    # If pages need cookies, replace allowed-origins by these two lines, with your own origins:
						    #   allowed-origins: ["https://app.example"]
						    #   allow-credentials: true
						    add-cors-mappings:
						      paths: ["/api/**"]
						      allowed-origins: ["*"]
						      allowed-methods: [GET, POST]
						      allowed-headers: ["*"]
						""");
	}

	@Test
	void originsFromEnvironmentHaveTheirPlaceholder() {
		assertMigration(mappings(
				(registry) -> registry.addMapping("/**").allowedOrigins("https://a.example", "https://b.example"))
			.withPropertyValues("app.origins=https://a.example, https://b.example"),
				"""
						    # From addCorsMappings.
						    # These origins are the value of a property. To keep it, write: allowed-origins: "${app.origins}"
						    add-cors-mappings:
						      paths: ["/**"]
						      allowed-origins: ["https://a.example", "https://b.example"]
						      allowed-methods: [GET, POST]
						      allowed-headers: ["*"]
						""");
	}

	@Test
	void handWrittenFilterIsNamed() {
		runAndAssertContains(this.contextRunner.withBean("simpleCorsFilter", Filter.class, SimpleCORSFilter::new),
				"""
						# Unknown: the filter 'simpleCorsFilter'
						# (io.github.corsstarter.applicationrules.RuleMigrationTests$SimpleCORSFilter) may send CORS headers. Write
						# its rules by hand, and remove it after you enforce them.
						""");
	}

	private static void runAndAssertContains(WebApplicationContextRunner runner, String part) {
		runner.run((context) -> assertThat(CorsMigration.of(context)).contains(part));
	}

	@Test
	void annotationsAreMergedAndGrouped() {
		assertMigration(this.contextRunner.withUserConfiguration(Orders.class, Catalog.class), """
				    # From @CrossOrigin Catalog.
				    catalog:
				      paths: ["/catalog", "/catalog/{id}"]
				      allowed-origins: ["*"]
				      allowed-methods: [GET]
				      allowed-headers: ["*"]
				    # From @CrossOrigin Orders.
				    orders:
				      paths: ["/orders"]
				      allowed-origins: ["https://shop.example"]
				      allowed-methods: [GET, POST]
				      allowed-headers: ["*"]
				      allow-credentials: true
				    # From @CrossOrigin Orders, @CrossOrigin Orders#put.
				    orders-2:
				      paths: ["/orders/{id}"]
				      allowed-origins: ["https://shop.example"]
				      allowed-methods: [PUT, DELETE]
				      allowed-headers: ["*"]
				      allow-credentials: true
				""");
	}

	@Test
	void handlerWithoutRuleBelowARuleIsTakenOut() {
		assertMigration(this.contextRunner.withUserConfiguration(Items.class),
				"""
						    # No CORS rule applies to these paths, although one applies around them. Spring calls the handlers and
						    # adds no header.
						    without-rule:
						      paths: ["/items/admin"]
						      allowed-origins: ["none"]
						      on-disallowed: omit-headers
						    # From @CrossOrigin Items#one.
						    # DELETE on /items/{id} has no CORS rule: Spring calls the handler and adds no header, and the policy
						    # rejects the request.
						    items-one:
						      paths: ["/items/{id}"]
						      allowed-origins: ["https://a.example"]
						      allowed-methods: [GET]
						      allowed-headers: ["*"]
						""");
	}

	@Test
	void methodsWithDisjointOriginsAreTwoPolicies() {
		assertMigration(this.contextRunner.withUserConfiguration(Disjoint.class), """
				    # From @CrossOrigin Disjoint#get. The origin selects one of 2 policies for these paths.
				    disjoint-get:
				      paths: ["/disjoint"]
				      allowed-origins: ["https://a.example"]
				      allowed-methods: [GET]
				      allowed-headers: ["*"]
				    # From @CrossOrigin Disjoint#post. The origin selects one of 2 policies for these paths.
				    disjoint-post:
				      paths: ["/disjoint"]
				      allowed-origins: ["https://b.example"]
				      allowed-methods: [POST]
				      allowed-headers: ["*"]
				      allow-credentials: true
				""");
	}

	@Test
	void headersAreNotCheckedWhereAllOfSeveralHandlersHaveARule() {
		assertMigration(this.contextRunner.withUserConfiguration(Specific.class, FallbackWithRule.class),
				"""
						    # From @CrossOrigin FallbackWithRule#fallback.
						    fallback-with-rule-fallback:
						      paths: ["/**"]
						      allowed-origins: ["https://b.example"]
						      allowed-methods: [DELETE]
						      allowed-headers: ["*"]
						    # From @CrossOrigin Specific#delete.
						    # Several handlers match these paths, and Spring then does not check the headers of preflights, so every
						    # header is allowed.
						    specific-delete:
						      paths: ["/specific/{id}"]
						      allowed-origins: ["https://a.example"]
						      allowed-methods: [DELETE]
						      allowed-headers: ["*"]
						""");
	}

	@Test
	void headersAreCheckedWhereOnlySomeOfSeveralHandlersHaveARule() {
		assertMigration(this.contextRunner.withUserConfiguration(Specific.class, Fallback.class),
				"""
						    # From @CrossOrigin Specific#delete.
						    # Several handlers match these paths, and not all of them have @CrossOrigin. Before version 7.0.9, Spring
						    # then does not check the headers of preflights. Later versions and this policy do.
						    specific-delete:
						      paths: ["/specific/{id}"]
						      allowed-origins: ["https://a.example"]
						      allowed-methods: [DELETE]
						      allowed-headers: [x-a]
						""");
	}

	@Test
	void preflightsAreNotAllowedWhereSomeVersionsFail() {
		assertMigration(
				mappings((registry) -> registry.addMapping("/**").allowedOrigins("*"))
					.withUserConfiguration(Specific.class, Fallback.class),
				"""
						    # From @CrossOrigin Specific#delete, addCorsMappings.
						    # Several handlers match these paths, and not all of them have @CrossOrigin. Before version 7.0.9, Spring
						    # then answers preflights with an error, because the rule for every handler has the origin "*". So only
						    # requests without a preflight are allowed.
						    specific-delete:
						      paths: ["/specific/{id}"]
						      allowed-origins: ["none"]
						    # From addCorsMappings.
						    add-cors-mappings:
						      paths: ["/**"]
						      allowed-origins: ["*"]
						      allowed-methods: [GET, POST]
						      allowed-headers: ["*"]
						""");
	}

	@Test
	void filterHasItsUrlPatternsAndSpringsMeaningOfUnsetSettings() {
		assertMigration(this.contextRunner.withBean("apiCorsFilter", FilterRegistrationBean.class,
				() -> registration(source("/api/**", configuration("https://A.example/")), "/api/*")), """
						    # From CorsFilter 'apiCorsFilter'.
						    api-cors-filter:
						      paths: ["/api/**"]
						      allowed-origins: ["https://a.example"]
						      allowed-methods: [GET]
						      max-age: 5s
						""");
	}

	private static FilterRegistrationBean<CorsFilter> registration(CorsConfigurationSource source, String pattern) {
		FilterRegistrationBean<CorsFilter> registration = new FilterRegistrationBean<>(new CorsFilter(source));
		registration.addUrlPatterns(pattern);
		return registration;
	}

	@Test
	void chainsOfSpringSecurityHaveTheirOwnSources() {
		SecurityFilterChain api = new DefaultSecurityFilterChain(PathPatternRequestMatcher.pathPattern("/api/**"),
				new CorsFilter((request) -> configuration("http://localhost:3000")));
		SecurityFilterChain web = new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE,
				new CorsFilter(source("/web/**", configuration("https://web.example"))));
		assertMigration(
				this.contextRunner.withBean("api", SecurityFilterChain.class, () -> api)
					.withBean("web", SecurityFilterChain.class, () -> web)
					.withBean("springSecurityFilterChain", FilterChainProxy.class,
							() -> new FilterChainProxy(List.of(api, web))),
				"""
						    # From http.cors() of the security chain 'api'.
						    # This source has no paths. These settings are its answer to a GET request without an origin. Check that
						    # it does not depend on the request.
						    api:
						      paths: ["/api/**"]
						      allowed-origins: ["http://localhost:3000"]
						      allowed-methods: [GET]
						      max-age: 5s
						    # From http.cors() of the security chain 'web'.
						    web:
						      paths: ["/web/**"]
						      allowed-origins: ["https://web.example"]
						      allowed-methods: [GET]
						      max-age: 5s
						""");
	}

	@Test
	void sourceThatNoFilterUsesHasNoEffect() {
		assertText(this.contextRunner.withBean("unused", CorsConfigurationSource.class,
				() -> source("/**", configuration("https://a.example"))), """
						# The CORS rules of this application, as policies.
						# Left out: CorsConfigurationSource 'unused' has no effect, because no filter uses it.
						# No rule was found that a policy could replace.
						""");
	}

	@Test
	void patternsHaveTheNearestSafeForm() {
		assertMigration(
				mappings((registry) -> registry.addMapping("/**")
					.allowedOriginPatterns("https://*.shop.example", "https://*shop.example", "http://localhost:[*]",
							"https://a.example:[443,8443]", "https://b.example:*", "https://*")),
				"""
						    # From addCorsMappings.
						    # "https://*shop.example" has no safe form here. The nearest is "https://shop.example" and
						    # "https://*.shop.example", which matches less.
						    # "https://b.example:*" also matches the origin without a port here. In Spring, ':*' needs a port.
						    # "https://*" has no safe form here, so it is left out. List the origins. If every site may read, write
						    # "*".
						    add-cors-mappings:
						      paths: ["/**"]
						      allowed-origins:
						        - "https://*.shop.example"
						        - "https://shop.example"
						        - "http://localhost:*"
						        - "https://a.example:[8443]"
						        - "https://b.example:*"
						      allowed-methods: [GET, POST]
						      allowed-headers: ["*"]
						""");
	}

	@Test
	void applicationWithPoliciesGetsPoliciesThatAreNotEnforced() {
		runAndAssertContains(mappings((registry) -> registry.addMapping("/x/**").allowedOrigins("https://a.example"))
			.withPropertyValues("cors.policies.add-cors-mappings.paths=/other",
					"cors.policies.add-cors-mappings.allowed-origins=https://a.example"),
				"""
						cors:
						  policies:
						    # From addCorsMappings.
						    add-cors-mappings-2:
						      enforce: false
						      paths: ["/x/**"]
						""");
	}

	static class SimpleCORSFilter implements Filter {

		@Override
		public void doFilter(jakarta.servlet.ServletRequest request, jakarta.servlet.ServletResponse response,
				jakarta.servlet.FilterChain chain) {
		}

	}

	@RestController
	@RequestMapping("/orders")
	@CrossOrigin(origins = "https://shop.example", allowCredentials = "true")
	static class Orders {

		@GetMapping
		String list() {
			return "";
		}

		@PostMapping
		String add() {
			return "";
		}

		@PutMapping("/{id}")
		@CrossOrigin(maxAge = 1800)
		String put() {
			return "";
		}

		@DeleteMapping("/{id}")
		String delete() {
			return "";
		}

	}

	@RestController
	@RequestMapping("/catalog")
	@CrossOrigin
	static class Catalog {

		@GetMapping
		String list() {
			return "";
		}

		@GetMapping("/{id}")
		String get() {
			return "";
		}

	}

	@RestController
	@RequestMapping("/items")
	static class Items {

		@GetMapping("/{id}")
		@CrossOrigin("https://a.example")
		String one() {
			return "";
		}

		@DeleteMapping("/{id}")
		String delete() {
			return "";
		}

		@GetMapping("/admin")
		String admin() {
			return "";
		}

	}

	@RestController
	static class Specific {

		@DeleteMapping("/specific/{id}")
		@CrossOrigin(origins = "https://a.example", allowedHeaders = "x-a")
		String delete() {
			return "";
		}

	}

	@RestController
	static class Fallback {

		@DeleteMapping("/**")
		String fallback() {
			return "";
		}

	}

	@RestController
	static class FallbackWithRule {

		@DeleteMapping("/**")
		@CrossOrigin("https://b.example")
		String fallback() {
			return "";
		}

	}

	@RestController
	@RequestMapping("/disjoint")
	static class Disjoint {

		@GetMapping
		@CrossOrigin("https://a.example")
		String get() {
			return "";
		}

		@PostMapping
		@CrossOrigin(origins = "https://b.example", allowCredentials = "true")
		String post() {
			return "";
		}

	}

}
