package io.github.corsstarter.manual;

import java.util.List;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Decides on requests with the configurations of {@code docs/configurations.md}.
 */
class ConfigurationsDocumentTests {

	private static final List<String> BLOCKS = Document.of("docs/configurations.md").blocks("yaml");

	@Test
	void variableReplacesTheOriginOfDevelopment() {
		run((policies) -> {
			assertThat(put(policies, "http://localhost:5173")).isEqualTo(CorsReason.ALLOWED);
			assertThat(put(policies, "https://app.example.com")).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
		}, List.of(), BLOCKS.get(0));
		run((policies) -> {
			assertThat(put(policies, "https://app.example.com")).isEqualTo(CorsReason.ALLOWED);
			assertThat(put(policies, "https://admin.example.com")).isEqualTo(CorsReason.ALLOWED);
			assertThat(put(policies, "http://localhost:5173")).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
		}, List.of("CORS_ALLOWED_ORIGINS=https://app.example.com,https://admin.example.com"), BLOCKS.get(0));
	}

	@Test
	void readmeShowsTheSameConfiguration() {
		assertThat(Document.of("README.md").text())
			.contains("allowed-origins: \"${CORS_ALLOWED_ORIGINS:http://localhost:5173}\"", "(docs/configurations.md)");
	}

	@Test
	void profileReplacesTheOriginsOnly() {
		run((policies) -> {
			assertThat(post(policies, "http://localhost:3000")).isEqualTo(CorsReason.ALLOWED);
			assertThat(post(policies, "http://127.0.0.1:8081")).isEqualTo(CorsReason.ALLOWED);
			assertThat(post(policies, "https://app.example.com")).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
		}, List.of(), BLOCKS.get(2), BLOCKS.get(1));
		run((policies) -> {
			assertThat(post(policies, "https://app.example.com")).isEqualTo(CorsReason.ALLOWED);
			assertThat(post(policies, "http://localhost:3000")).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
		}, List.of(), BLOCKS.get(1));
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
		}, List.of(), BLOCKS.get(3));
	}

	private static CorsReason put(CorsPolicies policies, String origin) {
		return policies
			.decide(FakeCorsRequest.preflight("PUT", "/api/orders", origin)
				.with("Access-Control-Request-Headers", "authorization,content-type"))
			.reason();
	}

	private static CorsReason post(CorsPolicies policies, String origin) {
		return policies
			.decide(FakeCorsRequest.preflight("POST", "/api/orders", origin)
				.with("Access-Control-Request-Headers", "authorization,content-type"))
			.reason();
	}

	/** The first file has precedence. */
	private static void run(Check check, List<String> properties, String... files) {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(CorsAutoConfiguration.class))
			.withPropertyValues(properties.toArray(String[]::new))
			.withInitializer((context) -> addFiles(context, files))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				check.accept(context.getBean(CorsPolicies.class));
			});
	}

	private static void addFiles(ConfigurableApplicationContext context, String... files) {
		for (String file : files) {
			context.getEnvironment().getPropertySources().addLast(Document.properties(file));
		}
	}

	/**
	 * A check of the policies.
	 */
	private interface Check {

		void accept(CorsPolicies policies);

	}

}
