package io.github.corsstarter.applicationrules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.testing.TestServer.Container;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.io.FileSystemResource;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * Tests for {@link RuleMigration} in servlet applications in which something else answers
 * next to the handlers that have rules. The policies are never wider than the rules.
 */
@Tag("slow")
class NeighborMigrationTests {

	private static final String ORIGIN = MigrationVerdicts.ORIGIN;

	private static MigrationVerdicts start(Class<?> application, String... properties) {
		return MigrationVerdicts.start(Container.TOMCAT, application, properties);
	}

	@ParameterizedTest
	@EnumSource(value = Container.class, names = { "TOMCAT", "JETTY" })
	void mappingsDoNotApplyToOtherServlets(Container container) {
		try (MigrationVerdicts verdicts = MigrationVerdicts.start(container, GlobalAndServlets.class)) {
			verdicts.bothAllow("/x")
				.neitherAllows("/legacy/x", "/legacy", "/exact", "/programmatic/x")
				.hasText("The servlet 'legacy' answers there, and the rules of Spring MVC do not apply to it.",
						"The servlet 'suffix' answers requests to *.old. A policy cannot have such a pattern.");
		}
	}

	@Test
	void mappingsBelowTheServletPathDoNotApplyToOtherServlets() {
		try (MigrationVerdicts verdicts = start(GlobalAndServlets.class, "spring.mvc.servlet.path=/app",
				"server.servlet.register-default-servlet=true")) {
			verdicts.bothAllow("/app/x").neitherAllows("/app/inside/x", "/legacy/x");
		}
	}

	/**
	 * The pattern {@code /{area}/b} is more specific than {@code /legacy/**}.
	 */
	@Test
	void patternThatIsMoreSpecificDoesNotReachAnotherServlet() {
		try (MigrationVerdicts verdicts = start(OverlapsAndServlet.class)) {
			verdicts.bothAllow("/x/b").neitherAllows("/legacy/b", "/legacy/x");
		}
	}

	/** Nothing is left of the path after the prefix, and Spring compares all of it. */
	@Test
	void filterHasARuleForThePathOfThePrefix() {
		try (MigrationVerdicts verdicts = start(FilterAndServlet.class)) {
			verdicts.bothAllow("/legacy").neitherAllows("/legacy/x");
		}
	}

	@Test
	void servletForEveryPathTakesAllOfSpringMvc() {
		try (MigrationVerdicts verdicts = start(GlobalAndServletForAll.class)) {
			verdicts.neitherAllows("/x", "/y")
				.hasText("Left out: addCorsMappings for /**.", "No rule was found that a policy could replace.");
		}
	}

