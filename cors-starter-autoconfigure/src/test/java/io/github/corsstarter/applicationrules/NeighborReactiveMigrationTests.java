package io.github.corsstarter.applicationrules;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.FileSystemResource;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.CorsRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.AbstractHandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Tests for {@link RuleMigration} in applications for WebFlux in which something else
 * answers next to the handlers that have rules. The policies are never wider than the
 * rules.
 */
class NeighborReactiveMigrationTests {

	private static final String ORIGIN = MigrationVerdicts.ORIGIN;

	private static MigrationVerdicts start(Class<?> application, String... properties) {
		return MigrationVerdicts.start(Container.NETTY, application, properties);
	}

	@Test
	void prefixIsNotSharedWithAHandlerForAllPaths() {
		try (MigrationVerdicts verdicts = start(PrefixAndFallback.class)) {
			verdicts.bothAllow("/api/one", "/api/two").neitherAllows("/api/internal");
		}
	}

	@Test
	void prefixIsUsedWhereNothingElseAnswers() {
		try (MigrationVerdicts verdicts = start(Prefix.class, "spring.web.resources.add-mappings=false")) {
			verdicts.bothAllow("/api/one", "/api/two")
				.hasText("/api/** also covers paths without a handler. Nothing else answers there.");
		}
	}

	@Test
	void rulesOfAHandlerMappingApplyToItsHandlersOnly() {
		try (MigrationVerdicts verdicts = start(OwnRules.class)) {
			verdicts.bothAllow("/feed/x", "/other/open/x", "/source")
				.neitherAllows("/x", "/session", "/other/x")
				.hasText(
						"From setCorsConfigurations of the handler mapping 'feed', setCorsConfigurations of the handler mapping 'other', the handlers of the handler mapping 'source'.");
		}
	}

	@Test
	void mappingsDoNotApplyToHandlerMappingsWithoutThem() {
		try (MigrationVerdicts verdicts = start(GlobalAndHandlerMapping.class)) {
			verdicts.bothAllow("/x")
				.neitherAllows("/feed/x")
				.hasText("The handler mapping 'feed' answers there, and other rules do not apply to it.");
		}
	}

	@Test
	void handlerMappingWithUnknownPathsIsNamed() {
		try (MigrationVerdicts verdicts = start(UnknownHandlerMapping.class)) {
			verdicts.hasText("Unknown: the paths of the handler mapping 'unknown'");
		}
	}

	@Test
	void routesComeBeforeAnnotatedHandlers() {
		try (MigrationVerdicts verdicts = start(AnnotatedAndRoutes.class)) {
			verdicts.bothAllow("/api/1", "/api/a/b")
				.neitherAllows("/api/secret", "/api/nested/secret", "/api/a/route", "/api/files/pom.xml")
				.hasText("Unknown: the paths of some RouterFunctions.");
		}
	}

	@Test
	void mappingsApplyToRoutes() {
		try (MigrationVerdicts verdicts = start(GlobalAndRoute.class)) {
			verdicts.bothAllow("/route", "/x");
		}
	}

	@Test
	void handlerThatIsNotForAllRequestsSharesItsPathWithTheNext() {
		try (MigrationVerdicts verdicts = start(Conditional.class)) {
			verdicts.bothAllow("/plain/1").neitherAllows("/params/1", "/headers/1");
		}
	}

	@Test
	void endpointsOfTheActuatorWithoutABasePathKeepTheirRule() {
		String[] properties = { "management.endpoints.web.base-path=/", "management.endpoints.web.exposure.include=*" };
		try (MigrationVerdicts verdicts = start(Global.class, properties)) {
			verdicts.bothAllow("/x").neitherAllows("/info", "/cors");
		}
		try (MigrationVerdicts verdicts = start(WithoutRules.class, properties[0], properties[1],
				"management.endpoints.web.cors.allowed-origins=" + ORIGIN)) {
			verdicts.bothAllow("/info", "/cors").neitherAllows("/x");
		}
	}

	@Test
	void ruleOfTheActuatorOnItsOwnPort() {
		String others = Stream
			.of("jetty.autoconfigure.actuate.web.server.Jetty", "tomcat.autoconfigure.actuate.web.server.Tomcat")
			.map((name) -> "org.springframework.boot." + name + "ReactiveManagementContextAutoConfiguration")
			.collect(Collectors.joining(","));
		String[] properties = { "management.server.port=0", "management.endpoints.web.cors.allowed-origins=" + ORIGIN,
				"spring.autoconfigure.exclude=" + others };
		try (MigrationVerdicts verdicts = start(WithoutRules.class, properties[0], properties[1], properties[2],
				"management.endpoints.web.base-path=/")) {
			verdicts.neitherAllows("/x", "/actuator/x")
				.hasText("Left out: management.endpoints.web.cors, because the actuator has its own port and no path of"
						+ " its own.");
		}
		try (MigrationVerdicts verdicts = start(WithoutRules.class, properties)) {
			verdicts.neitherAllows("/x", "/actuator/x")
				.hasText("The actuator has its own port. On the port of the application, the policy also applies to"
						+ " these paths.");
		}
	}

