package io.github.corsstarter.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.corsstarter.policy.CorsPolicySpecification.Builder;
import io.github.corsstarter.policy.CorsProblem.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link CorsPolicy}, its specification, and the checks that a specification
 * must pass.
 */
class CorsPolicyTests {

	/**
	 * Problems that occur only together with other policies, or only in a configuration
	 * file.
	 */
	private static final Set<Reason> OF_OTHERS = EnumSet.of(Reason.UNKNOWN_KEY, Reason.INVALID_VALUE,
			Reason.INVALID_RELOAD_INTERVAL, Reason.INDEX_GAP, Reason.UNQUOTED_ELEMENT, Reason.PATH_QUERY_OR_FRAGMENT,
			Reason.PATH_REGULAR_EXPRESSION, Reason.PATH_FOREIGN_VARIABLE, Reason.UNRESOLVED_PLACEHOLDER,
			Reason.AMBIGUOUS_POLICY, Reason.DUPLICATE_POLICY_NAME, Reason.UNMATCHABLE_PATH, Reason.INVALID_PATH,
			Reason.DUPLICATE_PATH, Reason.OVERLAPPING_ORIGINS, Reason.DIFFERENT_ON_DISALLOWED, Reason.DIFFERENT_ENFORCE,
			Reason.METHOD_ONLY_FOR_EVERYONE);

	@ParameterizedTest
	@MethodSource("mistakes")
	void oneMistake(String name, UnaryOperator<Builder> mistake, Reason reason, String key, String value,
			String suggestion) {
		List<CorsProblem> problems = problems(name, mistake).stream().filter(CorsProblem::isError).toList();
		assertThat(problems).hasSize(1);
		CorsProblem problem = problems.get(0);
		assertThat(problem.reason()).isEqualTo(reason);
		assertThat(problem.policy()).isEqualTo(name);
		assertThat(problem.property()).isEqualTo("cors.policies." + name + key);
		assertThat(problem.value()).isEqualTo(value);
		assertThat(problem.suggestion()).isEqualTo(suggestion);
		assertThat(problem.message()).isNotBlank();
		assertThat(problem.place()).isNull();
	}

	static Stream<Arguments> mistakes() {
		return Stream.of(named("My Api", "my-api"), named("API", "api"), named("-a", "a"), named("a.b", "a-b"),
				named("a_b", "a-b"), named("", null), named("\u00FC", null), named("a\nb", "a-b"),
				mistake((builder) -> builder.paths(), Reason.NO_PATHS, ".paths", null, null),
				mistake((builder) -> builder.allowedOrigins(), Reason.NO_ORIGINS, ".allowed-origins", null, null),
				origin("example.com", Reason.ORIGIN_MISSING_SCHEME, "https://example.com"),
				origin("192.168.0.7:3000", Reason.ORIGIN_MISSING_SCHEME, "http://192.168.0.7:3000"),
				origin("10.0.0.1", Reason.ORIGIN_MISSING_SCHEME, "http://10.0.0.1"),
				origin("172.16.0.1:443", Reason.ORIGIN_MISSING_SCHEME, "https://172.16.0.1"),
				origin("172.32.0.1:3000", Reason.ORIGIN_MISSING_SCHEME, "https://172.32.0.1:3000"),
				origin("[fd00::1]:3000", Reason.ORIGIN_MISSING_SCHEME, "http://[fd00::1]:3000"),
				origin("10.example.com", Reason.ORIGIN_MISSING_SCHEME, "https://10.example.com"),
				origin("https://example.com/", Reason.ORIGIN_TRAILING_SLASH, "https://example.com"),
				origin("", Reason.ORIGIN_EMPTY, null), origin("https://.*", Reason.ORIGIN_REGULAR_EXPRESSION, null),
				origin(null, Reason.ORIGIN_EMPTY, null), method("", null), method("ALL", "*"), method("ANY", "*"),
				method("any", "*"), list("GET,PUT", null), list("['PUT']", "PUT"),
				mistake((builder) -> builder.allowedMethods("P*"), Reason.WILDCARD_IN_NAME, ".allowed-methods[0]", "P*",
						null),

				method("GET ", "GET"), method("G\u00CBT", null), methodCase("get", "GET"), methodCase("patch", "PATCH"),
				methodCase("Query", "QUERY"), method(null, null), forbiddenMethod("CONNECT"), forbiddenMethod("TRACE"),
				forbiddenMethod("TRACK"), forbiddenMethod("trace"),
				mistake((builder) -> builder.allowedMethods(), Reason.NO_METHODS, ".allowed-methods", null, null),
				header(" x-a ", "x-a"), header("", null), header("x a", null), header("x-a:", "x-a"),
				header("x-\u00E9", null), header("access-control-x:y", null), header("sec-x:y", null),
				mistake((builder) -> builder.exposedHeaders("etag", "x,y"), Reason.LIST_IN_ELEMENT,
						".exposed-headers[1]", "x,y", null),
				withCredentials("*", Reason.ANY_ORIGIN_WITH_CREDENTIALS, null),
				withCredentials("null", Reason.NULL_ORIGIN_WITH_CREDENTIALS, null),
				withCredentials("file://", Reason.NULL_ORIGIN_WITH_CREDENTIALS, null),
				withCredentials("moz-extension://*", Reason.ANY_HOST_WITH_CREDENTIALS, null),
				withCredentials("app://*:*", Reason.ANY_HOST_WITH_CREDENTIALS, null),
				withCredentials("http://example.com", Reason.INSECURE_ORIGIN_WITH_CREDENTIALS, "https://example.com"),
				withCredentials("http://*.example.com:8080", Reason.INSECURE_ORIGIN_WITH_CREDENTIALS, null),
				withCredentials("http://localhost.example", Reason.INSECURE_ORIGIN_WITH_CREDENTIALS,
						"https://localhost.example"),
				withCredentials("https://*.com", Reason.PUBLIC_SUFFIX_WITH_CREDENTIALS, null),
				withCredentials("https://pr-*.dev:*", Reason.PUBLIC_SUFFIX_WITH_CREDENTIALS, null),
				withCredentials("https://*shop.example", Reason.WILDCARD_IN_REGISTRABLE_NAME, "https://*.shop.example"),
				withCredentials("http://*shop.localhost.example:*", Reason.INSECURE_ORIGIN_WITH_CREDENTIALS, null),
				mistake((builder) -> builder.allowCredentials(true).exposedHeaders("etag", "*"),
						Reason.ANY_EXPOSED_HEADER_WITH_CREDENTIALS, ".exposed-headers[1]", "*", null),
				maxAge(Duration.ofSeconds(-1), "0"), maxAge(Duration.ofMillis(-1), "0"),
				maxAge(Duration.ofSeconds(1L << 31), "2h"), maxAge(Duration.ofSeconds(Long.MAX_VALUE), "2h"));
	}

