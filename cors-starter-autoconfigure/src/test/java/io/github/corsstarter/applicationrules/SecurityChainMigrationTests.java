package io.github.corsstarter.applicationrules;

import java.util.List;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.autoconfigure.CorsServletAutoConfiguration;
import io.github.corsstarter.test.CorsMigration;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RuleMigration} with security chains whose paths are unknown. Such a
 * chain must not become a policy for every path, and must not hide the other chains.
 */
class SecurityChainMigrationTests {

	private static final String POLICY_OF_ALL = """
			  policies:
			    # From http.cors() of the security chain 'all'.
			    all:
			      paths: ["/**"]
			      allowed-origins: ["https://a.example"]
			      allowed-methods: [GET]
			      max-age: 5s
			""";

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CorsAutoConfiguration.class, CorsServletAutoConfiguration.class,
				DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class));

	private static CorsFilter cors(String path, String origin) {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.addAllowedOrigin(origin);
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		source.registerCorsConfiguration(path, configuration);
		return new CorsFilter(source);
	}

	private void assertMigration(RequestMatcher matcher, List<Filter> filters, String... parts) {
		SecurityFilterChain first = new DefaultSecurityFilterChain(matcher, filters);
		SecurityFilterChain all = new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE,
				cors("/**", "https://a.example"));
		this.contextRunner.withBean("first", SecurityFilterChain.class, () -> first)
			.withBean("all", SecurityFilterChain.class, () -> all)
			.withBean("springSecurityFilterChain", FilterChainProxy.class,
					() -> new FilterChainProxy(List.of(first, all)))
			.run((context) -> {
				String yaml = CorsMigration.of(context);
				assertThat(yaml).contains(parts).contains(POLICY_OF_ALL.substring(12));
				GeneratedConfiguration.load(yaml);
			});
	}

	@Test
	void matcherThatIsCode() {
		assertMigration((request) -> request.getRequestURI().startsWith("/open"), List.of(cors("/api/**", "*")), """
				# Left out: http.cors() of the security chain 'first', because the paths of the chain are unknown. Other
				# policies may cover its paths. There, they decide instead of it, and may allow more. Write a policy for
				# exactly its paths, with these settings:
				# For the paths that also match /api/**:
				#   allowed-origins: ["*"]
				#   allowed-methods: [GET]
				#   max-age: 5s
				cors:
				""");
	}

	@Test
	void matcherWithMethod() {
		assertMigration(PathPatternRequestMatcher.pathPattern(HttpMethod.GET, "/data/**"),
				List.of(cors("/**", "https://b.example")), "# Left out: http.cors() of the security chain 'first'",
				"#   allowed-origins: [\"https://b.example\"]\n");
	}

	@Test
	void sourceThatIsCode() {
		CorsConfigurationSource source = (request) -> {
			throw new IllegalStateException();
		};
		assertMigration((request) -> true, List.of(new CorsFilter(source)),
				"# Left out: http.cors() of the security chain 'first'",
				"# Unknown: http.cors() of the security chain 'first' decides in code. It needs a real request.");
	}

	@Test
	void chainWithoutRuleIsNamedIfLaterChainsHaveRules() {
		assertMigration((request) -> request.getRequestURI().startsWith("/open"), List.of(),
				"""
						# The paths of the security chain 'first' are unknown, and it has no CORS rule. Other policies may cover its
						# paths. There, they decide instead of it, and may allow more.
						""");
	}

	@Test
	void chainWithSeveralCorsFilters() {
		assertMigration(PathPatternRequestMatcher.pathPattern("/data/**"),
				List.of(cors("/**", "https://b.example"), cors("/**", "https://c.example")),
				"The chain has several CORS filters.", """
						    unknown-rule:
						      paths: ["/data/**"]
						      allowed-origins: ["none"]
						""");
	}

}
