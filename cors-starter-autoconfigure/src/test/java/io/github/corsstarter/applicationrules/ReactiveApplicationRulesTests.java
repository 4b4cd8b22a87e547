package io.github.corsstarter.applicationrules;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.github.corsstarter.applicationrules.ApplicationRule.Settings;
import io.github.corsstarter.testing.DecidedBy;
import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.reactive.config.CorsRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks which rules are found in a reactive application, and asks the application over
 * HTTP who decides.
 */
class ReactiveApplicationRulesTests {

	/** Spring Boot cannot choose a management server if the class path has several. */
	private static final String JETTY_MANAGEMENT = "org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyReactiveManagementContextAutoConfiguration";

	private static final String TOMCAT_MANAGEMENT = "org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration";

	private static final String[] POLICIES = { "cors.policies.orders.paths=/orders/**",
			"cors.policies.orders.allowed-origins=" + DecidedBy.POLICY, "test.origin=" + DecidedBy.APPLICATION };

	@Test
	void annotationsAndMappingsAreFound() {
		try (TestServer server = start(WebFluxApplication.class, "spring.webflux.base-path=/base")) {
			List<String> own = List.of(DecidedBy.APPLICATION);
			assertThat(rules(server)).containsExactly(
					shadowed("@CrossOrigin OrderController", List.of("/free"), own, null),
					shadowed("@CrossOrigin OrderController", List.of("/orders", "/orders/all"), own, "orders"),
					shadowed("@CrossOrigin OrderController#other", List.of("/free/{id}"),
							List.of(DecidedBy.APPLICATION, "https://second.example", "https://*.third.example"), null),
					shadowed("addCorsMappings", List.of("/orders/mapped"), own, "orders"),
					shadowed("addCorsMappings", List.of("/mapped"), own, null),
					shadowed("addCorsMappings of 'failingLater'", List.of("/**"), null, null));
			for (String path : List.of("/orders", "/orders/all", "/orders/mapped")) {
				assertThat(DecidedBy.ask(server.http(), "/base" + path)).as(path).isEqualTo("policy");
			}
			for (String path : List.of("/free", "/mapped")) {
				assertThat(DecidedBy.ask(server.http(), "/base" + path)).as(path).isEqualTo("application");
			}
		}
	}

	@Test
	void everySettingIsShown() {
		try (TestServer server = start(WebFluxApplication.class)) {
			assertThat(server.bean(ApplicationRules.class).all())
				.filteredOn((outcome) -> outcome.rule().source().equals("@CrossOrigin OrderController#other"))
				.map((outcome) -> outcome.rule().settings())
				.containsExactly(new Settings(List.of(DecidedBy.APPLICATION, "https://second.example"),
						List.of("https://*.third.example"), List.of("GET"), List.of("*"), null, null, 1800L));
		}
	}

	@Test
	void ruleThatIsKnownFromElsewhereIsNotFoundAgain() {
		try (TestServer server = start(WebFluxApplication.class)) {
			ApplicationRule known = new ApplicationRule("spring.graphql.cors", List.of("/mapped"),
					List.of(DecidedBy.APPLICATION));
			ApplicationRule other = new ApplicationRule("spring.graphql.cors", List.of("/orders/mapped"),
					List.of("https://other.example"));
			assertThat(new WebFluxApplicationRules(server.bean(Beans.class).factory(), List.of(known, other))
				.applicationRules()).filteredOn((rule) -> rule.source().equals("addCorsMappings"))
				.flatMap(ApplicationRule::paths)
				.containsExactly("/orders/mapped");
		}
	}

	@Test
	void filterBeforeTheStarterDecidesFirst() {
		try (TestServer server = start(FilterBefore.class)) {
			assertThat(DecidedBy.ask(server.http(), "/orders/mapped"))
				.isEqualTo("preflights: application, requests: nobody");
			assertThat(rules(server)).containsExactly(shadowed("CorsWebFilter 'mine'", List.of("/**"), null, null));
			assertThat(statements(server)).containsExactly(new Statement(
					"CorsWebFilter 'mine' runs before the policies. It answers preflights on /**. On the paths of the policy 'orders', every other request must pass both this rule and the policy. Order it after cors.filter-order. Remove it once policies cover all paths that need CORS.",
					true));
		}
	}

