package io.github.corsstarter.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.policy.DangerousTolerance;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.policy.OnDisallowed;
import io.github.corsstarter.web.CorsPolicies;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link PropertiesCorsPolicySource} and the classes with which it reads and
 * binds properties.
 */
@ExtendWith(OutputCaptureExtension.class)
class PropertiesCorsPolicySourceTests {

	private static final String PARTNERS = """
			cors:
			  policies:
			    partners:
			      paths: ["/api/partners/**"]
			      allowed-origins:
			        - https://partner.example
			        - https://*.partner.example
			""";

	private final StandardEnvironment environment = new StandardEnvironment();

	PropertiesCorsPolicySourceTests() {
		this.environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
		this.environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
	}

	@Test
	void everyKeyIsBound() {
		yaml("""
				cors:
				  policies:
				    partners:
				      paths: ["/api/partners/**", "/b"]
				      allowed-origins: [https://partner.example, "https://*.partner.example:[8080,8443]"]
				      allowed-methods: [GET, PUT]
				      allowed-headers: [content-type, X-Request-Id]
				      exposed-headers: [etag]
				      allow-credentials: true
				      allow-timing: true
				      allow-private-network: true
				      max-age: 10m
				      on-disallowed: omit-headers
				      dangerously-tolerate: [insecure-origins, null-origin]
				""");
		CorsPolicy policy = policy("partners");
		assertThat(policy.paths()).containsExactly("/api/partners/**", "/b");
		assertThat(policy.allowedOrigins()).map(Object::toString)
			.containsExactly("https://partner.example", "https://*.partner.example:[8080,8443]");
		assertThat(policy.allowedMethods()).containsExactly("GET", "HEAD", "PUT");
		assertThat(policy.allowedHeaders()).containsExactly("content-type", "X-Request-Id");
		assertThat(policy.exposedHeaders()).containsExactly("etag");
		assertThat(policy.allowCredentials()).isTrue();
		assertThat(policy.allowTiming()).isTrue();
		assertThat(policy.allowPrivateNetwork()).isTrue();
		assertThat(policy.maxAge()).isEqualTo(Duration.ofMinutes(10));
		assertThat(policy.onDisallowed()).isEqualTo(OnDisallowed.OMIT_HEADERS);
		assertThat(policy.dangerouslyTolerate()).containsExactlyInAnyOrder(DangerousTolerance.INSECURE_ORIGINS,
				DangerousTolerance.NULL_ORIGIN);
	}

	@Test
	void omittedKeysHaveTheirDefaults() {
		yaml(PARTNERS);
		CorsPolicy policy = policy("partners");
		assertThat(policy.allowedMethods()).containsExactly("GET", "HEAD", "POST");
		assertThat(policy.allowedHeaders()).isEmpty();
		assertThat(policy.exposedHeaders()).isEmpty();
		assertThat(policy.allowCredentials()).isFalse();
		assertThat(policy.allowTiming()).isFalse();
		assertThat(policy.allowPrivateNetwork()).isFalse();
		assertThat(policy.maxAge()).isEqualTo(Duration.ofMinutes(30));
		assertThat(policy.onDisallowed()).isEqualTo(OnDisallowed.REJECT);
		assertThat(policy.dangerouslyTolerate()).isEmpty();
	}

	@Test
	void defaultsAreInheritedAndReplacedWhole() {
		yaml("""
				cors:
				  defaults:
				    allowed-origins: [https://a.example, https://b.example]
				    allowed-headers: [x-a, x-b]
				    max-age: 60
				  policies:
				    one:
				      paths: /one
				    two:
				      paths: /two
				      allowed-origins: https://c.example
				      allowed-headers: []
				      max-age: 1h
				""");
		assertThat(policy("one").allowedOrigins()).map(Object::toString)
			.containsExactly("https://a.example", "https://b.example");
		assertThat(policy("one").allowedHeaders()).containsExactly("x-a", "x-b");
		assertThat(policy("one").maxAge()).isEqualTo(Duration.ofSeconds(60));
		assertThat(policy("two").allowedOrigins()).map(Object::toString).containsExactly("https://c.example");
		assertThat(policy("two").allowedHeaders()).isEmpty();
		assertThat(policy("two").maxAge()).isEqualTo(Duration.ofHours(1));
	}

	@Test
	void commasInTheExpressionOfAVariableDoNotSplit() {
		yaml("""
				cors.policies.p: {paths: "/a/{x:[0-9]{1,3}},/b", allowed-origins: "https://a.example"}
				""");
		assertThat(policy("p").paths()).containsExactly("/a/{x:[0-9]{1,3}}", "/b");
	}

