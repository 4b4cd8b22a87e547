package io.github.corsstarter.applicationrules;

import java.util.List;

import io.github.corsstarter.test.CorsMigration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxRegistrations;
import org.springframework.security.web.server.MatcherSecurityWebFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RuleMigration} with reactive rules that decide in code or have unknown
 * paths.
 */
class ReactiveRulesInCodeTests {

	private static final String NOTHING = "# No rule was found that a policy could replace.\n";

	private final ReactiveWebApplicationContextRunner contextRunner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebFluxAutoConfiguration.class));

	private static UrlBasedCorsConfigurationSource source(CorsConfiguration configuration) {
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		source.registerCorsConfiguration("/**", configuration);
		return source;
	}

	private static CorsConfiguration configuration(String origin) {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.addAllowedOrigin(origin);
		return configuration;
	}

	private ReactiveWebApplicationContextRunner with(CorsWebFilter filter) {
		return this.contextRunner.withBean("corsFilter", CorsWebFilter.class, () -> filter);
	}

	private static void assertUnknown(ReactiveWebApplicationContextRunner runner, String label, String reason) {
		runner.run((context) -> assertThat(CorsMigration.of(context).replaceAll("\n *# ", " "))
			.contains("Unknown: " + label + " decides in code. " + reason)
			.endsWith(NOTHING.substring(2)));
	}

	@Test
	void configuration() {
		assertUnknown(with(new CorsWebFilter(source(new OwnConfiguration()))), "CorsWebFilter 'corsFilter'",
				"Its CorsConfiguration for these paths is not Spring's own class.");
	}

	@Test
	void source() {
		UrlBasedCorsConfigurationSource source = new OwnSource();
		source.registerCorsConfiguration("/**", configuration("*"));
		assertUnknown(with(new CorsWebFilter(source)), "CorsWebFilter 'corsFilter'",
				"Its source is not Spring's own class.");
	}

	@Test
	void filter() {
		assertUnknown(with(new CorsWebFilter(source(configuration("*"))) {
		}).withUserConfiguration(Annotated.class), "CorsWebFilter 'corsFilter'",
				"Its filter is not Spring's own class.");
	}

	@Test
	void processorOfFilter() {
		assertUnknown(with(new CorsWebFilter(source(configuration("*")), new DefaultCorsProcessor() {
		})), "CorsWebFilter 'corsFilter'", "Its CorsProcessor is not Spring's own class.");
	}

	@Test
	void processorOfHandlerMapping() {
		RequestMappingHandlerMapping mapping = new RequestMappingHandlerMapping();
		mapping.setCorsProcessor((configuration, exchange) -> true);
		assertUnknown(with(mapping), "the handler mapping 'requestMappingHandlerMapping'",
				"Its CorsProcessor is not Spring's own class.");
	}

	@Test
	void subclassOfHandlerMapping() {
		assertUnknown(with(new OwnMapping()), "the handler mapping 'requestMappingHandlerMapping'",
				"Its class overrides methods of Spring that decide about CORS.");
	}

	private ReactiveWebApplicationContextRunner with(RequestMappingHandlerMapping mapping) {
		return this.contextRunner.withUserConfiguration(Annotated.class)
			.withBean(WebFluxRegistrations.class, () -> new WebFluxRegistrations() {

				@Override
				public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
					return mapping;
				}

			});
	}

	@Test
	void securityChainWithUnknownPathsIsLeftOut() {
		SecurityWebFilterChain open = new MatcherSecurityWebFilterChain(
				(exchange) -> ServerWebExchangeMatcher.MatchResult.match(),
				List.of(new CorsWebFilter(source(configuration("*")))));
		SecurityWebFilterChain all = new MatcherSecurityWebFilterChain(ServerWebExchangeMatchers.anyExchange(),
				List.of(new CorsWebFilter(source(configuration("https://a.example")))));
		this.contextRunner.withBean("open", SecurityWebFilterChain.class, () -> open)
			.withBean("all", SecurityWebFilterChain.class, () -> all)
			.withBean(WebFilterChainProxy.class, () -> new WebFilterChainProxy(open, all))
			.run((context) -> assertThat(CorsMigration.of(context)).contains(
					"""
							# Left out: http.cors() of the security chain 'open', because the paths of the chain are unknown. Other
							# policies may cover its paths. There, they decide instead of it, and may allow more. Write a policy for
							# exactly its paths, with these settings:
							# For the paths that also match /**:
							#   allowed-origins: ["*"]
							#   allowed-methods: [GET]
							#   max-age: 5s
							cors:
							  defaults:
							    enforce: false
							  policies:
							    # From http.cors() of the security chain 'all'.
							    all:
							      paths: ["/**"]
							      allowed-origins: ["https://a.example"]
							      allowed-methods: [GET]
							      max-age: 5s
							"""));
	}

	static class OwnConfiguration extends CorsConfiguration {

	}

	static class OwnSource extends UrlBasedCorsConfigurationSource {

	}

	static class OwnMapping extends RequestMappingHandlerMapping {

		@Override
		protected @Nullable CorsConfiguration getCorsConfiguration(Object handler, ServerWebExchange exchange) {
			return null;
		}

	}

	@RestController
	static class Annotated {

		@GetMapping("/annotated")
		@CrossOrigin("https://b.example")
		String annotated() {
			return "";
		}

	}

}