	@Test
	void filterAfterTheStarterDecidesOnUncoveredPathsOnly() {
		try (TestServer server = start(FilterAfter.class)) {
			assertThat(DecidedBy.ask(server.http(), "/orders/mapped")).isEqualTo("policy");
			assertThat(DecidedBy.ask(server.http(), "/mapped")).isEqualTo("application");
			assertThat(statements(server)).containsExactly(new Statement(
					"CorsWebFilter 'mine' decides on /**, except on the paths of the policy 'orders'. Remove it once policies cover all paths that need CORS.",
					true),
					new Statement(
							"CorsConfigurationSource 'source' decides on /**, except on the paths of the policy 'orders'. Remove it once policies cover all paths that need CORS.",
							true));
		}
	}

	@Test
	void actuatorsRules() {
		String own = "management.endpoints.web.cors.allowed-origins=" + DecidedBy.APPLICATION;
		String[] policy = { own, "cors.policies.actuator.paths=/actuator/**",
				"cors.policies.actuator.allowed-origins=" + DecidedBy.POLICY };
		try (TestServer server = start(Plain.class, policy)) {
			assertThat(DecidedBy.ask(server.http(), "/actuator/health")).isEqualTo("policy");
			assertThat(rules(server)).containsExactly(shadowed("management.endpoints.web.cors", List.of("/actuator/**"),
					List.of(DecidedBy.APPLICATION), "actuator"));
		}
		try (TestServer server = start(Plain.class, own)) {
			assertThat(DecidedBy.ask(server.http(), "/actuator/health")).isEqualTo("application");
		}
		try (TestServer server = start(Plain.class,
				Stream.concat(Arrays.stream(policy), Stream.of("management.server.port=0")).toArray(String[]::new))) {
			int port = server.bean(Environment.class).getRequiredProperty("local.management.port", Integer.class);
			assertThat(DecidedBy.ask(new RawHttp(port), "/actuator/health")).isEqualTo("policy");
			assertThat(rules(server)).containsExactly(shadowed("management.endpoints.web.cors", List.of("/actuator/**"),
					List.of(DecidedBy.APPLICATION), "actuator"));
		}
	}

	private static TestServer start(Class<?> application, String... properties) {
		return TestServer.start(Container.NETTY, application,
				Stream.of(POLICIES, properties).flatMap(Arrays::stream).toArray(String[]::new));
	}

	private static List<ShownRule> rules(TestServer server) {
		return ShownRule.of(server.bean(ApplicationRules.class));
	}

	private static List<Statement> statements(TestServer server) {
		return Statement.of(server.bean(ApplicationRules.class));
	}

	private static ShownRule shadowed(String source, List<String> paths, List<String> origins, String policy) {
		return new ShownRule(source, paths, origins, policy);
	}

	private static CorsConfigurationSource everywhere() {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.addAllowedOrigin(DecidedBy.APPLICATION);
		configuration.addAllowedMethod("*");
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		source.registerCorsConfiguration("/**", configuration);
		return source;
	}

	@CrossOrigin("${test.origin}")
	@RestController
	static class OrderController {

		@GetMapping({ "/orders", "/orders/all", "/free" })
		String list() {
			return "list";
		}

		@CrossOrigin(origins = "https://second.example", originPatterns = "https://*.third.example")
		@GetMapping("/free/{id}")
		String other() {
			return "other";
		}

	}

	@RestController
	static class PlainController {

		@GetMapping({ "/mapped", "/orders/mapped" })
		String plain() {
			return "plain";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = { JETTY_MANAGEMENT, TOMCAT_MANAGEMENT })
	@Import(PlainController.class)
	static class Plain {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Plain.class, OrderController.class })
	static class WebFluxApplication {

		@Bean
		Beans beans(ConfigurableListableBeanFactory factory) {
			return new Beans(factory);
		}

		@Bean
		WebFluxConfigurer rules() {
			return new WebFluxConfigurer() {

				@Override
				public void addCorsMappings(CorsRegistry registry) {
					registry.addMapping("/orders/mapped").allowedOrigins(DecidedBy.APPLICATION);
					registry.addMapping("/mapped").allowedOrigins(DecidedBy.APPLICATION);
				}

			};
		}

		@Bean
		WebFluxConfigurer failingLater() {
			return new WebFluxConfigurer() {

				private boolean asked;

				@Override
				public void addCorsMappings(CorsRegistry registry) {
					if (this.asked) {
						throw new IllegalStateException("on purpose");
					}
					this.asked = true;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Plain.class)
	static class FilterBefore {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		CorsWebFilter mine() {
			return new CorsWebFilter(everywhere());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Plain.class)
	static class FilterAfter {

		@Bean
		CorsWebFilter mine(CorsConfigurationSource source) {
			return new CorsWebFilter(source);
		}

		@Bean
		CorsConfigurationSource source() {
			return everywhere();
		}

	}

	record Beans(ConfigurableListableBeanFactory factory) {
	}

}
