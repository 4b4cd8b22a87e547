package io.github.corsstarter.manual;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Decides on requests with the configurations of {@code docs/configurations.md}.
 */
class ConfigurationsDocumentTests {

	private static final List<String> BLOCKS = Document.of("docs/configurations.md").blocks("yaml");

	@ParameterizedTest
	@MethodSource("configurationsOfAFrontEnd")
	void variableReplacesTheOriginOfDevelopment(String configuration, String method) {
		run((policies) -> {
			assertThat(ask(policies, method, "http://localhost:5173")).isEqualTo(CorsReason.ALLOWED);
			assertThat(ask(policies, method, "https://app.example.com")).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
		}, Map.of(), configuration);
		run((policies) -> {
			assertThat(ask(policies, method, "https://app.example.com")).isEqualTo(CorsReason.ALLOWED);
			assertThat(ask(policies, method, "https://admin.example.com")).isEqualTo(CorsReason.ALLOWED);
			assertThat(ask(policies, method, "http://localhost:5173")).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
			assertThat(policies.warnings()).isEmpty();
		}, Map.of("CORS_ALLOWED_ORIGINS", "https://app.example.com,https://admin.example.com"), configuration);
	}

	static Stream<Arguments> configurationsOfAFrontEnd() {
		String readme = Document.of("README.md")
			.blocks("yaml")
			.stream()
			.filter((block) -> block.contains("${CORS_ALLOWED_ORIGINS:"))
			.findFirst()
			.orElseThrow();
		return Stream.of(Arguments.of(readme, "DELETE"), Arguments.of(BLOCKS.get(0), "PUT"));
	}

	@Test
	void readmeLeadsToTheDocument() {
		assertThat(Document.of("README.md").text()).contains("(docs/configurations.md)");
	}

	@Test
	void profileReplacesTheOriginsOnly() {
		run((policies) -> {
			assertThat(ask(policies, "POST", "http://localhost:3000")).isEqualTo(CorsReason.ALLOWED);
			assertThat(ask(policies, "POST", "http://127.0.0.1:8081")).isEqualTo(CorsReason.ALLOWED);
			assertThat(ask(policies, "POST", "https://app.example.com")).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
		}, Map.of(), BLOCKS.get(2), BLOCKS.get(1));
		run((policies) -> {
			assertThat(ask(policies, "POST", "https://app.example.com")).isEqualTo(CorsReason.ALLOWED);
			assertThat(ask(policies, "POST", "http://localhost:3000")).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
		}, Map.of(), BLOCKS.get(1));
	}

	@Test
	void handlerOfACallBackRunsWithoutHeaders() {
		run((policies) -> {
			for (String path : List.of("/payments/return", "/login/saml2/sso/okta", "/login/oauth2/code/corp")) {
				CorsDecision decision = policies
					.decide(FakeCorsRequest.actual("POST", path, "https://login.idp.example")
						.with("Sec-Fetch-Mode", "navigate"));
				assertThat(decision.isAnswered()).as(path).isFalse();
				assertThat(decision.reason()).as(path).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
			}
			assertThat(policies.decide(FakeCorsRequest.actual("POST", "/account", "https://login.idp.example"))
				.isAnswered()).isTrue();
		}, Map.of(), BLOCKS.get(3));
	}

	private static CorsReason ask(CorsPolicies policies, String method, String origin) {
		return policies
			.decide(FakeCorsRequest.preflight(method, "/api/orders", origin)
				.with("Access-Control-Request-Headers", "authorization,content-type"))
			.reason();
	}

	/** The first file has precedence. */
	private static void run(Check check, Map<String, Object> variables, String... files) {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(CorsAutoConfiguration.class))
			.withInitializer((context) -> addSources(context, variables, files))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				check.accept(context.getBean(CorsPolicies.class));
			});
	}

	private static void addSources(ConfigurableApplicationContext context, Map<String, Object> variables,
			String... files) {
		MutablePropertySources sources = context.getEnvironment().getPropertySources();
		sources.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
				new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						variables));
		for (int i = 0; i < files.length; i++) {
			sources.addLast(Document.properties("file " + i, files[i]));
		}
	}

	/**
	 * A check of the policies.
	 */
	private interface Check {

		void accept(CorsPolicies policies);

	}

}
