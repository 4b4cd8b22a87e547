package io.github.corsstarter.applicationrules;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.corsstarter.applicationrules.ApplicationRule.Settings;
import io.github.corsstarter.testing.DecidedBy;
import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks which rules are found in a servlet application, and asks the application over
 * HTTP who decides.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServletApplicationRulesTests {

	/**
	 * Spring Boot cannot choose a management server if the class path has both Tomcat and
	 * Jetty.
	 */
	private static final String JETTY_MANAGEMENT = "org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyServletManagementContextAutoConfiguration";

	private static final String[] POLICIES = { "cors.policies.orders.paths=/orders/**",
			"cors.policies.orders.allowed-origins=" + DecidedBy.POLICY, "test.origin=" + DecidedBy.APPLICATION };

	@Test
	void annotationsAndMappingsAreFound() {
		try (TestServer server = start(MvcApplication.class)) {
			List<String> own = List.of(DecidedBy.APPLICATION);
			assertThat(rules(server)).containsExactly(
					shadowed("@CrossOrigin OrderController", List.of("/free"), own, null),
					shadowed("@CrossOrigin OrderController", List.of("/orders", "/orders/all"), own, "orders"),
					shadowed("@CrossOrigin OrderController#other", List.of("/free/{id}"),
							List.of(DecidedBy.APPLICATION, "https://second.example", "https://*.third.example"), null),
					shadowed("@CrossOrigin PlainController#any", List.of("/any"), List.of("*"), null),
					shadowed("@CrossOrigin PlainController#meta", List.of("/meta"), own, null),
					shadowed("addCorsMappings", List.of("/orders/mapped"), own, "orders"),
					shadowed("addCorsMappings", List.of("/mapped"), own, null));
			for (String path : List.of("/orders", "/orders/all", "/orders/mapped")) {
				assertThat(DecidedBy.ask(server.http(), path)).as(path).isEqualTo("policy");
			}
			for (String path : List.of("/free", "/free/7", "/meta", "/mapped")) {
				assertThat(DecidedBy.ask(server.http(), path)).as(path).isEqualTo("application");
			}
		}
	}

	@Test
	void logSaysWhoDecides(CapturedOutput output) throws IOException {
		try (TestServer server = start(MvcApplication.class, "logging.level.io.github.corsstarter=info")) {
			assertThat(rules(server)).hasSize(7);
			Files.readString(Path.of("..", "docs", "application-rules.md"))
				.lines()
				.filter((line) -> line.matches("CORS: (The policy|addCorsMappings decides).*"))
				.forEach((line) -> assertThat(output).contains(line));
			assertThat(output.toString()
				.lines()
				.filter((line) -> line.contains("CORS: "))
				.map((line) -> line.replaceAll("^\\S+ +(\\S+) .*CORS: ", "$1 "))).containsExactly(
						"WARN The policy 'orders' decides on /orders, /orders/all; @CrossOrigin OrderController has no effect there.",
						"WARN The policy 'orders' decides on /orders/mapped; remove addCorsMappings, which has no effect there.",
						"INFO @CrossOrigin OrderController decides on /free; no policy covers it.",
						"INFO @CrossOrigin OrderController#other decides on /free/{id}; no policy covers it.",
						"INFO @CrossOrigin PlainController#any decides on /any; no policy covers it.",
						"INFO @CrossOrigin PlainController#meta decides on /meta; no policy covers it.",
						"INFO addCorsMappings decides on /mapped; no policy covers it.");
		}
	}

	@Test
	void antPatternsAndTheServletsPathAreUnderstood() {
		try (TestServer server = start(MvcApplication.class, "spring.mvc.pathmatch.matching-strategy=ant-path-matcher",
				"spring.mvc.servlet.path=/mvc", "server.servlet.context-path=/app",
				"cors.policies.within.paths=/mvc/free,/mvc/mapped",
				"cors.policies.within.allowed-origins=" + DecidedBy.POLICY)) {
			assertThat(rules(server)).filteredOn((rule) -> "within".equals(rule.shadowedBy()))
				.flatMap((rule) -> rule.paths())
				.containsExactly("/mvc/free", "/mvc/mapped");
			assertThat(DecidedBy.ask(server.http(), "/app/mvc/free")).isEqualTo("policy");
			assertThat(DecidedBy.ask(server.http(), "/app/mvc/mapped")).isEqualTo("policy");
			assertThat(DecidedBy.ask(server.http(), "/app/mvc/orders")).isEqualTo("application");
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { RegistrationBefore.class, AnnotationBefore.class, ClassOrderBefore.class })
	void filterBeforeTheStarterDecidesFirst(Class<?> configuration) {
		try (TestServer server = start(configuration)) {
			assertThat(DecidedBy.ask(server.http(), "/orders/plain"))
				.isEqualTo("preflights: application, requests: nobody");
			assertThat(rules(server)).filteredOn((rule) -> rule.source().equals("CorsFilter 'mine'"))
				.singleElement()
				.satisfies((rule) -> assertThat(rule.shadowedBy()).isNull());
			assertThat(statement(server, "mine")).satisfies((statement) -> {
				assertThat(statement.warning()).isTrue();
				assertThat(statement.sentence())
					.startsWith("CorsFilter 'mine' runs before the policies. It answers preflights on ");
			});
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { RegistrationAfter.class, BeanAfter.class, MethodOrderAfter.class })
	void filterAfterTheStarterDecidesOnUncoveredPathsOnly(Class<?> configuration) {
		try (TestServer server = start(configuration)) {
			assertThat(DecidedBy.ask(server.http(), "/orders/plain")).isEqualTo("policy");
			assertThat(DecidedBy.ask(server.http(), "/plain")).isEqualTo("application");
			assertThat(statement(server, "mine")).isEqualTo(new Statement(
					"CorsFilter 'mine' decides on /**, except on the paths of the policy 'orders'. Remove it once policies cover all paths that need CORS.",
					true));
		}
	}

	@Test
	void registeredFilterHasItsPaths() {
		try (TestServer server = start(RegistrationOnOrders.class)) {
			assertThat(DecidedBy.ask(server.http(), "/orders/plain")).isEqualTo("policy");
			assertThat(rules(server)).filteredOn((rule) -> rule.source().startsWith("CorsFilter"))
				.containsExactly(shadowed("CorsFilter 'mine'", List.of("/orders/**"), null, "orders"));
		}
	}

	@Test
	void unregisteredFilterDoesNotDecideFirst() {
		try (TestServer server = start(RegistrationDisabled.class)) {
			assertThat(DecidedBy.ask(server.http(), "/orders/plain")).isEqualTo("policy");
			assertThat(statement(server, "mine").sentence()).doesNotContain("before the policies");
		}
	}

	@Test
	void sourcesAreFoundAndLazyOnesStayLazy() {
		LazySources.made.set(0);
		try (TestServer server = start(LazySources.class)) {
			assertThat(rules(server))
				.containsExactly(shadowed("CorsFilter 'lazyFilter'", List.of("/**"), null, null),
						shadowed("CorsConfigurationSource 'lazySource'", List.of("/**"), null, null),
						shadowed("CorsConfigurationSource 'paths'", List.of("/orders/**"),
								List.of(DecidedBy.APPLICATION), "orders"),
						shadowed("CorsConfigurationSource 'unseen'", List.of("/**"), null, null));
			assertThat(LazySources.made).hasValue(1);
		}
	}

	@Test
	void everythingMayBeLazy() {
		try (TestServer server = start(MvcApplication.class, "spring.main.lazy-initialization=true")) {
			assertThat(DecidedBy.ask(server.http(), "/free")).isEqualTo("application");
			assertThat(rules(server)).hasSize(7);
		}
	}

	@Test
	void everySettingIsShown() {
		try (TestServer server = start(MvcApplication.class)) {
			assertThat(server.bean(ApplicationRules.class).all())
				.filteredOn((outcome) -> outcome.rule().source().equals("@CrossOrigin OrderController#other"))
				.map((outcome) -> outcome.rule().settings())
				.containsExactly(new Settings(List.of(DecidedBy.APPLICATION, "https://second.example"),
						List.of("https://*.third.example"), List.of("GET"), List.of("*"), null, null, 1800L));
		}
	}

	@Test
	void ruleThatIsKnownFromElsewhereIsNotFoundAgain() {
		try (TestServer server = start(MvcApplication.class)) {
			ApplicationRule known = new ApplicationRule("spring.graphql.cors", List.of("/mapped"),
					List.of(DecidedBy.APPLICATION));
			ApplicationRule other = new ApplicationRule("spring.graphql.cors", List.of("/orders/mapped"),
					List.of("https://other.example"));
			assertThat(new MvcApplicationRules(server.bean(Beans.class).factory(), "", List.of(known, other))
				.applicationRules()).filteredOn((rule) -> rule.source().equals("addCorsMappings"))
				.flatMap(ApplicationRule::paths)
				.containsExactly("/orders/mapped");
		}
	}

	@Test
	void actuatorsRules() {
		String[] properties = { "management.endpoints.web.cors.allowed-origins=" + DecidedBy.APPLICATION,
				"cors.policies.actuator.paths=/actuator/**",
				"cors.policies.actuator.allowed-origins=" + DecidedBy.POLICY };
		try (TestServer server = start(BeanAfter.Endpoints.class, properties)) {
			assertThat(DecidedBy.ask(server.http(), "/actuator/health")).isEqualTo("policy");
			assertThat(rules(server)).containsExactly(shadowed("management.endpoints.web.cors", List.of("/actuator/**"),
					List.of(DecidedBy.APPLICATION), "actuator"));
		}
		try (TestServer server = start(BeanAfter.Endpoints.class, properties[0])) {
			assertThat(DecidedBy.ask(server.http(), "/actuator/health")).isEqualTo("application");
		}
		try (TestServer server = start(BeanAfter.Endpoints.class, properties[0], properties[1], properties[2],
				"management.server.port=0")) {
			int port = server.bean(Environment.class).getRequiredProperty("local.management.port", Integer.class);
			assertThat(DecidedBy.ask(new RawHttp(port), "/actuator/health")).isEqualTo("policy");
			assertThat(rules(server)).containsExactly(shadowed("management.endpoints.web.cors", List.of("/actuator/**"),
					List.of(DecidedBy.APPLICATION), "actuator"));
		}
	}

	private static TestServer start(Class<?> application, String... properties) {
		String[] all = Stream.of(POLICIES, properties).flatMap(Arrays::stream).toArray(String[]::new);
		return TestServer.start(Container.TOMCAT, application, all);
	}

	private static List<ShownRule> rules(TestServer server) {
		return ShownRule.of(server.bean(ApplicationRules.class));
	}

	private static Statement statement(TestServer server, String name) {
		return Statement.of(server.bean(ApplicationRules.class))
			.stream()
			.filter((statement) -> statement.sentence().contains("'" + name + "'"))
			.findFirst()
			.orElseThrow();
	}

	private static ShownRule shadowed(String source, List<String> paths, List<String> origins, String policy) {
		return new ShownRule(source, paths, origins, policy);
	}

	private static CorsFilter filter() {
		return new CorsFilter(paths("/**"));
	}

	private static UrlBasedCorsConfigurationSource paths(String path) {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.addAllowedOrigin(DecidedBy.APPLICATION);
		configuration.addAllowedMethod("*");
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		source.registerCorsConfiguration(path, configuration);
		return source;
	}

	private static FilterRegistrationBean<CorsFilter> registration(int order, String... urlPatterns) {
		FilterRegistrationBean<CorsFilter> registration = new FilterRegistrationBean<>(filter());
		registration.setOrder(order);
		registration.addUrlPatterns(urlPatterns);
		return registration;
	}

	@Retention(RetentionPolicy.RUNTIME)
	@CrossOrigin
	@interface OwnCrossOrigin {

		@AliasFor(annotation = CrossOrigin.class, attribute = "origins")
		String[] value();

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

		@OwnCrossOrigin("${test.origin}")
		@GetMapping("/meta")
		String meta() {
			return "meta";
		}

		@CrossOrigin
		@GetMapping("/any")
		String any() {
			return "any";
		}

		@GetMapping({ "/mapped", "/orders/mapped", "/plain", "/orders/plain" })
		String plain() {
			return "plain";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ OrderController.class, PlainController.class })
	static class MvcApplication implements WebMvcConfigurer {

		@Bean
		Beans beans(ConfigurableListableBeanFactory factory) {
			return new Beans(factory);
		}

		@Override
		public void addCorsMappings(CorsRegistry registry) {
			registry.addMapping("/orders/mapped").allowedOrigins(DecidedBy.APPLICATION);
			registry.addMapping("/mapped").allowedOrigins(DecidedBy.APPLICATION);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(BeanAfter.Endpoints.class)
	static class RegistrationBefore {

		@Bean
		FilterRegistrationBean<CorsFilter> mine() {
			return registration(Ordered.HIGHEST_PRECEDENCE);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(BeanAfter.Endpoints.class)
	static class AnnotationBefore {

		@Bean
		@FilterRegistration(order = Ordered.HIGHEST_PRECEDENCE, urlPatterns = "/orders/*")
		CorsFilter mine() {
			return filter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(BeanAfter.Endpoints.class)
	static class ClassOrderBefore {

		@Bean
		CorsFilter mine() {
			return new FirstCorsFilter();
		}

		@Order(Ordered.HIGHEST_PRECEDENCE)
		static class FirstCorsFilter extends CorsFilter {

			FirstCorsFilter() {
				super(paths("/**"));
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(BeanAfter.Endpoints.class)
	static class RegistrationAfter {

		@Bean
		FilterRegistrationBean<CorsFilter> mine() {
			return registration(0);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(BeanAfter.Endpoints.class)
	static class RegistrationOnOrders {

		@Bean
		FilterRegistrationBean<CorsFilter> mine() {
			return registration(0, "/orders/*");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(BeanAfter.Endpoints.class)
	static class RegistrationDisabled {

		@Bean
		CorsFilter mine() {
			return new ClassOrderBefore.FirstCorsFilter();
		}

		@Bean
		FilterRegistrationBean<CorsFilter> notMine(CorsFilter filter) {
			FilterRegistrationBean<CorsFilter> registration = new FilterRegistrationBean<>(filter);
			registration.setEnabled(false);
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(BeanAfter.Endpoints.class)
	static class BeanAfter {

		@Bean
		CorsFilter mine() {
			return filter();
		}

		@Configuration(proxyBeanMethods = false)
		@EnableAutoConfiguration(excludeName = JETTY_MANAGEMENT)
		@Import(PlainControllerWithoutRules.class)
		static class Endpoints {

		}

	}

	/** Spring Boot ignores {@code @Order} on the bean method of a filter. */
	@Configuration(proxyBeanMethods = false)
	@Import(BeanAfter.Endpoints.class)
	static class MethodOrderAfter {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		CorsFilter mine() {
			return filter();
		}

	}

	@RestController
	static class PlainControllerWithoutRules {

		@GetMapping({ "/plain", "/orders/plain" })
		String plain() {
			return "plain";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(BeanAfter.Endpoints.class)
	static class LazySources {

		private static final AtomicInteger made = new AtomicInteger();

		/** The container needs the filter at start-up, even if the bean is lazy. */
		@Bean
		@Lazy
		CorsFilter lazyFilter() {
			made.incrementAndGet();
			return filter();
		}

		@Bean
		@Lazy
		CorsConfigurationSource lazySource() {
			made.incrementAndGet();
			return ServletApplicationRulesTests.paths("/**");
		}

		@Bean
		CorsConfigurationSource paths() {
			return ServletApplicationRulesTests.paths("/orders/**");
		}

		@Bean
		CorsConfigurationSource unseen() {
			return (request) -> null;
		}

	}

	record Beans(ConfigurableListableBeanFactory factory) {
	}

}
