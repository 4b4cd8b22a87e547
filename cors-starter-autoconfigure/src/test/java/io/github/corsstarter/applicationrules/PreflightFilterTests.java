package io.github.corsstarter.applicationrules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.test.CorsMigration;
import io.github.corsstarter.testing.DecidedBy;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.PreFlightRequestHandler;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.filter.PreFlightRequestFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests {@link PreFlightRequestFilter} beside policies: as a filter of the application,
 * and in Spring Security, which has one if its {@code http.cors()} has a
 * {@link PreFlightRequestHandler}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PreflightFilterTests {

	private static final String JETTY_MANAGEMENT = "org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyServletManagementContextAutoConfiguration";

	private static final String[] POLICY = { "cors.policies.orders.paths=/orders/**",
			"cors.policies.orders.allowed-origins=" + DecidedBy.POLICY };

	private static final String NAME = "PreFlightRequestFilter 'mine'";

	@ParameterizedTest
	@ValueSource(classes = { RegistrationBefore.class, AnnotationBefore.class, ClassOrderBefore.class })
	void filterBeforeThePoliciesIsReported(Class<?> configuration, CapturedOutput output) throws IOException {
		try (TestServer server = start(configuration)) {
			assertThat(DecidedBy.ask(server.http(), "/orders")).isEqualTo("preflights: application, requests: policy");
			ApplicationRules rules = server.bean(ApplicationRules.class);
			assertThat(rules.all()).filteredOn((outcome) -> outcome.rule().source().equals(NAME))
				.singleElement()
				.satisfies((outcome) -> {
					assertThat(outcome.rule().settings()).isEqualTo(ApplicationRule.Settings.UNKNOWN);
					assertThat(outcome.decider()).isEqualTo(ApplicationRuleOutcome.Decider.POLICY_EXCEPT_PREFLIGHTS);
					assertThat(outcome.shadowedBy()).isNull();
				});
			String paths = (configuration == AnnotationBefore.class) ? "/orders/**" : "/**";
			assertThat(rules.warnings()).filteredOn((statement) -> statement.source().equals(NAME))
				.singleElement()
				.satisfies((statement) -> {
					assertThat(statement.property()).isEqualTo("cors.filter-order");
					assertThat(statement.sentence()).isEqualTo(NAME
							+ " runs before the policies, and answers preflights on " + paths
							+ ". On the paths of the policy 'orders', other CORS rules, such as @CrossOrigin, therefore decide"
							+ " on preflights. The policy 'orders' decides only on other requests there. Order the filter"
							+ " after cors.filter-order.");
				});
			assertThat(output).contains("CORS: " + NAME + " runs before the policies");
			String shown = Files.readString(Path.of("..", "docs", "application-rules.md"))
				.lines()
				.filter((line) -> line.startsWith("CORS: PreFlightRequestFilter 'preflights'"))
				.findFirst()
				.orElseThrow();
			assertThat(output).contains(shown.replace("'preflights'", "'mine'").replace("/**", paths));
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { RegistrationAfter.class, BeanAfter.class, Disabled.class, BeforeOnOtherPaths.class })
	void filterThatLeavesCoveredPathsAloneIsNoRule(Class<?> configuration, CapturedOutput output) {
		try (TestServer server = start(configuration)) {
			assertThat(DecidedBy.ask(server.http(), "/orders")).isEqualTo("policy");
			assertThat(DecidedBy.ask(server.http(), "/free")).isEqualTo("application");
			assertThat(ShownRule.of(server.bean(ApplicationRules.class))).extracting(ShownRule::source)
				.containsExactly("@CrossOrigin Controller", "@CrossOrigin Controller");
			assertThat(output).doesNotContain("PreFlightRequest");
			checkAnswers(server);
		}
	}

	@Test
	void withoutPoliciesTheFilterIsNoRule(CapturedOutput output) {
		try (TestServer server = TestServer.start(Container.TOMCAT, RegistrationBefore.class,
				"logging.level.io.github.corsstarter=info")) {
			assertThat(DecidedBy.ask(server.http(), "/orders")).isEqualTo("application");
			assertThat(output).contains("other CORS rules decide: @CrossOrigin Controller. ")
				.doesNotContain("PreFlightRequest");
			checkAnswers(server);
		}
	}

	/** The filter answers preflights, so a later filter decides only on requests. */
	@Test
	void laterCorsFilterDoesNotSeePreflights() {
		try (TestServer server = start(BeforeCorsFilter.class)) {
			ApplicationRules rules = server.bean(ApplicationRules.class);
			ApplicationRuleAnswer preflighted = rules
				.answer(BrowserRequest.of(DecidedBy.APPLICATION, "GET", "/free").withHeaders(List.of("x-a")));
			assertThat(preflighted).isNotNull();
			assertThat(preflighted.source()).isEqualTo("@CrossOrigin Controller");
			assertThat(preflighted.allowed()).isTrue();
			assertThat(rules.answer(BrowserRequest.of(DecidedBy.APPLICATION, "PUT", "/none"))).isNull();
			Response response = server.http()
				.send("OPTIONS", "/none", "Origin: " + DecidedBy.APPLICATION, "Access-Control-Request-Method: PUT");
			assertThat(response.cors()).isEmpty();
			ApplicationRuleAnswer simple = rules.answer(BrowserRequest.of(DecidedBy.APPLICATION, "GET", "/none"));
			assertThat(simple).isNotNull();
			assertThat(simple.source()).isEqualTo("CorsFilter 'other'");
			assertThat(simple.allowed()).isTrue();
			assertThat(CorsMigration.of(server.context()).replaceAll("\n *# ", " "))
				.contains("Unknown: " + NAME + " decides in code. It answers preflights by the rules of the handlers,"
						+ " before another CORS filter does.")
				.doesNotContain("allowed-origins: [\"" + DecidedBy.APPLICATION);
		}
	}

	@Test
	void handlerInCodeIsAsked() {
		try (TestServer server = start(OwnHandler.class)) {
			ApplicationRules rules = server.bean(ApplicationRules.class);
			ApplicationRuleAnswer allowed = rules
				.answer(BrowserRequest.of(DecidedBy.APPLICATION, "GET", "/free").withHeaders(List.of("x-a")));
			assertThat(allowed).isNotNull();
			assertThat(allowed.source()).isEqualTo(NAME);
			assertThat(allowed.allowed()).isTrue();
			ApplicationRuleAnswer refused = rules
				.answer(BrowserRequest.of("https://x.example", "GET", "/free").withHeaders(List.of("x-a")));
			assertThat(refused).isNotNull();
			assertThat(refused.source()).isEqualTo(NAME);
			assertThat(refused.reason()).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
			assertThat(CorsMigration.of(server.context()).replaceAll("\n *# ", " ")).contains("Unknown: " + NAME
					+ " decides in code. It asks a PreFlightRequestHandler that is not Spring's own class.");
		}
	}

	@Test
	void springSecuritysFilterAnswersOnlyPreflightsOfUncoveredPaths(CapturedOutput output) {
		try (TestServer server = TestServer.startWithSecurity(Container.TOMCAT, InSpringSecurity.class, POLICY)) {
			for (String path : List.of("/orders", "/orders/missing")) {
				Response preflight = server.http()
					.send("OPTIONS", path, "Origin: " + DecidedBy.POLICY, "Access-Control-Request-Method: GET");
				assertThat(preflight.status()).isEqualTo(200);
				assertThat(preflight.cors()).containsEntry("access-control-allow-origin", DecidedBy.POLICY);
				Response refused = server.http().send("GET", path, "Origin: " + DecidedBy.POLICY);
				assertThat(refused.status()).isEqualTo(401);
				assertThat(refused.cors()).containsEntry("access-control-allow-origin", DecidedBy.POLICY);
			}
			Response preflight = server.http()
				.send("OPTIONS", "/free", "Origin: " + DecidedBy.APPLICATION, "Access-Control-Request-Method: GET");
			assertThat(preflight.status()).isEqualTo(200);
			assertThat(preflight.cors()).containsEntry("access-control-allow-origin", DecidedBy.APPLICATION);
			Response refused = server.http().send("GET", "/free", "Origin: " + DecidedBy.APPLICATION);
			assertThat(refused.status()).isEqualTo(401);
			assertThat(refused.cors()).isEmpty();
			assertThat(ShownRule.of(server.bean(ApplicationRules.class))).extracting(ShownRule::source)
				.containsExactly("@CrossOrigin Controller", "@CrossOrigin Controller");
			assertThat(output).doesNotContain("PreFlightRequest");
			checkAnswers(server);
			assertThat(CorsMigration.of(server.context())).doesNotContain("has no http.cors()")
				.doesNotContain("Unknown")
				.contains("allowed-origins: [\"" + DecidedBy.APPLICATION);
		}
	}

	/** It answers preflights before Spring Security can refuse them. */
	@Test
	void filterBeforeSpringSecurityNeedsNoCorsThere() {
		try (TestServer server = TestServer.startWithSecurity(Container.TOMCAT, BeforeSpringSecurity.class, POLICY)) {
			Response preflight = server.http()
				.send("OPTIONS", "/free", "Origin: " + DecidedBy.APPLICATION, "Access-Control-Request-Method: GET");
			assertThat(preflight.status()).isEqualTo(200);
			checkAnswers(server);
		}
	}

	@Test
	void handlerInCodeInSpringSecurityIsNamed() {
		try (TestServer server = TestServer.startWithSecurity(Container.TOMCAT, OwnHandlerInSpringSecurity.class)) {
			ApplicationRuleAnswer answer = server.bean(ApplicationRules.class)
				.answer(BrowserRequest.of("https://x.example", "PUT", "/free"));
			assertThat(answer).isNotNull();
			assertThat(answer.source()).isEqualTo("http.cors() of the security chain 'chain'");
			assertThat(answer.allowed()).isFalse();
			assertThat(CorsMigration.of(server.context()).replaceAll("\n *# ", " "))
				.contains("Unknown: http.cors() of the security chain 'chain' decides in code. It asks a"
						+ " PreFlightRequestHandler that is not Spring's own class.")
				.doesNotContain("has no http.cors()");
		}
	}

	@Test
	void similarNameIsNotEnough() {
		assertThat(PreflightFilters.contain(new OtherPreFlightRequestFilter())).isFalse();
		assertThat(PreflightFilters.contain(null)).isFalse();
		assertThat(PreflightFilters.contain(new FirstFilter((request, response) -> {
		}))).isTrue();
	}

	/** The rules of the handlers decide, and no note says otherwise. */
	private static void checkAnswers(TestServer server) {
		ApplicationRules rules = server.bean(ApplicationRules.class);
		for (String origin : List.of(DecidedBy.APPLICATION, "https://x.example")) {
			ApplicationRuleAnswer answer = rules
				.answer(BrowserRequest.of(origin, "GET", "/free").withHeaders(List.of("x-a")));
			assertThat(answer).isNotNull();
			assertThat(answer.source()).isEqualTo("@CrossOrigin Controller");
			assertThat(answer.allowed()).isEqualTo(origin.equals(DecidedBy.APPLICATION));
			assertThat(answer.explanation()).doesNotContain("Spring Security");
		}
	}

	private static TestServer start(Class<?> application) {
		return TestServer.start(Container.TOMCAT, application,
				Stream.concat(Arrays.stream(POLICY), Stream.of("logging.level.io.github.corsstarter=info"))
					.toArray(String[]::new));
	}

	private static FilterRegistrationBean<PreFlightRequestFilter> registration(PreFlightRequestHandler handler,
			int order, String... urlPatterns) {
		FilterRegistrationBean<PreFlightRequestFilter> registration = new FilterRegistrationBean<>(
				new PreFlightRequestFilter(handler));
		registration.setOrder(order);
		registration.addUrlPatterns(urlPatterns);
		return registration;
	}

	private static PreFlightRequestHandler ownHandler() {
		return (request, response) -> {
			if (DecidedBy.APPLICATION.equals(request.getHeader("Origin"))) {
				response.setHeader("Access-Control-Allow-Origin", DecidedBy.APPLICATION);
				response.setHeader("Access-Control-Allow-Headers", "x-a");
			}
			else {
				response.setStatus(403);
			}
		};
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
	@EnableAutoConfiguration(excludeName = JETTY_MANAGEMENT)
	@Import({ Controller.class, Plain.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class RegistrationBefore {

		@Bean
		FilterRegistrationBean<PreFlightRequestFilter> mine(PreFlightRequestHandler handler) {
			return registration(handler, Ordered.HIGHEST_PRECEDENCE);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class AnnotationBefore {

		@Bean
		@FilterRegistration(order = Ordered.HIGHEST_PRECEDENCE, urlPatterns = "/orders/*")
		PreFlightRequestFilter mine(PreFlightRequestHandler handler) {
			return new PreFlightRequestFilter(handler);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class ClassOrderBefore {

		@Bean
		PreFlightRequestFilter mine(PreFlightRequestHandler handler) {
			return new FirstFilter(handler);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class RegistrationAfter {

		@Bean
		FilterRegistrationBean<PreFlightRequestFilter> mine(PreFlightRequestHandler handler) {
			return registration(handler, 0);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class BeanAfter {

		@Bean
		PreFlightRequestFilter mine(PreFlightRequestHandler handler) {
			return new PreFlightRequestFilter(handler);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class Disabled {

		@Bean
		PreFlightRequestFilter mine(PreFlightRequestHandler handler) {
			return new FirstFilter(handler);
		}

		@Bean
		FilterRegistrationBean<PreFlightRequestFilter> notMine(PreFlightRequestFilter filter) {
			FilterRegistrationBean<PreFlightRequestFilter> registration = new FilterRegistrationBean<>(filter);
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			registration.setEnabled(false);
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class BeforeOnOtherPaths {

		@Bean
		FilterRegistrationBean<PreFlightRequestFilter> mine(PreFlightRequestHandler handler) {
			return registration(handler, Ordered.HIGHEST_PRECEDENCE, "/free/*");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(RegistrationAfter.class)
	static class BeforeCorsFilter {

		@Bean
		FilterRegistrationBean<CorsFilter> other() {
			CorsConfiguration configuration = new CorsConfiguration();
			configuration.addAllowedOrigin(DecidedBy.APPLICATION);
			configuration.addAllowedMethod("*");
			UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
			source.registerCorsConfiguration("/**", configuration);
			FilterRegistrationBean<CorsFilter> registration = new FilterRegistrationBean<>(new CorsFilter(source));
			registration.setOrder(1);
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class OwnHandler {

		@Bean
		FilterRegistrationBean<PreFlightRequestFilter> mine() {
			return registration(ownHandler(), 0);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class InSpringSecurity {

		@Bean
		SecurityFilterChain chain(HttpSecurity http, PreFlightRequestHandler handler) throws Exception {
			return http.cors((cors) -> cors.preFlightRequestHandler(handler))
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class BeforeSpringSecurity {

		@Bean
		FilterRegistrationBean<PreFlightRequestFilter> mine(PreFlightRequestHandler handler) {
			return registration(handler, -200);
		}

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class OwnHandlerInSpringSecurity {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http.cors((cors) -> cors.preFlightRequestHandler(ownHandler())).build();
		}

	}

	@Order(Ordered.HIGHEST_PRECEDENCE)
	static class FirstFilter extends PreFlightRequestFilter {

		FirstFilter(PreFlightRequestHandler handler) {
			super(handler);
		}

	}

	/** Has nothing to do with Spring's class. */
	static class OtherPreFlightRequestFilter implements Filter {

		@Override
		public void doFilter(jakarta.servlet.ServletRequest request, jakarta.servlet.ServletResponse response,
				jakarta.servlet.FilterChain chain) throws java.io.IOException, jakarta.servlet.ServletException {
			chain.doFilter(request, response);
		}

	}

}