	@Test
	void everyReasonIsTested() {
		Set<Reason> tested = new HashSet<>(OF_OTHERS);
		mistakes().forEach((row) -> tested.add((Reason) row.get()[2]));
		// This problem never occurs alone. It is tested below.
		tested.add(Reason.CONTRADICTING_ORIGINS);
		// Not a problem of a single policy. See CorsPoliciesTests.
		tested.add(Reason.SOURCE_FAILED);
		// Not problems of a policy. See InvalidConfigurationTests.
		tested.addAll(
				List.of(Reason.HOST_WITH_SCHEME, Reason.HOST_WITH_PATH, Reason.HOST_WITH_PORT, Reason.INVALID_HOST));
		assertThat(tested).containsAll(Stream.of(Reason.values())
			.filter((reason) -> reason.isError() && !reason.name().startsWith("ORIGIN_"))
			.toList());
	}

	private static Arguments named(String name, String suggestion) {
		return Arguments.of(name, UnaryOperator.<Builder>identity(), Reason.INVALID_POLICY_NAME, "", name, suggestion);
	}

	private static Arguments mistake(UnaryOperator<Builder> mistake, Reason reason, String key, String value,
			String suggestion) {
		return Arguments.of("a-1", mistake, reason, key, value, suggestion);
	}

	private static Arguments origin(String origin, Reason reason, String suggestion) {
		return mistake((builder) -> builder.allowedOrigins("https://a.example", origin), reason, ".allowed-origins[1]",
				(origin != null) ? origin : "", suggestion);
	}

	private static Arguments method(String method, String suggestion) {
		return mistake((builder) -> builder.allowedMethods("PUT", method), Reason.INVALID_METHOD, ".allowed-methods[1]",
				(method != null) ? method : "", suggestion);
	}

	private static Arguments list(String method, String suggestion) {
		return mistake((builder) -> builder.allowedMethods("PUT", method), Reason.LIST_IN_ELEMENT,
				".allowed-methods[1]", method, suggestion);
	}

	private static Arguments methodCase(String method, String suggestion) {
		return mistake((builder) -> builder.allowedMethods("PUT", method), Reason.METHOD_CASE, ".allowed-methods[1]",
				method, suggestion);
	}

	private static Arguments forbiddenMethod(String method) {
		return mistake((builder) -> builder.allowedMethods(method), Reason.FORBIDDEN_METHOD, ".allowed-methods[0]",
				method, null);
	}

	private static Arguments header(String header, String suggestion) {
		return mistake((builder) -> builder.allowedHeaders("x-b", header), Reason.INVALID_HEADER, ".allowed-headers[1]",
				header, suggestion);
	}

