package io.github.corsstarter.applicationrules;

import java.util.List;
import java.util.Map;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.autoconfigure.CorsServletAutoConfiguration;
import io.github.corsstarter.test.CorsMigration;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.CorsProcessor;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RuleMigration} with servlet rules that decide in code. The policies
 * must not allow what the code refuses.
 */
class RulesInCodeTests {

	private static final String NOTHING = "# No rule was found that a policy could replace.\n";

	private static final CorsProcessor OWN_PROCESSOR = (configuration, request,
			response) -> "https://a.example".equals(request.getHeader("Origin"))
					? new DefaultCorsProcessor().processRequest(configuration, request, response) : true;

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CorsAutoConfiguration.class, CorsServletAutoConfiguration.class,
				DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class));

	private static CorsConfiguration anyOrigin() {
		return new CorsConfiguration().applyPermitDefaultValues();
	}

	private static UrlBasedCorsConfigurationSource source(String path, CorsConfiguration configuration) {
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		source.registerCorsConfiguration(path, configuration);
		return source;
	}

	private static void assertUnknown(WebApplicationContextRunner runner, String label, String reason, String... rest) {
		runner.run((context) -> {
			String yaml = CorsMigration.of(context);
			assertThat(unwrapped(yaml)).contains("Unknown: " + label + " decides in code. " + reason
					+ " The policies allow nothing on its paths, not even what other rules allow there. Write its settings by"
					+ " hand.");
			assertThat(yaml).contains(rest);
			GeneratedConfiguration.load(yaml);
		});
	}

	private static String unwrapped(String yaml) {
		return yaml.replaceAll("\n *# ", " ");
	}

	private WebApplicationContextRunner with(CorsFilter filter) {
		return this.contextRunner.withBean("corsFilter", CorsFilter.class, () -> filter);
	}

	@Test
	void configurationOfFilter() {
		assertUnknown(with(new CorsFilter(source("/**", new OwnConfiguration()))), "CorsFilter 'corsFilter'",
				"Its CorsConfiguration for these paths is not Spring's own class.", NOTHING);
	}

	@Test
	void configurationForSomePathsLeavesTheOthers() {
		UrlBasedCorsConfigurationSource source = source("/own/**", new OwnConfiguration());
		source.registerCorsConfiguration("/**", anyOrigin());
		assertUnknown(with(new CorsFilter(source)), "CorsFilter 'corsFilter'",
				"Its CorsConfiguration for these paths is not Spring's own class.",
				"""
						  policies:
						    # Unknown: CorsFilter 'corsFilter' decides in code here. This policy allows nothing, because the policy
						    # around it may allow too much. Write its settings by hand.
						    unknown-rule:
						      paths: ["/own/**"]
						      allowed-origins: ["none"]
						      on-disallowed: omit-headers
						    # From CorsFilter 'corsFilter'.
						    cors-filter:
						      paths: ["/**"]
						      allowed-origins: ["*"]
						""");
	}

	@Test
	void configurationOfSourceWithoutPaths() {
		assertUnknown(with(new CorsFilter((request) -> new OwnConfiguration())), "CorsFilter 'corsFilter'",
				"Its CorsConfiguration is not Spring's own class.", NOTHING);
	}

	@Test
	void source() {
		UrlBasedCorsConfigurationSource source = new OwnSource();
		source.registerCorsConfiguration("/**", anyOrigin());
		assertUnknown(with(new CorsFilter(source)), "CorsFilter 'corsFilter'", "Its source is not Spring's own class.",
				NOTHING);
	}

	@Test
	void filter() {
		assertUnknown(with(new OwnFilter(source("/**", anyOrigin()))), "CorsFilter 'corsFilter'",
				"Its filter is not Spring's own class.", NOTHING);
	}

	@Test
	void processorOfFilter() {
		CorsFilter filter = new CorsFilter(source("/**", anyOrigin()));
		filter.setCorsProcessor(OWN_PROCESSOR);
		assertUnknown(with(filter), "CorsFilter 'corsFilter'", "Its CorsProcessor is not Spring's own class.", NOTHING);
	}

	@Test
	void handlersAfterFilterThatDecidesInCodeHaveNoPolicy() {
		assertUnknown(
				with(new CorsFilter(source("/**", new OwnConfiguration()))).withUserConfiguration(Annotated.class),
				"CorsFilter 'corsFilter'", "Its CorsConfiguration for these paths is not Spring's own class.", NOTHING);
	}

	@Test
	void handlersAfterSourceThatDependsOnThePathHaveNoPolicy() {
		CorsConfigurationSource source = (request) -> request.getRequestURI().startsWith("/api") ? anyOrigin() : null;
		assertUnknown(with(new CorsFilter(source)).withUserConfiguration(Annotated.class), "CorsFilter 'corsFilter'",
				"Its answer depends on the path.", NOTHING);
	}

	@Test
	void filterOfSecurityChain() {
		SecurityFilterChain api = new DefaultSecurityFilterChain(PathPatternRequestMatcher.pathPattern("/api/**"),
				new OwnFilter(source("/**", anyOrigin())));
		assertUnknown(this.contextRunner.withBean("api", SecurityFilterChain.class, () -> api)
			.withBean("springSecurityFilterChain", FilterChainProxy.class, () -> new FilterChainProxy(List.of(api))),
				"http.cors() of the security chain 'api'", "Its filter is not Spring's own class.", NOTHING);
	}

	@Test
	void processorOfHandlerMapping() {
		RequestMappingHandlerMapping mapping = new RequestMappingHandlerMapping();
		mapping.setCorsProcessor(OWN_PROCESSOR);
		assertUnknown(
				this.contextRunner.withBean(WebMvcRegistrations.class, () -> registrations(mapping))
					.withUserConfiguration(Annotated.class, Plain.class),
				"the handler mapping 'requestMappingHandlerMapping'", "Its CorsProcessor is not Spring's own class.",
				NOTHING);
	}

	@Test
	void processorOfHandlerMappingWithMappings() {
		RequestMappingHandlerMapping mapping = new RequestMappingHandlerMapping();
		mapping.setCorsProcessor(OWN_PROCESSOR);
		assertUnknown(
				this.contextRunner.withBean(WebMvcRegistrations.class, () -> registrations(mapping))
					.withUserConfiguration(Plain.class, Mapped.class),
				"the handler mapping 'requestMappingHandlerMapping'", "Its CorsProcessor is not Spring's own class.",
				NOTHING);
	}

	@Test
	void subclassOfHandlerMapping() {
		assertUnknown(
				this.contextRunner.withBean(WebMvcRegistrations.class, () -> registrations(new OwnMapping()))
					.withUserConfiguration(Annotated.class),
				"the handler mapping 'requestMappingHandlerMapping'",
				"Its class overrides methods of Spring that decide about CORS.", NOTHING);
	}

	@Test
	void subclassOfHandlerMappingThatLeavesCorsToSpring() {
		this.contextRunner.withBean(WebMvcRegistrations.class, () -> registrations(new RequestMappingHandlerMapping() {
		}))
			.withUserConfiguration(Annotated.class)
			.run((context) -> assertThat(CorsMigration.of(context)).contains("paths: [\"/annotated\"]")
				.doesNotContain("Unknown"));
	}

	@Test
	void sourceOfHandlerMapping() {
		HttpRequestHandler handler = (request, response) -> response.getWriter().print("feed");
		SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping(Map.of("/feed/**", handler), -5);
		mapping.setCorsConfigurationSource((request) -> anyOrigin());
		assertUnknown(
				this.contextRunner.withBean("feed", SimpleUrlHandlerMapping.class, () -> mapping)
					.withUserConfiguration(Mapped.class),
				"the handler mapping 'feed'", "Its CorsConfigurationSource is not Spring's own class.", """
						    unknown-rule:
						      paths: ["/feed/**"]
						      allowed-origins: ["none"]
						      on-disallowed: omit-headers
						""");
	}

	@Test
	void handlerMappingWithUnknownPaths() {
		RouterFunctionMapping mapping = new RouterFunctionMapping();
		mapping.setCorsProcessor(OWN_PROCESSOR);
		this.contextRunner.withBean("functions", RouterFunctionMapping.class, () -> mapping)
			.run((context) -> assertThat(CorsMigration.of(context)).contains(
					"""
							# Unknown: the handler mapping 'functions' decides in code. Its CorsProcessor is not Spring's own class. Other
							# policies may cover its paths. There, they decide instead of it, and may allow more.
							"""));
	}

	private static WebMvcRegistrations registrations(RequestMappingHandlerMapping mapping) {
		return new WebMvcRegistrations() {

			@Override
			public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
				return mapping;
			}

		};
	}

	static class OwnConfiguration extends CorsConfiguration {

		OwnConfiguration() {
			setAllowedOriginPatterns(List.of("*"));
		}

		@Override
		public @Nullable String checkOrigin(@Nullable String origin) {
			return "https://a.example".equals(origin) ? origin : null;
		}

	}

	static class OwnSource extends UrlBasedCorsConfigurationSource {

		@Override
		public @Nullable CorsConfiguration getCorsConfiguration(HttpServletRequest request) {
			return request.getRequestURI().startsWith("/internal") ? null : super.getCorsConfiguration(request);
		}

	}

	static class OwnFilter extends CorsFilter {

		OwnFilter(CorsConfigurationSource source) {
			super(source);
		}

		@Override
		protected boolean shouldNotFilter(HttpServletRequest request) {
			return request.getRequestURI().startsWith("/internal");
		}

	}

	static class OwnMapping extends RequestMappingHandlerMapping {

		@Override
		protected @Nullable CorsConfiguration getCorsConfiguration(Object handler, HttpServletRequest request) {
			return request.getRequestURI().startsWith("/internal") ? null
					: super.getCorsConfiguration(handler, request);
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

	@RestController
	static class Plain {

		@GetMapping("/plain")
		String plain() {
			return "";
		}

	}

	static class Mapped implements WebMvcConfigurer {

		@Override
		public void addCorsMappings(CorsRegistry registry) {
			registry.addMapping("/**").allowedOrigins("https://b.example");
		}

	}

}