	@Test
	void commasSplitListsButNotPorts() {
		yaml("""
				cors.policies.dev:
				  paths: /a, /b
				  allowed-origins: "http://localhost:[8080,8443], https://x.example,http://[::1]:[1,2]"
				""");
		assertThat(policy("dev").paths()).containsExactly("/a", "/b");
		assertThat(policy("dev").allowedOrigins()).map(Object::toString)
			.containsExactly("http://localhost:[8080,8443]", "https://x.example", "http://[::1]:[1,2]");
	}

	@Test
	void trailingCommaIsReported() {
		yaml("""
				cors.policies.dev:
				  paths: /a
				  allowed-origins: "https://x.example,"
				""");
		assertThat(problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.reason()).isEqualTo(Reason.ORIGIN_EMPTY);
			assertThat(problem.property()).isEqualTo("cors.policies.dev.allowed-origins[1]");
			assertThat(problem.place()).contains("3:20");
		});
	}

	@Test
	void unquotedNullIsReported() {
		yaml("""
				cors.policies.disk:
				  paths: /a
				  allowed-origins: [null]
				""");
		assertThat(problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.reason()).isEqualTo(Reason.ORIGIN_EMPTY);
			assertThat(problem.message()).contains("\"null\" in quotes");
		});
	}

	@Test
	void quotedNullIsTheOpaqueOrigin() {
		yaml("""
				cors.policies.disk:
				  paths: /a
				  allowed-origins: ["null"]
				""");
		assertThat(policy("disk").allowedOrigins()).map(Object::toString).containsExactly("null");
	}

	@Test
	void sourceWithHighestPrecedenceReplacesWholeList() {
		yaml(PARTNERS);
		map("commandLineArgs", Map.of("cors.policies.partners.allowed-origins[0]", "https://new.example",
				"cors.policies.partners.maxAge", "5m"));
		assertThat(policy("partners").allowedOrigins()).map(Object::toString).containsExactly("https://new.example");
		assertThat(policy("partners").maxAge()).isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void environmentVariableSetsList() {
		yaml(PARTNERS);
		variables(Map.of("CORS_POLICIES_PARTNERS_ALLOWEDORIGINS", "https://a.example,https://b.example:[1,2]"));
		assertThat(policy("partners").allowedOrigins()).map(Object::toString)
			.containsExactly("https://a.example", "https://b.example:[1,2]");
	}

	@Test
	void environmentVariableSetsElement() {
		yaml(PARTNERS);
		variables(Map.of("CORS_POLICIES_PARTNERS_ALLOWEDORIGINS_0", "https://a.example",
				"CORS_POLICIES_PARTNERS_ALLOWEDORIGINS_1", "https://b.example"));
		assertThat(policy("partners").allowedOrigins()).map(Object::toString)
			.containsExactly("https://a.example", "https://b.example");
	}

	@Test
	void environmentVariableFindsPolicyWithDashesAndAddsNoOtherPolicy() {
		yaml(PARTNERS.replace("partners:", "public-api-v2:"));
		variables(Map.of("CORS_POLICIES_PUBLICAPIV2_ALLOWEDORIGINS", "https://a.example",
				"CORS_POLICIES_PUBLICAPIV2_ONDISALLOWED", "omit-headers"));
		assertThat(policies()).map(CorsPolicy::name).containsExactly("public-api-v2");
		assertThat(policy("public-api-v2").allowedOrigins()).map(Object::toString).containsExactly("https://a.example");
		assertThat(policy("public-api-v2").onDisallowed()).isEqualTo(OnDisallowed.OMIT_HEADERS);
	}

	@Test
	void environmentVariableMayDefineWholePolicy() {
		variables(
				Map.of("CORS_POLICIES_OPS_PATHS", "/ops/**", "CORS_POLICIES_OPS_ALLOWEDORIGINS", "https://a.example"));
		assertThat(policies()).map(CorsPolicy::name).containsExactly("ops");
	}

	@Test
	void environmentVariableThatCouldMeanTwoPoliciesIsReported() {
		yaml("""
				cors:
				  defaults.allowed-origins: https://a.example
				  policies:
				    public-api.paths: /a
				    publicapi.paths: /b
				""");
		assertThat(policies()).map(CorsPolicy::name).containsExactlyInAnyOrder("public-api", "publicapi");
		variables(Map.of("CORS_POLICIES_PUBLICAPI_MAXAGE", "1m"));
		assertThat(problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.reason()).isEqualTo(Reason.AMBIGUOUS_POLICY);
			assertThat(problem.message()).contains("public-api, publicapi");
			assertThat(problem.place()).contains("CORS_POLICIES_PUBLICAPI_MAXAGE");
		});
	}

	@Test
	void policiesWhoseNamesDifferInDashesOnlyDoNotMix() {
		yaml("""
				cors:
				  policies:
				    public-api: {paths: /a, allowed-origins: "https://a.example"}
				    publicapi: {paths: /b, allowed-origins: "https://b.example"}
				""");
		assertThat(policy("public-api").allowedOrigins()).map(Object::toString).containsExactly("https://a.example");
		assertThat(policy("publicapi").allowedOrigins()).map(Object::toString).containsExactly("https://b.example");
	}

	@Test
	void environmentVariableWithUnderscoresForDashesIsReported() {
		yaml(PARTNERS.replace("partners:", "public-api:"));
		variables(Map.of("CORS_POLICIES_PUBLIC_API_MAX_AGE", "1m"));
		assertThat(problems()).anySatisfy((problem) -> {
			assertThat(problem.reason()).isEqualTo(Reason.UNKNOWN_KEY);
			assertThat(action(problem)).isEqualTo("Name the variable CORS_POLICIES_PUBLICAPI_MAXAGE");
			assertThat(problem.place()).contains("CORS_POLICIES_PUBLIC_API_MAX_AGE");
		});
	}

	@Test
	void environmentVariableWithUnderscoreInItsKeyIsNamedWhole() {
		yaml(PARTNERS);
		variables(Map.of("CORS_POLICIES_PARTNERS_ALLOWED_ORIGINS", "https://a.example",
				"CORS_POLICIES_PARTNERS_ALLOWED_HEADER_0", "x-a", "CORS_DEFAULTS_MAX_AGE", "1m",
				"CORS_POLICIES_PARTNERS_SHADOW_ALLOWED_METHOD", "GET", "CORS_POLICIES_PARTNERS_UNKNOWN_THING", "x"));
		assertThat(problems()).allSatisfy((problem) -> assertThat(problem.reason()).isEqualTo(Reason.UNKNOWN_KEY))
			.extracting(CorsProblem::property, CorsProblem::suggestion, PropertiesCorsPolicySourceTests::action)
			.containsExactlyInAnyOrder(
					tuple("cors.policies.partners.allowed.origins", "cors.policies.partners.allowed-origins",
							"Name the variable CORS_POLICIES_PARTNERS_ALLOWEDORIGINS"),
					tuple("cors.policies.partners.allowed.header[0]", "cors.policies.partners.allowed-headers",
							"Name the variable CORS_POLICIES_PARTNERS_ALLOWEDHEADERS_0"),
					tuple("cors.defaults.max.age", "cors.defaults.max-age", "Name the variable CORS_DEFAULTS_MAXAGE"),
					tuple("cors.policies.partners.shadow.allowed.method",
							"cors.policies.partners.shadow.allowed-methods",
							"Name the variable CORS_POLICIES_PARTNERS_SHADOW_ALLOWEDMETHODS"),
					tuple("cors.policies.partners.unknown.thing", null,
							"Correct or remove this property, as described above."));
	}

	@Test
	void foreignEnvironmentVariablesAreLeftAlone() {
		yaml(PARTNERS.replace("- https://partner.example", "- ${CORS_ORIGIN}"));
		variables(Map.of("CORS_ORIGIN", "https://a.example", "CORS_SERVICE_HOST", "10.0.0.1", "CORSAIR", "x"));
		assertThat(policy("partners").allowedOrigins()).map(Object::toString)
			.containsExactly("https://a.example", "https://*.partner.example");
	}

	@Test
	void placeholderMayHoldWholeList() {
		yaml("""
				cors.policies.a: {paths: /a, allowed-origins: "${origins}"}
				origins: https://a.example,https://b.example
				""");
		assertThat(policy("a").allowedOrigins()).hasSize(2);
	}

	@Test
	void unresolvedPlaceholderIsReported() {
		yaml("""
				cors.policies.a: {paths: /a, allowed-origins: "${origins}"}
				""");
		assertThat(problems()).anySatisfy((problem) -> {
			assertThat(problem.reason()).isEqualTo(Reason.UNRESOLVED_PLACEHOLDER);
			assertThat(problem.message()).contains("placeholder");
			assertThat(problem.value()).isEqualTo("${origins}");
		});
	}

	@Test
	void unknownKeysAreReportedWithNearest() {
		yaml("""
				cors:
				  enable: true
				  allowed-origins: https://a.example
				  polices: {a: {paths: /a}}
				  defaults:
				    paths: /x
				  policies:
				    partners:
				      paths: /p
				      allowed-orgins: https://a.example
				      allowed-origin-patterns: https://a.example
				      allowedOrigins: https://a.example
				      max-age: {seconds: 3}
				      shadow: {paths: /q, exposed-header: etag}
				""");
		assertThat(problems()).filteredOn((problem) -> problem.reason() == Reason.UNKNOWN_KEY)
			.extracting(CorsProblem::property, CorsProblem::suggestion)
			.containsExactlyInAnyOrder(tuple("cors.enable", "cors.enabled"),
					tuple("cors.allowed-origins", "cors.policies.<name>.allowed-origins"),
					tuple("cors.polices", "cors.policies"), tuple("cors.defaults.paths", null),
					tuple("cors.policies.partners.allowed-orgins", "cors.policies.partners.allowed-origins"),
					tuple("cors.policies.partners.allowed-origin-patterns", "cors.policies.partners.allowed-origins"),
					tuple("cors.policies.partners.max-age.seconds", "cors.policies.partners.max-age"),
					tuple("cors.policies.partners.shadow.paths", null),
					tuple("cors.policies.partners.shadow.exposed-header",
							"cors.policies.partners.shadow.exposed-headers"));
	}

	@Test
	void unknownKeysOfAnApplicationWithoutPoliciesAreLogged(CapturedOutput output) {
		yaml("""
				cors:
				  allowed-origins: [https://a.example]
				  max-age: 1h
				  partners.paths: /p
				""");
		assertThat(problems()).isEmpty();
		assertThat(output.getAll().lines().filter((line) -> line.contains("cors."))).singleElement()
			.asString()
			.contains("WARN", "cors.allowed-origins (", "cors.max-age (", "cors.partners (", "2:21",
					"No policy is in force", "rename them");
		yaml("""
				cors.polices.a: 1
				""");
		assertThat(problems()).extracting(CorsProblem::property, CorsProblem::suggestion)
			.containsExactly(tuple("cors.polices", "cors.policies"));
	}

	@Test
	void unknownKeysOfAnApplicationAreErrorsBesidePoliciesOrDefaults() {
		for (String configured : List.of("cors.defaults.max-age", "cors.policies.p.max-age")) {
			map(configured, Map.of("cors.allowed-origins", "https://a.example", configured, "1h"));
			assertThat(problems()).filteredOn((problem) -> problem.reason() == Reason.UNKNOWN_KEY)
				.singleElement()
				.satisfies((problem) -> {
					assertThat(problem.property()).isEqualTo("cors.allowed-origins");
					assertThat(action(problem))
						.isEqualTo("If the property belongs to your application, rename it. Otherwise use the key"
								+ " cors.policies.<name>.allowed-origins");
				});
			this.environment.getPropertySources().remove(configured);
		}
	}

	@Test
	void variablesOfServiceCorsPoliciesAreIgnored() {
		Map<String, Object> service = Map.of("CORS_POLICIES_SERVICE_HOST", "10.0.0.1", "CORS_POLICIES_SERVICE_PORT",
				"80", "CORS_POLICIES_SERVICE_PORT_HTTP", "80", "CORS_POLICIES_PORT", "tcp://10.0.0.1:80",
				"CORS_POLICIES_PORT_80_TCP", "tcp://10.0.0.1:80", "CORS_POLICIES_PORT_80_TCP_ADDR", "10.0.0.1",
				"CORS_POLICIES_PORT_80_TCP_PORT", "80", "CORS_POLICIES_PORT_80_TCP_PROTO", "tcp");
		variables(service);
		assertThat(problems()).isEmpty();
		assertThat(policies()).isEmpty();
		yaml(PARTNERS);
		assertThat(policies()).map(CorsPolicy::name).containsExactly("partners");
	}

	@Test
	void variablesOfServiceCorsPoliciesInFileAreRefused() {
		map("file", Map.of("cors.policies.service.host", "10.0.0.1"));
		assertThat(problems()).map(CorsProblem::reason).contains(Reason.UNKNOWN_KEY);
	}

	@Test
	void variablesOfPoliciesServiceAndPortCount() {
		yaml("""
				cors:
				  defaults.allowed-origins: https://a.example
				  policies:
				    service.paths: /a
				    port.paths: /b
				""");
		variables(Map.of("CORS_POLICIES_PORT_MAXAGE", "1m", "CORS_POLICIES_SERVICE_HOST", "10.0.0.1"));
		assertThat(problems()).extracting(CorsProblem::reason, CorsProblem::property)
			.containsExactly(tuple(Reason.UNKNOWN_KEY, "cors.policies.service.host"));
	}

	@Test
	void variablesMayDefinePolicyNamedPort() {
		variables(Map.of("CORS_POLICIES_PORT_PATHS", "/a", "CORS_POLICIES_PORT_ALLOWEDORIGINS", "none"));
		assertThat(policies()).map(CorsPolicy::name).containsExactly("port");
	}

	@Test
	void variablesInPlaceholdersAreNotLogged(CapturedOutput output) {
		yaml(PARTNERS.replace("- https://partner.example", "- ${CORS_ALLOWED_ORIGINS}\n        - ${own.origin}")
				+ "own.origin: ${cors.allowed-origin:${CORS_ORIGINS:}}\n");
		variables(Map.of("CORS_ALLOWED_ORIGINS", "https://a.example", "CORS_ALLOWED_ORIGIN", "https://b.example",
				"CORS_ORIGINS", "x"));
		assertThat(policy("partners").allowedOrigins()).map(Object::toString)
			.containsExactly("https://a.example", "https://b.example", "https://*.partner.example");
		assertThat(output).doesNotContain("CORS_ALLOWED_ORIGIN");
	}

	@Test
	void variableWithoutValueIsNamedWithBothWaysOut() {
		yaml("""
				cors.policies.a: {paths: /a, allowed-origins: "${ALLOWED_ORIGINS}"}
				""");
		assertThat(problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.message()).contains("The variable 'ALLOWED_ORIGINS' is not set");
			assertThat(new ProblemReport(List.of(problem)).action().replaceAll("\\s+", " "))
				.contains("Set the variable, or write ${ALLOWED_ORIGINS:none}, which allows no origin");
		});
	}

	@Test
	void otherVariableWithoutValueHasNoDefaultToWrite() {
		yaml("""
				cors.policies.a: {paths: /a, allowed-origins: none, max-age: "${x.y}"}
				""");
		assertThat(problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.message()).contains("'x.y'");
			assertThat(problem.suggestion()).isNull();
			assertThat(new ProblemReport(List.of(problem)).action()).contains("Set the variable", "${NAME:value}");
		});
	}

	@Test
	void emptyVariableIsNamed() {
		yaml("""
				cors.policies.a:
				  paths: ["/a", "${PATHS:}"]
				  allowed-origins: "${ORIGINS}"
				  allowed-methods: "GET,${METHOD}"
				""");
		variables(Map.of("ORIGINS", "", "METHOD", " "));
		assertThat(problems()).extracting(CorsProblem::property, CorsProblem::message)
			.allSatisfy((tuple) -> assertThat(tuple.toList().get(1).toString()).contains(" is empty."))
			.hasSize(3);
		assertThat(problems().toString()).contains("'PATHS'", "'ORIGINS'", "'METHOD'");
	}

	@Test
	void emptyVariableIsSetOrHasADefault() {
		yaml("""
				cors.policies.a: {paths: /a, allowed-origins: "${CORS_ALLOWED_ORIGINS}"}
				cors.policies.b: {paths: "${PATHS}", allowed-origins: ["${ORIGINS:}"]}
				cors.policies.c: {paths: /c, allowed-origins: ["https://a.example", "${ORIGINS:}"]}
				cors.policies.d: {paths: /d, allowed-origins: "${CORS_ALLOWED_ORIGINS}${ORIGINS:}"}
				""");
		variables(Map.of("CORS_ALLOWED_ORIGINS", "", "PATHS", ""));
		String none = "Set the variable, or remove it and write ${%s:none}, which allows no origin until the variable is set";
		assertThat(problems()).map(PropertiesCorsPolicySourceTests::action)
			.containsExactly(none.formatted("CORS_ALLOWED_ORIGINS"), "Set the variable.", none.formatted("ORIGINS"),
					"Set the variable, or remove this element.", "Set the variables.");
		this.environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
		yaml("""
				cors.policies.a: {paths: /a, allowed-origins: "${CORS_ALLOWED_ORIGINS:none}"}
				cors.policies.b: {paths: /b, allowed-origins: ["${ORIGINS:none}"]}
				""");
		assertThat(problems()).isEmpty();
	}

	@Test
	void emptyPropertyNeedsAValue() {
		yaml("""
				cors.policies.a: {paths: , allowed-origins: ""}
				""");
		assertThat(problems()).map(PropertiesCorsPolicySourceTests::action)
			.containsExactly("Set this property to the paths that the policy covers, such as /api/**",
					"Set this property to the allowed origins, such as https://spa.example");
	}

	@Test
	void severalValuesInTheOnlyElementCanBeOneText() {
		yaml("""
				cors.policies.a: {paths: /a, allowed-origins: ["${ORIGINS}"]}
				cors.policies.b: {paths: /b, allowed-origins: ["https://a.example;https://b.example"]}
				cors.policies.c: {paths: ["/a, /b"], allowed-origins: none, allowed-methods: ["*,GET"]}
				""");
		variables(Map.of("ORIGINS", "https://a.example,https://b.example"));
		assertThat(problems()).allSatisfy((problem) -> assertThat(problem.message()).contains("has 2 values"));
		String one = "Write one text with commas instead of the list: ";
		assertThat(problems()).map(PropertiesCorsPolicySourceTests::action)
			.containsExactly(one + "allowed-origins: ${ORIGINS}",
					one + "allowed-origins: https://a.example,https://b.example", one + "paths: /a,/b",
					"Write each value as a separate element.");
	}

	@Test
	void severalValuesInOneOfSeveralElementsKeepTheOthers() {
		yaml("""
				cors.policies.a: {paths: ["/a;/b", "/c"], allowed-origins: ["https://x.example", "${ORIGINS}"]}
				cors.policies.b: {paths: /d, allowed-origins: none, allowed-headers: [x-a, "x-b|x-c|x-d"]}
				""");
		variables(Map.of("ORIGINS", "https://a.example, https://b.example"));
		String each = "Write each value as a separate element: ";
		assertThat(problems()).map(PropertiesCorsPolicySourceTests::action)
			.containsExactly(each + "/a and /b",
					each + "https://a.example and https://b.example. To keep the placeholder, write the whole list as"
							+ " one text with commas: allowed-origins: https://x.example,${ORIGINS}",
					each + "x-b, x-c and x-d");
	}

	@Test
	void severalValuesInAPartOfOneTextNeedCommas() {
		yaml("""
				cors.policies.a: {paths: "/x,/a;/b", allowed-origins: "${ORIGINS}"}
				""");
		variables(Map.of("ORIGINS", "[\"https://a.example\",\"https://b.example\"]"));
		assertThat(problems()).map(PropertiesCorsPolicySourceTests::action)
			.containsExactly("Separate the values with commas: /x,/a,/b",
					"Separate the values with commas: https://a.example,https://b.example");
	}

	/** What the report says below its action for a single problem. */
	private static String action(CorsProblem problem) {
		return new ProblemReport(List.of(problem)).action()
			.replaceAll("\\s+", " ")
			.replace("Change the configuration: 1. " + problem.property() + " ", "");
	}

	@Test
	void unquotedElementIsExplained() {
		yaml("""
				cors.policies.a: {paths: /a, allowed-origins: [http://localhost:[3000,4200]]}
				""");
		assertThat(problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.message()).contains("not in quotes");
			assertThat(new ProblemReport(List.of(problem)).action().replaceAll("\\s+", " "))
				.contains("Write \"http://localhost:[3000,4200]\", with the quotes");
		});
	}

	@Test
	void blanksAroundScalarsAreIgnored() {
		map("map", Map.of("cors.policies.a.paths", " /a ", "cors.policies.a.allowed-origins", "none ",
				"cors.policies.a.max-age", "1800 ", "cors.policies.a.on-disallowed", " omit-headers",
				"cors.policies.a.allow-credentials", "true ", "cors.filter-order", " 7 ", "cors.debug", " true "));
		assertThat(policy("a").maxAge()).isEqualTo(Duration.ofMinutes(30));
		assertThat(policy("a").onDisallowed()).isEqualTo(OnDisallowed.OMIT_HEADERS);
		assertThat(policy("a").allowCredentials()).isTrue();
		CorsProperties settings = new PropertiesCorsPolicySource(this.environment).settings();
		assertThat(settings.debug()).isTrue();
		assertThat(settings.filterOrder()).isEqualTo(7);
	}

	@Test
	void fileWithEmptyMapIsHarmless() {
		yaml("{}");
		yaml(PARTNERS);
		assertThat(policies()).hasSize(1);
	}

	@Test
	void forgottenLevelsAreNamed() {
		yaml("""
				cors:
				  defaults.max-age: 1h
				  partners:
				    paths: /p
				    allowed-origins: https://a.example
				""");
		assertThat(problems()).extracting(CorsProblem::property, CorsProblem::suggestion)
			.contains(tuple("cors.partners", "cors.policies.partners"));
		yaml("""
				cors:
				  policies:
				    paths: [/p, /q]
				    allowed-origins: https://a.example
				    partners:
				""");
		assertThat(problems()).filteredOn((problem) -> problem.reason() == Reason.UNKNOWN_KEY)
			.extracting(CorsProblem::policy, CorsProblem::property, CorsProblem::suggestion)
			.containsExactly(tuple(null, "cors.policies.paths", "cors.policies.<name>.paths"),
					tuple(null, "cors.policies.allowed-origins", "cors.policies.<name>.allowed-origins"));
		assertThat(problems()).allSatisfy((problem) -> assertThat(problem.policy()).isIn(null, "partners"));
	}

	@Test
	void policyMayHaveTheNameOfAKey() {
		yaml("""
				cors.policies.paths: {paths: /p, allowed-origins: "https://a.example"}
				""");
		assertThat(policy("paths").paths()).containsExactly("/p");
	}

	@Test
	void misspelledKeyIsNotAlsoReportedAsMissing() {
		yaml("""
				cors.policies.partners: {path: /p, origins: "https://a.example"}
				""");
		assertThat(problems()).extracting(CorsProblem::property)
			.containsExactlyInAnyOrder("cors.policies.partners.path", "cors.policies.partners.origins");
	}

	@Test
	void rootKeyInPolicyIsNamed() {
		yaml("""
				cors:
				  defaults: {debug: true}
				  policies.p: {paths: /p, allowed-origins: "https://a.example", allowed-hosts: a.example}
				""");
		assertThat(problems()).extracting(CorsProblem::suggestion).contains("cors.allowed-hosts", "cors.debug");
	}

	@Test
	void variablesThatLookLikeKeysAreLogged(CapturedOutput output) {
		yaml(PARTNERS);
		variables(Map.of("CORS_ALLOWED_ORIGINS", "x", "CORS_MAXAGE", "1m", "CORS_FILTER_ORDER", "0", "CORS_DEBUGG",
				"true", "CORS_SERVICE_HOST", "x", "CORS_ALLOWED_HOSTS", "a.example"));
		assertThat(policy("partners").paths()).hasSize(1);
		assertThat(output).contains("CORS_ALLOWED_ORIGINS", "the nearest key is cors.policies.<name>.allowed-origins",
				"CORS_MAXAGE", "the nearest key is cors.policies.<name>.max-age", "CORS_FILTER_ORDER",
				"the nearest key is cors.filter-order", "CORS_DEBUGG", "the nearest key is cors.debug", "omit dashes",
				"the nearest key is cors.allowed-hosts, and the name of its variable is CORS_ALLOWEDHOSTS.")
			.doesNotContain("CORS_SERVICE_HOST");
	}

	private static Tuple tuple(Object... values) {
		return Tuple.tuple(values);
	}

	@Test
	void valuesOfWrongTypeAreAllReportedWithPlaces() {
		yaml("""
				cors:
				  debug: maybe
				  filter-order: first
				  policies:
				    partners:
				      paths: /p
				      allowed-origins: https://a.example
				      allow-credentials: sometimes
				      max-age: soon
				      on-disallowed: ignore
				      dangerously-tolerate: [insecure-origins, everything]
				      shadow:
				        max-age: later
				""");
		assertThat(problems()).allSatisfy((problem) -> assertThat(problem.reason()).isEqualTo(Reason.INVALID_VALUE))
			.extracting(CorsProblem::property, CorsProblem::value, (problem) -> line(problem.place()))
			.containsExactlyInAnyOrder(tuple("cors.debug", "maybe", "2"), tuple("cors.filter-order", "first", "3"),
					tuple("cors.policies.partners.allow-credentials", "sometimes", "8"),
					tuple("cors.policies.partners.max-age", "soon", "9"),
					tuple("cors.policies.partners.on-disallowed", "ignore", "10"),
					tuple("cors.policies.partners.dangerously-tolerate[1]", "everything", "11"),
					tuple("cors.policies.partners.shadow.max-age", "later", "13"));
	}

	@Test
	void eachInvalidElementIsReported() {
		yaml("""
				cors.policies.p:
				  paths: /p
				  allowed-origins: https://a.example
				  dangerously-tolerate: [everything, insecure-origins, "", nothing]
				""");
		assertThat(problems()).extracting(CorsProblem::property, CorsProblem::value)
			.containsExactly(tuple("cors.policies.p.dangerously-tolerate[0]", "everything"),
					tuple("cors.policies.p.dangerously-tolerate[2]", ""),
					tuple("cors.policies.p.dangerously-tolerate[3]", "nothing"));
	}

	private static String line(String place) {
		return place.substring(place.lastIndexOf(' ') + 1, place.lastIndexOf(':'));
	}

	@Test
	void problemsOfInheritedKeysNameDefaultsOnce() {
		yaml("""
				cors:
				  defaults:
				    allowed-origins:
				      - https://a.example/
				  policies:
				    one.paths: /one
				    two.paths: /two
				""");
		List<CorsPolicySpecification> specifications = new ArrayList<>(source().load().policies());
		assertThat(specifications).hasSize(2);
		assertThat(CorsPolicies.validate(specifications)).allSatisfy((problem) -> {
			assertThat(problem.property()).isEqualTo("cors.defaults.allowed-origins[0]");
			assertThat(problem.suggestion()).isEqualTo("https://a.example");
			assertThat(problem.place()).contains("4:9");
		});
	}

	@Test
	void emptyPolicyIsReported() {
		yaml("""
				cors.policies.partners:
				""");
		assertThat(CorsPolicies.validate(source().load().policies())).map(CorsProblem::reason)
			.containsExactly(Reason.NO_PATHS, Reason.NO_ORIGINS);
	}

	@Test
	void policyThatIsNotASectionIsReported() {
		yaml("""
				cors.policies:
				  partners: https://a.example
				""");
		assertThat(problems()).anySatisfy((problem) -> {
			assertThat(problem.reason()).isEqualTo(Reason.INVALID_VALUE);
			assertThat(problem.property()).isEqualTo("cors.policies.partners");
		});
	}

	@Test
	void problemsOfOneListAreInTheOrderOfItsElements() {
		yaml("""
				cors.policies.partners:
				  paths: [/a/, "b", "/c?x=1"]
				  allowed-origins:
				    - http://a.example
				    - https://b.example/
				    - http://c.example
				    - d.example
				  allow-credentials: true
				""");
		assertThat(problems()).map((problem) -> problem.property().replaceAll("cors.policies.partners.", ""))
			.containsExactly("paths[1]", "paths[2]", "allowed-origins[0]", "allowed-origins[1]", "allowed-origins[2]",
					"allowed-origins[3]");
	}

	@Test
	void policiesThatAreAListAreReported() {
		yaml("""
				cors.policies:
				  - paths: /a
				""");
		assertThat(problems())
			.anySatisfy((problem) -> assertThat(problem.suggestion()).isEqualTo("cors.policies.<name>"));
	}

	@Test
	void nameWithUpperCaseIsReportedWithSuggestion() {
		yaml(PARTNERS.replace("partners:", "Public_API:"));
		assertThat(CorsPolicies.validate(source().load().policies())).singleElement().satisfies((problem) -> {
			assertThat(problem.reason()).isEqualTo(Reason.INVALID_POLICY_NAME);
			assertThat(problem.value()).isEqualTo("Public_API");
			assertThat(problem.suggestion()).isEqualTo("public-api");
		});
	}

	@Test
	void shadowIsValidated() {
		yaml(PARTNERS + """
				      shadow:
				        allowed-origins: [partner.example]
				""");
		assertThat(problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.property()).isEqualTo("cors.policies.partners.shadow.allowed-origins[0]");
			assertThat(problem.suggestion()).isEqualTo("https://partner.example");
			assertThat(problem.place()).contains("9:27");
		});
	}

	@Test
	void noPropertiesMeanNoPolicies() {
		assertThat(source().load().policies()).isEmpty();
		yaml("cors:");
		assertThat(source().load().policies()).isEmpty();
	}

	private void yaml(String yaml) {
		try {
			new YamlPropertySourceLoader()
				.load("application.yml", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
				.forEach(this.environment.getPropertySources()::addLast);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void map(String name, Map<String, Object> properties) {
		this.environment.getPropertySources().addFirst(new MapPropertySource(name, properties));
	}

	private void variables(Map<String, Object> variables) {
		this.environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					variables));
	}

	private PropertiesCorsPolicySource source() {
		return new PropertiesCorsPolicySource(this.environment);
	}

	private List<CorsPolicy> policies() {
		return source().load().policies().stream().map(CorsPolicy::of).toList();
	}

	private CorsPolicy policy(String name) {
		return policies().stream().filter((policy) -> policy.name().equals(name)).findFirst().orElseThrow();
	}

	private List<CorsProblem> problems() {
		InvalidCorsPolicyException failure = catchThrowableOfType(InvalidCorsPolicyException.class, () -> {
			Collection<CorsPolicySpecification> specifications = source().load().policies();
			throw new InvalidCorsPolicyException(CorsPolicies.validate(specifications));
		});
		return failure.problems();
	}

}