	private static Arguments withCredentials(String origin, Reason reason, String suggestion) {
		return mistake((builder) -> builder.allowCredentials(true).allowedOrigins(origin), reason,
				".allowed-origins[0]", origin, suggestion);
	}

	private static Arguments maxAge(Duration maxAge, String suggestion) {
		return mistake((builder) -> builder.maxAge(maxAge), Reason.INVALID_MAX_AGE, ".max-age", maxAge.toString(),
				suggestion);
	}

	private static List<CorsProblem> problems(String name, UnaryOperator<Builder> mistake) {
		List<CorsProblem> problems = new ArrayList<>();
		CorsPolicySpecification specification = mistake.apply(valid(name)).build();
		assertThat(CorsPolicy.of(specification, problems)).isNull();
		return problems;
	}

	private static Builder valid(String name) {
		return CorsPolicySpecification.builder(name).paths("/api/**").allowedOrigins("https://a.example");
	}

	@Test
	void listInElementOfPolicyInCodeNeedsSeparateElements() {
		assertThat(problems("a", (builder) -> builder.allowedMethods("GET,PUT"))).map(CorsProblem::action)
			.containsExactly("Write each value as a separate element: GET and PUT");
	}

	@Test
	void contradictingOrigins() {
		assertThat(problems("a", (builder) -> builder.allowedOrigins("https://a.example", "*", "none")))
			.satisfiesExactly((problem) -> {
				assertThat(problem.reason()).isEqualTo(Reason.CONTRADICTING_ORIGINS);
				assertThat(problem.property()).isEqualTo("cors.policies.a.allowed-origins[1]");
				assertThat(problem.value()).isEqualTo("*");
			}, (problem) -> {
				assertThat(problem.reason()).isEqualTo(Reason.CONTRADICTING_ORIGINS);
				assertThat(problem.property()).isEqualTo("cors.policies.a.allowed-origins[2]");
				assertThat(problem.value()).isEqualTo("none");
			});
	}