	@Test
	void prefixIsNotSharedWithAHandlerForAllPaths(@TempDir Path directory) throws IOException {
		try (MigrationVerdicts verdicts = start(PrefixAndFallback.class)) {
			verdicts.bothAllow("/api/one", "/api/two").neitherAllows("/api/internal", "/api/legacy/x");
		}
		Files.createDirectories(directory.resolve("api"));
		Files.writeString(directory.resolve("api/internal.json"), "{}");
		try (MigrationVerdicts verdicts = start(Prefix.class,
				"spring.web.resources.static-locations=file:" + directory + "/")) {
			verdicts.bothAllow("/api/one", "/api/two").neitherAllows("/api/internal.json");
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
			verdicts.bothAllow("/feed/x", "/other/open/x")
				.neitherAllows("/x", "/session", "/other/x")
				.hasText(
						"From setCorsConfigurations of the handler mapping 'feed' (/feed/**), setCorsConfigurations of the"
								+ " handler mapping 'other' (/other/open/**).");
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
	void handlerMappingThatComesFirstDecides() {
		try (MigrationVerdicts verdicts = start(AnnotatedAndHandlerMapping.class)) {
			verdicts.bothAllow("/api/1").neitherAllows("/api/feed");
		}
	}

	@Test
	void handlerMappingWithUnknownPathsIsNamed() {
		try (MigrationVerdicts verdicts = start(UnknownHandlerMapping.class)) {
			verdicts.hasText("Unknown: the paths of the handler mapping 'unknown'",
					"Policies also apply to its handlers, although the rules of other handlers do not.");
		}
	}

	@Test
	void routesComeBeforeAnnotatedHandlers() {
		try (MigrationVerdicts verdicts = start(AnnotatedAndRoutes.class)) {
			verdicts.bothAllow("/api/1", "/api/a/b")
				.neitherAllows("/api/secret", "/api/nested/secret", "/api/a/route", "/api/files/pom.xml",
						"/api/servlet")
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
			verdicts.bothAllow("/plain/1").neitherAllows("/params/1", "/consumes/1", "/headers/1");
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
		String jetty = "org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyServletManagementContextAutoConfiguration";
		String[] properties = { "management.server.port=0", "management.endpoints.web.cors.allowed-origins=" + ORIGIN,
				"spring.autoconfigure.exclude=" + jetty };
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

	@Test
	void mappingsDoNotApplyToTheActuatorOnItsOwnPort() {
		String jetty = "org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyServletManagementContextAutoConfiguration";
		try (MigrationVerdicts verdicts = start(Global.class, "management.server.port=0",
				"spring.autoconfigure.exclude=" + jetty)) {
			verdicts.bothAllow("/x").hasText("paths: [\"/actuator/**\"]\n      allowed-origins: [\"none\"]");
		}
		try (MigrationVerdicts verdicts = start(Global.class, "management.server.port=0",
				"spring.autoconfigure.exclude=" + jetty, "management.endpoints.web.base-path=/")) {
			verdicts.bothAllow("/x")
				.hasText("The actuator has its own port and no CORS rule there. Policies also apply to that port.");
		}
	}

	private static SimpleUrlHandlerMapping mapping(String path, int order) {
		HttpRequestHandler handler = (request, response) -> response.getWriter().print("handler");
		return new SimpleUrlHandlerMapping(Map.of(path, handler), order);
	}

	private static CorsConfiguration configuration() {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.setAllowedOrigins(List.of(ORIGIN));
		return configuration;
	}

	static class Legacy extends HttpServlet {

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
			response.getWriter().print("legacy");
		}

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
	static class Global extends WithoutRules implements WebMvcConfigurer {

		@Override
		public void addCorsMappings(CorsRegistry registry) {
			registry.addMapping("/**").allowedOrigins(ORIGIN).allowCredentials(true);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GlobalAndServlets extends Global {

		@Bean
		ServletRegistrationBean<Legacy> legacy() {
			ServletRegistrationBean<Legacy> registration = new ServletRegistrationBean<>(new Legacy(), "/legacy/*",
					"/exact", "/app/inside/*");
			registration.setName("legacy");
			return registration;
		}

		@Bean
		ServletContextInitializer programmatic() {
			return (context) -> {
				context.addServlet("programmatic", new Legacy()).addMapping("/programmatic/*");
				context.addServlet("suffix", new Legacy()).addMapping("*.old");
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OneServlet extends WithoutRules {

		@Bean
		ServletRegistrationBean<Legacy> legacy() {
			return new ServletRegistrationBean<>(new Legacy(), "/legacy/*");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OverlapsAndServlet extends OneServlet implements WebMvcConfigurer {

		@Override
		public void addCorsMappings(CorsRegistry registry) {
			registry.addMapping("/legacy/{x}").allowedOrigins("https://other.example");
			registry.addMapping("/{area}/b").allowedOrigins(ORIGIN);
		}

		@RestController
		static class Area {

			@GetMapping("/x/b")
			String b() {
				return "b";
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FilterAndServlet extends OneServlet {

		@Bean
		CorsFilter filter() {
			UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
			source.registerCorsConfiguration("/legacy/**", configuration().applyPermitDefaultValues());
			return new CorsFilter(source);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GlobalAndServletForAll extends Global {

		@Bean
		ServletRegistrationBean<Legacy> legacy() {
			return new ServletRegistrationBean<>(new Legacy(), "/*");
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

		@Bean
		ServletRegistrationBean<Legacy> legacy() {
			return new ServletRegistrationBean<>(new Legacy(), "/api/legacy/*");
		}

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

	}

	@Configuration(proxyBeanMethods = false)
	static class GlobalAndHandlerMapping extends Global {

		@Bean
		SimpleUrlHandlerMapping feed() {
			return mapping("/feed/**", -5);
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
	static class AnnotatedAndHandlerMapping extends Annotated {

		@Bean
		SimpleUrlHandlerMapping feed() {
			SimpleUrlHandlerMapping mapping = mapping("/api/feed", -5);
			mapping.setCorsConfigurations(Map.of("/api/other", configuration()));
			return mapping;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnknownHandlerMapping extends Annotated {

		@Bean
		HandlerMapping unknown() {
			return new Unknown();
		}

	}

	static class Unknown extends AbstractHandlerMapping implements Ordered {

		Unknown() {
			setOrder(-1);
		}

		@Override
		protected Object getHandlerInternal(HttpServletRequest request) {
			return null;
		}

		@Override
		protected HandlerExecutionChain getHandlerExecutionChain(Object handler, HttpServletRequest request) {
			return super.getHandlerExecutionChain(handler, request);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnnotatedAndRoutes extends Annotated {

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route()
				.GET("/api/secret", (request) -> ServerResponse.ok().body("secret"))
				.path("/api",
						(api) -> api.nest(RequestPredicates.path("/nested"),
								(nested) -> nested.GET("/secret", (request) -> ServerResponse.ok().body("secret"))))
				.GET("/api/{a}/route", (request) -> ServerResponse.ok().body("secret"))
				.resources("/api/files/**", new FileSystemResource("./"))
				.route((request) -> request.path().endsWith("/hidden"), (request) -> ServerResponse.ok().body("secret"))
				.build();
		}

		@Bean
		ServletRegistrationBean<Legacy> legacy() {
			return new ServletRegistrationBean<>(new Legacy(), "/api/servlet");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GlobalAndRoute extends Global {

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route().GET("/route", (request) -> ServerResponse.ok().body("route")).build();
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

			@GetMapping(path = "/consumes/{id}", consumes = "text/html")
			@CrossOrigin(ORIGIN)
			String consumes() {
				return "consumes";
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
