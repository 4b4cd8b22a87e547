package io.github.corsstarter.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests configurations whose report could mislead: suggestions that mean something else,
 * advice that the same checks refuse, and properties that belong to others.
 */
class MisleadingConfigurationTests {

	private static final String POLICY = """
			cors.policies.p:
			  paths: /x
			  allowed-origins: https://client.example
			""";

	@ParameterizedTest
	@ValueSource(strings = { "/%2A", "/a%2a/b", "/%7Bx%7D", "/%3F", "/a%3Bb", "/%20", "/%5cx", "/%28x%29", "/%2541",
			"/a%0Ab", "/a%23b", "/%3Aid", "/%5Ba%5D", "/%22a%22", "/a%2Fb", "/a%2C%20b", "/{x:%41}%41" })
	void escapeSequenceOfSyntaxHasNoSuggestion(String path) {
		assertThat(problems("paths", path)).singleElement().satisfies((problem) -> {
			assertThat(problem.reason()).isEqualTo(Reason.UNMATCHABLE_PATH);
			assertThat(problem.suggestion()).isNull();
		});
	}

	@ParameterizedTest
	@CsvSource({ "/%7Euser,/~user", "/a%20b,/a b", "/%C3%A9,/é", "/%2e%2e/x,/x" })
	void otherEscapeSequenceIsDecoded(String path, String suggestion) {
		assertThat(problems("paths", path)).singleElement().extracting(CorsProblem::suggestion).isEqualTo(suggestion);
	}

	@ParameterizedTest
	@CsvSource(delimiterString = " -> ",
			value = { "/a\u00a0 -> /a", "\u00a0/a -> /a", "/a\u00a0b -> ", "/\u2007/b -> " })
	void noBreakSpaceInPathIsReported(String path, String suggestion) {
		assertThat(problems("paths", path)).singleElement().satisfies((problem) -> {
			assertThat(problem.isError()).isTrue();
			assertThat(problem.suggestion()).isEqualTo(suggestion);
		});
	}

	@ParameterizedTest
	@CsvSource(delimiterString = " -> ",
			value = { "allowed-origins -> *,https://a.example", "allowed-origins -> none,https://a.example",
					"allowed-origins -> https://a.example/;https://b.example/",
					"allowed-origins -> https://a.example;https://B.example", "paths -> /a;/b|c", "paths -> /a, /b?x=1",
					"paths -> GET /a", "allowed-headers -> *;x-a" })
	void severalValuesThatTheChecksRefuseAreNotAdvised(String key, String value) {
		assertThat(problems(key, value)).singleElement().satisfies((problem) -> {
			assertThat(problem.reason()).isEqualTo(Reason.LIST_IN_ELEMENT);
			assertThat(problem.action()).isEqualTo("Write each value as a separate element.");
		});
	}

	@Test
	void severalOriginsThatAreUnsafeWithCredentialsAreNotAdvised() {
		Map<String, Object> properties = properties("allowed-origins", "http://a.example;http://b.example");
		properties.put("cors.policies.p.allow-credentials", "true");
		assertThat(new TestConfiguration().map(properties).problems()).singleElement()
			.extracting(CorsProblem::action)
			.isEqualTo("Write each value as a separate element.");
	}

	@Test
	void wholeValueDoesNotHideAGap() {
		assertThat(new TestConfiguration().yaml(POLICY)
			.variable("CORS_POLICIES_P_ALLOWEDORIGINS", "https://a.example")
			.variable("CORS_POLICIES_P_ALLOWEDORIGINS_1", "https://b.example")
			.problems()).singleElement().satisfies(MisleadingConfigurationTests::namesBothForms);
		assertThat(new TestConfiguration().properties("""
				cors.policies.p.paths=/x
				cors.policies.p.allowed-origins=https://a.example
				cors.policies.p.allowed-origins[1]=https://b.example
				""").problems()).singleElement().satisfies(MisleadingConfigurationTests::namesBothForms);
	}

	private static void namesBothForms(CorsProblem problem) {
		assertThat(problem.reason()).isEqualTo(Reason.INDEX_GAP);
		assertThat(problem.property()).isEqualTo("cors.policies.p.allowed-origins[1]");
		assertThat(problem.message()).contains("cors.policies.p.allowed-origins ", "whole list");
	}

	@Test
	void valueOfCorsWithoutPoliciesIsOnlyAWarning() {
		assertThat(new TestConfiguration().yaml("cors: https://a.example").problems()).isEmpty();
		assertThat(new TestConfiguration().yaml("cors: https://a.example")
			.properties("cors.policies.p.paths=/x\ncors.policies.p.allowed-origins=none")
			.problems()).extracting(CorsProblem::property).containsExactly("cors");
	}

	@ParameterizedTest
	@ValueSource(strings = { "CORS_DEBUG_PORT", "CORS_DEBUG_PORT_80_TCP", "CORS_DEBUG_SERVICE_HOST",
			"CORS_ENABLED_SERVICE_HOST", "CORS_DEFAULTS_PORT", "CORS_DEFAULTS_SERVICE_PORT_HTTP",
			"CORS_POLICIES_V2_SERVICE_HOST", "CORS_POLICIES_V2_PORT", "CORS_POLICIES_V2_PORT_80_TCP_ADDR",
			"CORS_POLICIES_P_SERVICE_HOST" })
	void variableOfAServiceIsIgnored(String name) {
		assertThat(new TestConfiguration().yaml(POLICY).variable(name, "tcp://10.0.0.1:80").problems()).isEmpty();
		assertThat(new TestConfiguration().variable(name, "tcp://10.0.0.1:80").start().warnings()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "${X", "${X:https://a.example", "${ X" })
	void placeholderWithoutAnEnd(String origin) {
		assertThat(problems("allowed-origins", origin)).singleElement().satisfies((problem) -> {
			assertThat(problem.reason()).isEqualTo(Reason.UNRESOLVED_PLACEHOLDER);
			assertThat(problem.message()).isEqualTo("This placeholder has no end or no name.");
			assertThat(problem.suggestion()).isNull();
		});
	}

	private static List<CorsProblem> problems(String key, String value) {
		return new TestConfiguration().map(properties(key, value)).problems();
	}

	private static Map<String, Object> properties(String key, String value) {
		Map<String, Object> properties = new HashMap<>(Map.of("cors.policies.p.paths[0]", "/x",
				"cors.policies.p.allowed-origins[0]", "https://client.example"));
		properties.put("cors.policies.p." + key + "[0]", value);
		return properties;
	}

}