	private static SimpleUrlHandlerMapping mapping(String path, int order) {
		WebHandler handler = (exchange) -> exchange.getResponse().setComplete();
		return new SimpleUrlHandlerMapping(Map.of(path, handler), order);
	}

	private static CorsConfiguration configuration() {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.setAllowedOrigins(List.of(ORIGIN));
		return configuration;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithoutRules {

		@RestController
		static class Controller {

			@GetMapping({ "/x", "/session", "/actuator/x" })
			String x() {
				return "x";
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Global extends WithoutRules implements WebFluxConfigurer {

		@Override
		public void addCorsMappings(CorsRegistry registry) {
			registry.addMapping("/**").allowedOrigins(ORIGIN).allowCredentials(true);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Prefix {

		@RestController
		@CrossOrigin(origins = ORIGIN, allowCredentials = "true")
		static class Controller {

			@GetMapping("/api/one")
			String one() {
				return "one";
			}

			@GetMapping("/api/two")
			String two() {
				return "two";
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrefixAndFallback extends Prefix {

		@RestController
		static class Fallback {

			@GetMapping("/**")
			String fallback() {
				return "fallback";
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRules extends WithoutRules {

		@Bean
		SimpleUrlHandlerMapping feed() {
			SimpleUrlHandlerMapping mapping = mapping("/feed/**", -5);
			mapping.setCorsConfigurations(Map.of("/**", configuration()));
			return mapping;
		}

		@Bean
		SimpleUrlHandlerMapping other() {
			SimpleUrlHandlerMapping mapping = mapping("/other/**", -4);
			mapping.setCorsConfigurations(Map.of("/*/open/**", configuration()));
			return mapping;
		}

		@Bean
		SimpleUrlHandlerMapping source() {
			return new SimpleUrlHandlerMapping(Map.of("/source", new SourceHandler()), -3);
		}

	}

	static class SourceHandler implements WebHandler, CorsConfigurationSource {

		@Override
		public Mono<Void> handle(ServerWebExchange exchange) {
			return exchange.getResponse().setComplete();
		}

		@Override
		public CorsConfiguration getCorsConfiguration(ServerWebExchange exchange) {
			return configuration();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GlobalAndHandlerMapping extends Global {

		@Bean
		SimpleUrlHandlerMapping feed() {
			return mapping("/feed/**", 5);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Annotated extends WithoutRules {

		@RestController
		@CrossOrigin(origins = ORIGIN, allowCredentials = "true")
		static class AnnotatedController {

			@GetMapping({ "/api/{id}", "/api/{one}/{other}", "/api/{name:[a-z]+}/b" })
			String one() {
				return "one";
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnknownHandlerMapping extends Annotated {

		@Bean
		HandlerMapping unknown() {
			return new Unknown();
		}

	}

	static class Unknown extends AbstractHandlerMapping {

		Unknown() {
			setOrder(-1);
		}

		@Override
		protected Mono<?> getHandlerInternal(ServerWebExchange exchange) {
			return Mono.empty();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnnotatedAndRoutes extends Annotated {

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route()
				.GET("/api/secret", (request) -> ServerResponse.ok().bodyValue("secret"))
				.path("/api", (api) -> api.nest(RequestPredicates.path("/nested"),
						(nested) -> nested.GET("/secret", (request) -> ServerResponse.ok().bodyValue("secret"))))
				.GET("/api/{a}/route", (request) -> ServerResponse.ok().bodyValue("secret"))
				.resources("/api/files/**", new FileSystemResource("./"))
				.route((request) -> request.path().endsWith("/hidden"),
						(request) -> ServerResponse.ok().bodyValue("secret"))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GlobalAndRoute extends Global {

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route().GET("/route", (request) -> ServerResponse.ok().bodyValue("route")).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Conditional {

		@RestController
		static class Controller {

			@GetMapping("/plain/{id}")
			@CrossOrigin(ORIGIN)
			String plain() {
				return "plain";
			}

			@GetMapping(path = "/params/{id}", params = "full")
			@CrossOrigin(ORIGIN)
			String params() {
				return "params";
			}

			@GetMapping(path = "/headers/{id}", headers = "x-a")
			@CrossOrigin(ORIGIN)
			String headers() {
				return "headers";
			}

			@GetMapping("/**")
			String fallback() {
				return "fallback";
			}

		}

	}

}
