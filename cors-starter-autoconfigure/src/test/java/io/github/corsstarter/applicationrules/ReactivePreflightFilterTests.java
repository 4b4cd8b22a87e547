package io.github.corsstarter.applicationrules;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.test.CorsMigration;
import io.github.corsstarter.testing.DecidedBy;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.PreFlightRequestHandler;
import org.springframework.web.cors.reactive.PreFlightRequestWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests {@link PreFlightRequestWebFilter} beside policies.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReactivePreflightFilterTests {

	private static final String[] POLICY = { "cors.policies.orders.paths=/orders/**",
			"cors.policies.orders.allowed-origins=" + DecidedBy.POLICY, "logging.level.io.github.corsstarter=info" };

	private static final String NAME = "PreFlightRequestWebFilter 'mine'";

	@Test
	void filterBeforeThePoliciesIsReported() {
		try (TestServer server = start(Before.class)) {
			assertThat(DecidedBy.ask(server.http(), "/orders")).isEqualTo("preflights: application, requests: policy");
			ApplicationRules rules = server.bean(ApplicationRules.class);
			assertThat(ShownRule.of(rules)).contains(new ShownRule(NAME, List.of("/**"), null, null));
			assertThat(rules.warnings()).filteredOn((statement) -> statement.source().equals(NAME))
				.singleElement()
				.satisfies((statement) -> {
					assertThat(statement.property()).isEqualTo("cors.filter-order");
					assertThat(statement.sentence()).startsWith(NAME
							+ " runs before the policies, and answers preflights on /**. On the paths of the policy 'orders', ");
				});
		}
	}

	@Test
	void filterAfterThePoliciesIsNoRule(CapturedOutput output) {
		try (TestServer server = start(After.class)) {
			assertThat(DecidedBy.ask(server.http(), "/orders")).isEqualTo("policy");
			assertThat(DecidedBy.ask(server.http(), "/free")).isEqualTo("application");
			assertThat(ShownRule.of(server.bean(ApplicationRules.class))).extracting(ShownRule::source)
				.containsOnly("@CrossOrigin Controller");
			assertThat(output).doesNotContain("PreFlightRequest");
			checkAnswers(server);
		}
	}

	@Test
	void withoutPoliciesTheFilterIsNoRule(CapturedOutput output) {
		try (TestServer server = TestServer.start(Container.NETTY, Before.class,
				"logging.level.io.github.corsstarter=info")) {
			assertThat(DecidedBy.ask(server.http(), "/orders")).isEqualTo("application");
			assertThat(output).contains("other CORS rules decide: @CrossOrigin Controller. ")
				.doesNotContain("PreFlightRequest");
		}
	}

	@Test
	void laterCorsFilterDoesNotSeePreflights() {
		try (TestServer server = start(BeforeCorsFilter.class)) {
			ApplicationRules rules = server.bean(ApplicationRules.class);
			assertThat(rules.answer(BrowserRequest.of(DecidedBy.APPLICATION, "PUT", "/none"))).isNull();
			ApplicationRuleAnswer simple = rules.answer(BrowserRequest.of(DecidedBy.APPLICATION, "GET", "/none"));
			assertThat(simple).isNotNull();
			assertThat(simple.source()).isEqualTo("CorsWebFilter 'other'");
			assertThat(CorsMigration.of(server.context()).replaceAll("\n *# ", " "))
				.contains("Unknown: " + NAME + " decides in code. It answers preflights by the rules of the handlers,"
						+ " before another CORS filter does.");
		}
	}

	@Test
	void handlerInCodeIsAsked() {
		try (TestServer server = start(OwnHandler.class)) {
			ApplicationRuleAnswer answer = server.bean(ApplicationRules.class)
				.answer(BrowserRequest.of("https://x.example", "GET", "/free").withHeaders(List.of("x-a")));
			assertThat(answer).isNotNull();
			assertThat(answer.source()).isEqualTo(NAME);
			assertThat(answer.allowed()).isFalse();
			assertThat(CorsMigration.of(server.context()).replaceAll("\n *# ", " ")).contains("Unknown: " + NAME
					+ " decides in code. It asks a PreFlightRequestHandler that is not Spring's own class.");
		}
	}

	@Test
	void filterInSpringSecurityAnswersOnlyPreflightsOfUncoveredPaths() {
		try (TestServer server = TestServer.startWithSecurity(Container.NETTY, InSpringSecurity.class, POLICY)) {
			Response covered = server.http()
				.send("OPTIONS", "/orders", "Origin: " + DecidedBy.POLICY, "Access-Control-Request-Method: GET");
			assertThat(covered.cors()).containsEntry("access-control-allow-origin", DecidedBy.POLICY);
			Response preflight = server.http()
				.send("OPTIONS", "/free", "Origin: " + DecidedBy.APPLICATION, "Access-Control-Request-Method: GET");
			assertThat(preflight.status()).isEqualTo(200);
			assertThat(preflight.cors()).containsEntry("access-control-allow-origin", DecidedBy.APPLICATION);
			Response refused = server.http().send("GET", "/free", "Origin: " + DecidedBy.APPLICATION);
			assertThat(refused.status()).isEqualTo(401);
			assertThat(refused.cors()).isEmpty();
			checkAnswers(server);
			assertThat(CorsMigration.of(server.context())).doesNotContain("has no http.cors()")
				.doesNotContain("Unknown");
		}
	}

	private static void checkAnswers(TestServer server) {
		for (String origin : List.of(DecidedBy.APPLICATION, "https://x.example")) {
			ApplicationRuleAnswer answer = server.bean(ApplicationRules.class)
				.answer(BrowserRequest.of(origin, "GET", "/free").withHeaders(List.of("x-a")));
			assertThat(answer).isNotNull();
			assertThat(answer.source()).isEqualTo("@CrossOrigin Controller");
			assertThat(answer.allowed()).isEqualTo(origin.equals(DecidedBy.APPLICATION));
			assertThat(answer.explanation()).doesNotContain("Spring Security");
		}
	}

	private static TestServer start(Class<?> application, String... properties) {
		return TestServer.start(Container.NETTY, application,
				Stream.of(POLICY, properties).flatMap(Arrays::stream).toArray(String[]::new));
	}

	@CrossOrigin(DecidedBy.APPLICATION)
	@RestController
	static class Controller {

		@GetMapping({ "/orders", "/free" })
		String list() {
			return "list";
		}

	}

	@RestController
	static class Plain {

		@GetMapping("/none")
		String none() {
			return "none";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = {
			"org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyReactiveManagementContextAutoConfiguration",
			"org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration" })
	@Import({ Controller.class, Plain.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class Before {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		PreFlightRequestWebFilter mine(PreFlightRequestHandler handler) {
			return new PreFlightRequestWebFilter(handler);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class After {

		@Bean
		@Order(0)
		PreFlightRequestWebFilter mine(PreFlightRequestHandler handler) {
			return new PreFlightRequestWebFilter(handler);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(After.class)
	static class BeforeCorsFilter {

		@Bean
		@Order(1)
		CorsWebFilter other() {
			CorsConfiguration configuration = new CorsConfiguration();
			configuration.addAllowedOrigin(DecidedBy.APPLICATION);
			configuration.addAllowedMethod("*");
			UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
			source.registerCorsConfiguration("/**", configuration);
			return new CorsWebFilter(source);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class OwnHandler {

		@Bean
		PreFlightRequestWebFilter mine() {
			return new PreFlightRequestWebFilter((exchange) -> Mono.empty());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class InSpringSecurity {

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(
					User.withUsername("user").password("{noop}password").roles("USER").build());
		}

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http, PreFlightRequestHandler handler) {
			return http.addFilterAt(new PreFlightRequestWebFilter(handler), SecurityWebFiltersOrder.CORS)
				.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

}