	@Test
	void everyMistakeIsReportedAtOnce() {
		CorsPolicySpecification specification = CorsPolicySpecification.builder("A")
			.allowedOrigins("example.com", "null", "http://*.com", "https://a.example/", "https://*.net")
			.allowedMethods("put", "TRACE", "")
			.allowedHeaders("Cookie", "x y")
			.exposedHeaders("*", "Set-Cookie")
			.allowCredentials(true)
			.maxAge(Duration.ofSeconds(-5))
			.build();
		assertThatExceptionOfType(InvalidCorsPolicyException.class).isThrownBy(() -> CorsPolicy.of(specification))
			.satisfies((ex) -> {
				assertThat(ex.problems()).extracting(CorsProblem::reason)
					.containsExactlyInAnyOrder(Reason.INVALID_POLICY_NAME, Reason.NO_PATHS,
							Reason.ORIGIN_MISSING_SCHEME, Reason.ORIGIN_TRAILING_SLASH,
							Reason.NULL_ORIGIN_WITH_CREDENTIALS, Reason.INSECURE_ORIGIN_WITH_CREDENTIALS,
							Reason.PUBLIC_SUFFIX_WITH_CREDENTIALS, Reason.PUBLIC_SUFFIX_WITH_CREDENTIALS,
							Reason.METHOD_CASE, Reason.FORBIDDEN_METHOD, Reason.INVALID_METHOD, Reason.INVALID_HEADER,
							Reason.ANY_EXPOSED_HEADER_WITH_CREDENTIALS, Reason.INVALID_MAX_AGE);
				assertThat(ex).hasMessageContaining("cors.policies.A.allowed-methods[1]");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "Cookie", "cookie2", "HOST", "Sec-Fetch-Site", "Proxy-Authorization", "Origin", "Referer",
			"content-length", "accept-charset", "Accept-Encoding", "connection", "date", "DNT", "expect", "keep-alive",
			"set-cookie", "TE", "trailer", "transfer-encoding", "upgrade", "via", "access-control-request-headers",
			"Access-Control-Request-Method", "access-control-request-private-network" })
	void headerThatNoScriptSetsIsAllowedWithAWarning(String header) {
		assertOneWarning(valid("a").allowedHeaders(header), Reason.FORBIDDEN_REQUEST_HEADER,
				"Browsers do not let scripts set this header, so this entry has no effect. Remove it.");
		assertThat(CorsPolicy.of(valid("a").allowedHeaders(header).build()).allowedHeaders()).containsExactly(header);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Access-Control-Allow-Origin", "access-control-max-age" })
	void responseHeaderOfTheProtocolIsAllowedWithAWarning(String header) {
		assertOneWarning(valid("a").allowedHeaders(header), Reason.PROTOCOL_HEADER,
				"This is a response header of the CORS protocol. A page that sends it does so by mistake. Remove it here once no page sends it.");
		assertThat(CorsPolicy.of(valid("a").allowedHeaders(header).build()).allowedHeaders()).containsExactly(header);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Set-Cookie", "set-cookie2" })
	void headerThatNoScriptReadsIsExposedWithAWarning(String header) {
		assertOneWarning(valid("a").exposedHeaders(header), Reason.FORBIDDEN_RESPONSE_HEADER,
				"Browsers do not let scripts read this header, so this entry has no effect. Remove it.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Origin", "Access-Control-Allow-Origin", "access-control-request-headers" })
	void exposedHeaderOfTheProtocolIsAWarning(String header) {
		assertOneWarning(valid("a").exposedHeaders(header), Reason.PROTOCOL_HEADER,
				"Browsers use this header for the CORS protocol. Scripts do not need to read it. Remove it.");
		assertThat(CorsPolicy.of(valid("a").exposedHeaders(header).build()).exposedHeaders()).containsExactly(header);
	}

	private static void assertOneWarning(Builder policy, Reason reason, String message) {
		List<CorsProblem> problems = new ArrayList<>();
		assertThat(CorsPolicy.of(policy.build(), problems)).isNotNull();
		assertThat(problems).singleElement().satisfies((problem) -> {
			assertThat(problem.reason()).isEqualTo(reason);
			assertThat(problem.isError()).isFalse();
			assertThat(problem.message()).isEqualTo(message);
		});
	}

	@Test
	void headerBesideWildcardHasOneWarning() {
		List<CorsProblem> problems = new ArrayList<>();
		CorsPolicy.of(
				valid("a").allowedHeaders("*", "Origin", "accept", "x-a").exposedHeaders("*", "Set-Cookie").build(),
				problems);
		assertThat(problems).extracting(CorsProblem::value, CorsProblem::reason)
			.containsExactly(tuple("Origin", Reason.FORBIDDEN_REQUEST_HEADER),
					tuple("accept", Reason.SAFELISTED_REQUEST_HEADER),
					tuple("Set-Cookie", Reason.FORBIDDEN_RESPONSE_HEADER), tuple("x-a", Reason.REDUNDANT_VALUE));
	}

	@Test
	void everyOriginWithCredentialsHasTwoWaysOut() {
		assertThat(problems("a", (builder) -> builder.allowedOrigins("*").allowCredentials(true))).singleElement()
			.satisfies((problem) -> assertThat(problem.message())
				.endsWith("List the origins. If pages send tokens and no cookies, remove allow-credentials."));
		assertThat(CorsPolicy.of(valid("a").allowedOrigins("*").build()).allowCredentials()).isFalse();
	}

	@Test
	void publicSuffixWithCredentialsHasThreeWaysOut() {
		assertThat(problems("a", (builder) -> builder.allowedOrigins("https://*.github.io").allowCredentials(true)))
			.singleElement()
			.satisfies((problem) -> assertThat(problem.message()).endsWith(
					"List the origins. If pages send tokens and no cookies, remove allow-credentials. To accept this, add 'public-suffix-subdomains' to dangerously-tolerate."));
	}

	@Test
	void wildcardInAnAddressSaysWhyNoFormExists() {
		assertThat(problems("a", (builder) -> builder.allowedOrigins("http://192.168.*.*:*"))).singleElement()
			.satisfies((problem) -> assertThat(problem.message()).isEqualTo(
					"An IP address cannot contain '*'. A pattern such as http://192.168.*.*:* would also match names that anyone can register, such as http://192.168.0.7.evil.example:8080. In a development profile, list the addresses that you use, or write only '*', without allow-credentials."));
	}

	@Test
	void invalidOriginGetsOneActionTheFinalOne() {
		List<CorsProblem> problems = problems("a",
				(builder) -> builder
					.allowedOrigins("http://www.foo.example/", "http://*.foo.example:8080/", "http://*.com/")
					.allowCredentials(true));
		assertThat(problems).extracting(CorsProblem::value, CorsProblem::suggestion)
			.containsExactly(tuple("http://www.foo.example/", "https://www.foo.example"),
					tuple("http://*.foo.example:8080/", null), tuple("http://*.com/", null));
		assertThat(problems).allSatisfy((problem) -> {
			assertThat(problem.reason()).isEqualTo(Reason.ORIGIN_TRAILING_SLASH);
			assertThat(problem.message()).startsWith("No browser sends this origin: ")
				.contains(". With credentials, an http origin would let anyone on the network read your users' data.");
		});
		assertThat(problems("a",
				(builder) -> builder.allowedOrigins("http://www.foo.example/")
					.allowCredentials(true)
					.dangerouslyTolerate(DangerousTolerance.INSECURE_ORIGINS)))
			.extracting(CorsProblem::suggestion)
			.containsExactly("http://www.foo.example");
	}

	@Test
	void problemsOfOthersDoNotSpoilAPolicy() {
		List<CorsProblem> problems = new ArrayList<>(problems("A", UnaryOperator.identity()));
		CorsPolicySpecification specification = valid("a").build();
		assertThat(CorsPolicy.of(specification, problems)).isNotNull();
		assertThat(problems).hasSize(1);
	}

	@Test
	void tolerancesSwitchOffTheirCheckAlone() {
		for (DangerousTolerance tolerance : DangerousTolerance.values()) {
			List<Reason> reasons = problems("a",
					(builder) -> builder.allowedOrigins("http://a.example", "https://*.com", "null")
						.allowCredentials(true)
						.dangerouslyTolerate(Set.of(tolerance)))
				.stream()
				.map(CorsProblem::reason)
				.toList();
			Reason own = switch (tolerance) {
				case INSECURE_ORIGINS -> Reason.INSECURE_ORIGIN_WITH_CREDENTIALS;
				case PUBLIC_SUFFIX_SUBDOMAINS -> Reason.PUBLIC_SUFFIX_WITH_CREDENTIALS;
				case NULL_ORIGIN -> Reason.NULL_ORIGIN_WITH_CREDENTIALS;
			};
			assertThat(reasons).hasSize(2).doesNotContain(own);
		}
		CorsPolicy policy = CorsPolicy.of(valid("a").allowedOrigins("http://a.example", "https://*.com", "null")
			.allowCredentials(true)
			.dangerouslyTolerate(EnumSet.allOf(DangerousTolerance.class))
			.build());
		assertThat(policy.dangerouslyTolerate()).containsExactlyInAnyOrder(DangerousTolerance.values());
	}

	@Test
	void noToleranceAllowsAnyHostOfAScheme() {
		assertThat(problems("a",
				(builder) -> builder.allowedOrigins("app://*", "http://a.example", "https://*.com", "file://")
					.allowCredentials(true)
					.dangerouslyTolerate(EnumSet.allOf(DangerousTolerance.class))))
			.map(CorsProblem::reason)
			.containsExactly(Reason.ANY_HOST_WITH_CREDENTIALS);
	}

	@Test
	void originThatAnyHostCoversIsRedundant() {
		List<CorsProblem> problems = new ArrayList<>();
		CorsPolicy.of(valid("a").allowedOrigins("app://*", "app://a", "app://*.b", "app://a:1").build(), problems);
		assertThat(problems).map((problem) -> problem.reason() + " " + problem.value())
			.containsExactly("COVERED_ORIGIN app://a", "COVERED_ORIGIN app://*.b");
	}

	@Test
	void harmlessOriginsPassWithCredentials() {
		CorsPolicy policy = CorsPolicy.of(valid("a")
			.allowedOrigins("https://a.example", "https://*.example.com", "http://localhost:3000", "http://*.localhost",
					"http://127.0.0.1:*", "http://[::1]", "app://desktop", "https://*.localhost")
			.allowCredentials(true)
			.build());
		assertThat(policy.allowedOrigins()).hasSize(8);
		assertThat(CorsPolicy.of(valid("a").allowedOrigins("none").allowCredentials(true).build()).allowedOrigins())
			.hasSize(1);
	}

	@Test
	void withoutCredentialsEverythingMayBeAllowed() {
		for (String origin : List.of("*", "null", "http://example.com", "https://*.com", "none")) {
			assertThat(CorsPolicy.of(valid("a").allowedOrigins(origin).exposedHeaders("*").build()).allowedOrigins())
				.singleElement()
				.hasToString(origin);
		}
	}

	@Test
	void defaults() {
		CorsPolicy policy = CorsPolicy.of(valid("a").build());
		assertThat(policy.name()).isEqualTo("a");
		assertThat(policy.paths()).containsExactly("/api/**");
		assertThat(policy.allowedMethods()).containsExactly("GET", "HEAD", "POST");
		assertThat(policy.allowedHeaders()).isEmpty();
		assertThat(policy.exposedHeaders()).isEmpty();
		assertThat(policy.allowCredentials()).isFalse();
		assertThat(policy.allowTiming()).isFalse();
		assertThat(policy.allowPrivateNetwork()).isFalse();
		assertThat(policy.maxAge()).isEqualTo(Duration.ofMinutes(30));
		assertThat(policy.onDisallowed()).isEqualTo(OnDisallowed.REJECT);
		assertThat(policy.dangerouslyTolerate()).isEmpty();
		assertThat(policy.locations().property("paths")).isEqualTo("cors.policies.a.paths");
		assertThat(policy.locations().place("cors.policies.a.paths")).isNull();
		assertThat(policy).hasToString("CorsPolicy[a]");
	}

	@Test
	void namesAreSimplified() {
		CorsPolicy policy = CorsPolicy.of(valid("a").allowedMethods("PUT", "GET", "approve", "PUT")
			.allowedHeaders("x-a", "x-a", "X-B")
			.exposedHeaders("etag", "*", "x-a")
			.maxAge(Duration.ZERO)
			.build());
		assertThat(policy.allowedMethods()).containsExactly("PUT", "GET", "HEAD", "approve");
		assertThat(policy.allowedHeaders()).containsExactly("x-a", "X-B");
		assertThat(policy.exposedHeaders()).containsExactly("*");
		assertThat(CorsPolicy.of(valid("a").allowedMethods("HEAD").build()).allowedMethods()).containsExactly("HEAD");
		assertThat(CorsPolicy.of(valid("a").allowedMethods("*", "GET").build()).allowedMethods()).containsExactly("*");
		assertThat(CorsPolicy.of(valid("a").allowedHeaders("x-a", "*").build()).allowedHeaders()).containsExactly("*");
		assertThat(CorsPolicy.of(valid("a").maxAge(Duration.ofSeconds(Integer.MAX_VALUE)).build()).maxAge())
			.hasSeconds(Integer.MAX_VALUE);
	}

	@Test
	void specificationsDoNotChangeWithTheirBuilder() {
		String[] origins = { "https://a.example" };
		List<String> paths = new ArrayList<>(List.of("/a"));
		Set<DangerousTolerance> tolerances = EnumSet.of(DangerousTolerance.NULL_ORIGIN);
		Builder builder = CorsPolicySpecification.builder("a")
			.paths(paths)
			.allowedOrigins(origins)
			.dangerouslyTolerate(tolerances);
		CorsPolicySpecification specification = builder.build();
		origins[0] = "https://evil.example";
		paths.add("/b");
		tolerances.clear();
		builder.paths("/c")
			.allowedOrigins("*")
			.allowedMethods("PUT")
			.allowedHeaders("x-a")
			.exposedHeaders("x-b")
			.allowCredentials(true)
			.allowTiming(true)
			.allowPrivateNetwork(true)
			.maxAge(Duration.ZERO)
			.onDisallowed(OnDisallowed.OMIT_HEADERS)
			.dangerouslyTolerate(Set.of())
			.locations(SettingLocations.inCode("b"));
		CorsPolicy policy = CorsPolicy.of(specification);
		assertThat(specification.name()).isEqualTo("a");
		assertThat(specification.paths()).containsExactly("/a");
		assertThat(policy.allowedOrigins()).extracting(Object::toString).containsExactly("https://a.example");
		assertThat(policy.allowedMethods()).containsExactly("GET", "HEAD", "POST");
		assertThat(policy.allowedHeaders()).isEmpty();
		assertThat(policy.exposedHeaders()).isEmpty();
		assertThat(policy.allowCredentials()).isFalse();
		assertThat(policy.allowTiming()).isFalse();
		assertThat(policy.allowPrivateNetwork()).isFalse();
		assertThat(policy.maxAge()).isEqualTo(Duration.ofMinutes(30));
		assertThat(policy.onDisallowed()).isEqualTo(OnDisallowed.REJECT);
		assertThat(policy.dangerouslyTolerate()).containsExactly(DangerousTolerance.NULL_ORIGIN);
		assertThat(policy.locations().property("x")).isEqualTo("cors.policies.a.x");
		for (List<?> list : Arrays.asList(policy.paths(), policy.allowedOrigins(), policy.allowedMethods(),
				policy.allowedHeaders(), policy.exposedHeaders())) {
			assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
		}
	}

	@Test
	void candidateHasTheNameAndPathsOfThePolicy() {
		CorsPolicySpecification specification = valid("a").allowedHeaders("x-a")
			.shadow((candidate) -> candidate.paths("/other").allowedOrigins("https://b.example"))
			.build();
		CorsPolicySpecification candidate = specification.shadow();
		assertThat(candidate.name()).isEqualTo("a");
		assertThat(candidate.paths()).containsExactly("/api/**");
		assertThat(candidate.allowedOrigins()).containsExactly("https://b.example");
		assertThat(candidate.allowedHeaders()).containsExactly("x-a");
		assertThat(candidate.shadow()).isNull();
		assertThat(candidate.locations().property("paths")).isEqualTo("cors.policies.a.shadow.paths");
		assertThat(specification.allowedOrigins()).containsExactly("https://a.example");
		assertThat(CorsPolicy.of(specification).shadow().allowedOrigins()).extracting(Object::toString)
			.containsExactly("https://b.example");
		assertThat(CorsPolicy.of(valid("a").build()).shadow()).isNull();
	}

	@Test
	void invalidCandidateSpoilsThePolicy() {
		assertThat(problems("a", (builder) -> builder.shadow((candidate) -> candidate.allowedMethods("put"))))
			.singleElement()
			.satisfies((problem) -> {
				assertThat(problem.reason()).isEqualTo(Reason.METHOD_CASE);
				assertThat(problem.policy()).isEqualTo("a");
				assertThat(problem.property()).isEqualTo("cors.policies.a.shadow.allowed-methods[0]");
			});
	}

	@Test
	void copiesKeepEverySetting() {
		SettingLocations locations = SettingLocations.inCode("b");
		CorsPolicySpecification original = CorsPolicySpecification.builder("a")
			.paths("/x", "/y")
			.allowedOrigins("http://a.example", "https://*.b.example:[8080,8443]")
			.allowedMethods("PUT", "DELETE")
			.allowedHeaders("x-a")
			.exposedHeaders("etag")
			.allowCredentials(true)
			.allowTiming(true)
			.allowPrivateNetwork(true)
			.maxAge(Duration.ofSeconds(7))
			.onDisallowed(OnDisallowed.OMIT_HEADERS)
			.dangerouslyTolerate(DangerousTolerance.INSECURE_ORIGINS)
			.locations(locations)
			.shadow((candidate) -> candidate.allowedOrigins("https://c.example").locations(locations))
			.build();
		for (CorsPolicySpecification copy : List.of(original.mutate().build(),
				CorsPolicy.of(original).mutate().build())) {
			assertThat(copy).usingRecursiveComparison().ignoringFields("settings.candidate").isEqualTo(original);
		}
		CorsPolicySpecification changed = original.mutate().allowedHeaders("x-b").build();
		assertThat(changed.allowedHeaders()).containsExactly("x-b");
		assertThat(changed.shadow().allowedHeaders()).containsExactly("x-b");
		assertThat(changed.shadow().allowedOrigins()).containsExactly("https://c.example");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			*                          |        | With credentials, '*' would let every site read
			https://a.example null     |        | Any site can obtain the origin 'null'
			http://a.example           | *      | With credentials, an http origin would let anyone
			https://*.github.io        |        | Anyone can register a name below 'github.io'
			https://a.example          | etag * | With credentials, browsers treat '*' as the name of a header
			""")
	void firstObstacleToCredentialsIsNamed(String origins, String exposed, String message) {
		CorsPolicy policy = CorsPolicy.of(valid("a").allowedOrigins(origins.split(" "))
			.exposedHeaders((exposed != null) ? exposed.split(" ") : new String[0])
			.build());
		assertThat(policy.credentialsObstacle()).startsWith(message).isSameAs(policy.credentialsObstacle());
	}

	@Test
	void harmlessSettingsAreNoObstacleToCredentials() {
		assertThat(CorsPolicy.of(valid("a").build()).credentialsObstacle()).isNull();
		assertThat(CorsPolicy.of(valid("a").allowCredentials(true).build()).credentialsObstacle()).isNull();
		assertThat(CorsPolicy
			.of(valid("a").allowedOrigins("https://*.example.com", "http://localhost:3000", "app://x")
				.exposedHeaders("etag")
				.build())
			.credentialsObstacle()).isNull();
		assertThat(CorsPolicy
			.of(valid("a").allowedOrigins("http://a.example")
				.dangerouslyTolerate(DangerousTolerance.INSECURE_ORIGINS)
				.build())
			.credentialsObstacle()).isNull();
	}

	@Test
	void emptyElementsAreCalledEmpty() {
		assertThat(message((builder) -> builder.allowedOrigins(""))).startsWith("The origin is empty. ");
		assertThat(message((builder) -> builder.allowedOrigins("x"))).startsWith("No browser sends this origin: ");
		assertThat(message((builder) -> builder.allowedMethods(""))).isEqualTo("The name of the method is empty.");
		assertThat(message((builder) -> builder.allowedMethods("a:b"))).isEqualTo("This is not a valid method name.");
		assertThat(message((builder) -> builder.allowedHeaders(""))).isEqualTo("The name of the header is empty.");
		assertThat(message((builder) -> builder.exposedHeaders("a:b"))).isEqualTo("This is not a valid header name.");
	}

	private static String message(UnaryOperator<Builder> mistake) {
		List<CorsProblem> problems = problems("a", mistake);
		assertThat(problems).hasSize(1);
		return problems.get(0).message();
	}

	@Test
	void patternThatMatchesOtherDomainsHasASuggestionThatIsSafe() {
		assertThat(problems("a", (builder) -> builder.allowedOrigins("http://*shop.example"))).singleElement()
			.satisfies((problem) -> {
				assertThat(problem.reason()).isEqualTo(Reason.WILDCARD_IN_REGISTRABLE_NAME);
				assertThat(problem.message()).isEqualTo("This pattern also matches 'evilshop.example',"
						+ " which anyone can register. Write a dot after '*'.");
				assertThat(problem.suggestion()).isEqualTo("http://*.shop.example");
			});
		assertThat(problems("a",
				(builder) -> builder.allowCredentials(true).allowedOrigins("http://*shop.example:*", "http://*.com")))
			.extracting(CorsProblem::reason, CorsProblem::suggestion)
			.containsExactlyInAnyOrder(tuple(Reason.WILDCARD_IN_REGISTRABLE_NAME, null),
					tuple(Reason.INSECURE_ORIGIN_WITH_CREDENTIALS, null),
					tuple(Reason.INSECURE_ORIGIN_WITH_CREDENTIALS, null),
					tuple(Reason.PUBLIC_SUFFIX_WITH_CREDENTIALS, null));
	}

	@Test
	void maxAgeIsReportedOnlyIfBrowsersShortenIt() {
		assertThat(warnings((builder) -> builder.maxAge(Duration.ofHours(2)))).isEmpty();
		assertThat(warnings((builder) -> builder.maxAge(Duration.ofSeconds(7201)))).singleElement()
			.satisfies((problem) -> {
				assertThat(problem.reason()).isEqualTo(Reason.MAX_AGE_CAPPED);
				assertThat(problem.isError()).isFalse();
				assertThat(problem.value()).isEqualTo("PT2H1S");
				assertThat(problem.suggestion()).isEqualTo("2h");
			});
		assertThat(warnings((builder) -> builder.maxAge(Duration.ofMillis(1500)))).extracting(CorsProblem::reason)
			.containsExactly(Reason.MAX_AGE_FRACTION);
	}

	@Test
	void valueIsShownAsWritten() {
		SettingLocations locations = new SettingLocations() {

			@Override
			public String property(String key) {
				return "p." + key;
			}

			@Override
			public String place(String property) {
				return null;
			}

			@Override
			public String value(String property) {
				return "value of " + property;
			}

		};
		assertThat(warnings((builder) -> builder.maxAge(Duration.ofDays(1)).locations(locations))).singleElement()
			.satisfies((problem) -> assertThat(problem.value()).isEqualTo("value of p.max-age"));
		assertThat(locations.isInCode()).isFalse();
		assertThat(locations.isSet("max-age")).isFalse();
		SettingLocations inCode = SettingLocations.inCode("a");
		assertThat(inCode.isInCode()).isTrue();
		assertThat(inCode.isSet("max-age")).isFalse();
		assertThat(inCode.value("cors.policies.a.max-age")).isNull();
	}

	private static List<CorsProblem> warnings(UnaryOperator<Builder> change) {
		List<CorsProblem> problems = new ArrayList<>();
		assertThat(CorsPolicy.of(change.apply(valid("a")).build(), problems)).isNotNull();
		return problems;
	}

	@Test
	void problemsSayWhereTheyAre() {
		SettingLocations provenance = new SettingLocations() {

			@Override
			public String property(String key) {
				return "cors.defaults." + key;
			}

			@Override
			public String place(String property) {
				return property.startsWith("cors.defaults.") ? "application.yml - 3:5" : null;
			}

		};
		assertThat(problems("a", (builder) -> builder.locations(provenance).allowedMethods("put"))).singleElement()
			.satisfies((problem) -> {
				assertThat(problem.property()).isEqualTo("cors.defaults.allowed-methods[0]");
				assertThat(problem.place()).isEqualTo("application.yml - 3:5");
			});
	}

	@Test
	void specialNames() {
		assertThat(Stream.of("GET", "HEAD", "POST", "PUT", "get").filter(FetchNames::isSafelistedMethod))
			.containsExactly("GET", "HEAD", "POST");
		assertThat(Stream.of("CONNECT", "trace", "Track", "GET").filter(FetchNames::isForbiddenMethod))
			.containsExactly("CONNECT", "trace", "Track");
		assertThat(Stream.of("Accept", "range", "content-type", "x-a").filter(FetchNames::isSafelistedRequestHeader))
			.containsExactly("Accept", "range");
		assertThat(Stream.of("Cookie", "Sec-X", "proxy-x", "x-sec-", "sec", "accept")
			.filter(FetchNames::isForbiddenRequestHeader)).containsExactly("Cookie", "Sec-X", "proxy-x");
	}

	@Test
	void tokens() {
		StringBuilder tokens = new StringBuilder();
		for (char c = 0; c < 0x200; c++) {
			if (FetchNames.isTokenCharacter(c)) {
				tokens.append(c);
			}
		}
		assertThat(tokens).hasToString("!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~");
		assertThat(FetchNames.isToken("")).isFalse();
		assertThat(FetchNames.isToken("a b")).isFalse();
		assertThat(FetchNames.isToken("a")).isTrue();
	}

}
