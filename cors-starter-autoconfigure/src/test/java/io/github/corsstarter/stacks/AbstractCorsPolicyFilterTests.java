package io.github.corsstarter.web.servlet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import io.github.corsstarter.web.servlet.FilterTestApplication.DecisionCounter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The filter in a real server: whatever a handler does, the response of a covered path
 * has the headers of its policy and no others, and the response of any other path is what
 * it would be without the starter.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractCorsPolicyFilterTests {

	private static final String CLIENT = "Origin: https://client.example";

	private static final String ELSEWHERE = "Origin: https://elsewhere.example";

	private static final String[] PREFLIGHT_VARY = { "access-control-request-headers", "access-control-request-method",
			"origin" };

	private final Container container;

	private TestServer server;

	private TestServer without;

	AbstractCorsPolicyFilterTests(Container container) {
		this.container = container;
	}

	@BeforeAll
	void start() {
		this.server = TestServer.start(this.container, FilterTestApplication.class, FilterTestApplication.PROPERTIES);
		List<String> disabled = new ArrayList<>(List.of(FilterTestApplication.PROPERTIES));
		disabled.add("cors.enabled=false");
		this.without = TestServer.start(this.container, FilterTestApplication.class, disabled.toArray(String[]::new));
	}

	@AfterAll
	void stop() {
		this.server.close();
		this.without.close();
	}

	static Stream<Arguments> endpointsAndOutcomes() {
		return Endpoint.ALL.stream()
			.flatMap((endpoint) -> Arrays.stream(Outcome.values())
				.filter((outcome) -> !endpoint.isSlow() || outcome == Outcome.ALLOWED || outcome == Outcome.OMITTED)
				.map((outcome) -> Arguments.of(endpoint, outcome)));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("endpointsAndOutcomes")
	void responseOfACoveredPathHasTheHeadersOfItsPolicyAndNoOthers(Endpoint endpoint, Outcome outcome) {
		int before = decisions();
		Response response = this.server.http().send(endpoint.method(), outcome.area + endpoint.path(), outcome.headers);
		assertThat(response.cors()).isEqualTo(outcome.cors);
		if (outcome == Outcome.REJECTED) {
			assertThat(response.status()).isEqualTo(403);
			assertThat(response.header("X-Handler")).isNull();
			assertThat(response.vary()).containsExactly("origin");
			if (!endpoint.method().equals("HEAD")) {
				assertThat(response.body()).isEqualTo("Invalid CORS request");
			}
			return;
		}
		assertThat(response.status()).isEqualTo(endpoint.status());
		TreeSet<String> vary = new TreeSet<>(endpoint.vary());
		if (outcome.varies) {
			vary.add("origin");
		}
		assertThat(response.vary()).containsExactlyElementsOf(vary);
		assertThat(decisions() - before).as("decisions on this request").isEqualTo(1);
	}

	@Test
	void rejectedRequestIsAnsweredByTheFilterAlone() {
		int before = decisions();
		Response response = this.server.http().send("GET", "/covered/ok", ELSEWHERE);
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=UTF-8");
		assertThat(response.header("Content-Length")).isEqualTo("20");
		assertThat(decisions()).isEqualTo(before);
	}

	@Test
	void preflightOfACoveredPathIsAnsweredByTheFilterAlone() {
		int before = decisions();
		Response response = this.server.http()
			.send("OPTIONS", "/covered/options", CLIENT, "Access-Control-Request-Method: PUT",
					"Access-Control-Request-Headers: X-Asked");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEmpty();
		assertThat(response.header("X-Handler")).isNull();
		assertThat(response.cors()).isEqualTo(Map.of("access-control-allow-origin", "https://client.example",
				"access-control-allow-credentials", "true", "access-control-allow-methods", "GET, HEAD, POST, PUT",
				"access-control-allow-headers", "x-asked", "access-control-max-age", "1800"));
		assertThat(response.vary()).containsExactly(PREFLIGHT_VARY);
		assertThat(decisions()).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/covered/options", "/omit/options", "/covered/annotated", "/omit/annotated",
			"/covered/mapped", "/omit/servlet/own", "/covered/missing" })
	void rejectedPreflightOfACoveredPathIsAnsweredByTheFilterAlone(String path) {
		Response response = this.server.http().send("OPTIONS", path, ELSEWHERE, "Access-Control-Request-Method: GET");
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.body()).isEqualTo("Invalid CORS request");
		assertThat(response.cors()).isEmpty();
		assertThat(response.vary()).containsExactly(PREFLIGHT_VARY);
	}

	@ParameterizedTest
	@CsvSource({ "/covered/options,200", "/omit/options,200", "/covered/ok,200", "/covered/annotated,200",
			"/covered/missing,404" })
	void optionsThatIsNoPreflightReachesTheApplication(String path, int status) {
		Response response = this.server.http().send("OPTIONS", path);
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.cors()).isEmpty();
		assertThat(response.vary()).contains("origin").doesNotHaveDuplicates();
	}

	@Test
	void preflightToTheSameOriginReachesTheApplication() {
		Response response = this.server.http()
			.send("OPTIONS", "/covered/servlet/own", ELSEWHERE, "Sec-Fetch-Site: same-origin",
					"Access-Control-Request-Method: GET");
		assertThat(response.header("X-Handler")).isEqualTo("servlet");
		assertThat(response.cors()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/covered/annotated", "/covered/mapped" })
	void rulesOfSpringDoNotRefuseWhatThePolicyAllows(String path) {
		Response response = this.server.http().send("PUT", path, CLIENT);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("X-Handler")).isEqualTo("ok");
		assertThat(response.cors()).isEqualTo(Outcome.ALLOWED.cors);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/covered/annotated", "/covered/mapped" })
	void rulesOfSpringDoNotAllowWhatThePolicyRefuses(String path) {
		Response response = this.server.http().send("GET", path, ELSEWHERE);
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.header("X-Handler")).isNull();
		assertThat(response.cors()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/annotated", "/mapped" })
	void rulesOfSpringDoNotRefuseWhatThePolicyLetsThroughWithoutHeaders(String path) {
		for (String origin : List.of("https://third.example", "https://elsewhere.example", "null", "https://a..b",
				"https://a_b.example", "https://xn--.example:8443")) {
			Response omitted = this.server.http().send("POST", "/omit" + path, "Origin: " + origin);
			assertThat(omitted.header("X-Handler")).as(origin).isEqualTo("ok");
			assertThat(omitted.cors()).isEmpty();
			Response sameOrigin = this.server.http()
				.send("POST", "/covered" + path, "Origin: " + origin, "Sec-Fetch-Site: same-origin");
			assertThat(sameOrigin.header("X-Handler")).as(origin).isEqualTo("ok");
			assertThat(sameOrigin.cors()).isEmpty();
			Response any = this.server.http().send("POST", "/any" + path, "Origin: " + origin);
			assertThat(any.header("X-Handler")).as(origin).isEqualTo("ok");
			assertThat(any.cors()).isEqualTo(Outcome.ANY_ORIGIN.cors);
		}
	}

	@Test
	void originOfTheServerItselfIsNotCors() {
		RawHttp http = this.server.http();
		Response response = http.send("POST", "/covered/annotated", "Origin: http://localhost:" + http.port());
		assertThat(response.header("X-Handler")).isEqualTo("ok");
		assertThat(response.cors()).isEmpty();
		assertThat(http.send("POST", "/covered/ok", "Origin: http://localhost:1").status()).isEqualTo(403);
		assertThat(http.send("POST", "/covered/ok", "Origin: https://localhost:" + http.port()).status())
			.isEqualTo(403);
	}

	@Test
	void originIsMalformedWhenItIsRepeated() {
		assertThat(this.server.http().send("GET", "/covered/ok", CLIENT, CLIENT).status()).isEqualTo(403);
		assertThat(this.server.http().send("GET", "/covered/ok", "Origin: " + "a".repeat(600)).status()).isEqualTo(403);
		assertThat(this.server.http().send("GET", "/covered/ok", "Origin:").status()).isEqualTo(403);
	}

	@Test
	void rejectedRequestDoesNotRunPartsOfTheApplicationByItsErrorDispatch() {
		Response response = this.server.http().send("GET", "/covered/boom", ELSEWHERE, "Accept: text/html");
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.body()).isEqualTo("Invalid CORS request");
	}

	@Test
	void errorPageHasTheHeaders() {
		Response response = this.server.http().send("GET", "/covered/boom", CLIENT, "Accept: text/html");
		assertThat(response.status()).isEqualTo(500);
		assertThat(response.body()).contains("Whitelabel Error Page");
		assertThat(response.cors()).isEqualTo(Outcome.ALLOWED.cors);
		assertThat(response.vary()).containsExactly("origin");
	}

	static Stream<Arguments> requestsToPathsWithoutPolicy() {
		List<List<String>> headers = List.of(List.of(), List.of(CLIENT), List.of(ELSEWHERE), List.of("Origin: null"),
				List.of(ELSEWHERE, "Sec-Fetch-Site: same-origin"), List.of("Origin: not an origin"),
				List.of(ELSEWHERE, "Access-Control-Request-Method: PUT"),
				List.of(CLIENT, "Access-Control-Request-Method: PUT", "Access-Control-Request-Headers: x-asked"),
				List.of("Access-Control-Request-Method: GET"));
		Stream<Arguments> endpoints = Endpoint.ALL.stream()
			.filter((endpoint) -> !endpoint.isSlow())
			.flatMap((endpoint) -> Stream.of(endpoint.method(), "OPTIONS")
				.flatMap((method) -> headers.stream()
					.map((lines) -> Arguments.of(method, "/plain" + endpoint.path(), lines))));
		Stream<Arguments> others = Stream
			.of("/", "/plain", "/covere", "/coveredx/ok", "/other/mapped", "//covered/ok", "/x/../covered/ok",
					"/%2e%2e/covered/ok", "/plain/options")
			.flatMap((path) -> Stream.of("GET", "HEAD", "OPTIONS", "POST", "PUT")
				.flatMap((method) -> headers.stream().map((lines) -> Arguments.of(method, path, lines))));
		return Stream.concat(endpoints, others);
	}

	@Test
	void responseOfAnyOtherPathIsWhatItIsWithoutTheStarter() {
		int before = decisions();
		List<Arguments> requests = requestsToPathsWithoutPolicy().toList();
		for (Arguments request : requests) {
			String method = (String) request.get()[0];
			String path = (String) request.get()[1];
			@SuppressWarnings("unchecked")
			List<String> headers = (List<String>) request.get()[2];
			Response with = this.server.http().send(method, path, headers);
			Response without = this.without.http().send(method, path, headers);
			assertThat(with.status()).as("%s %s %s", method, path, headers).isEqualTo(without.status());
			assertThat(with.lines()).as("%s %s %s", method, path, headers).isEqualTo(without.lines());
			if (!with.body().contains("timestamp") && !with.body().contains("created on")) {
				assertThat(with.body()).as("%s %s %s", method, path, headers).isEqualTo(without.body());
			}
		}
		assertThat(decisions()).isEqualTo(before);
		assertThat(requests).hasSizeGreaterThan(1000);
	}

	@Test
	void preflightHandlingOfSpringWorksOnAPathWithoutPolicy() {
		Response annotated = this.server.http()
			.send("OPTIONS", "/plain/annotated", ELSEWHERE, "Access-Control-Request-Method: PUT");
		assertThat(annotated.status()).isEqualTo(200);
		assertThat(annotated.cors()).containsEntry("access-control-allow-origin", "https://elsewhere.example")
			.containsEntry("access-control-max-age", "7");
		Response mapped = this.server.http()
			.send("OPTIONS", "/plain/mapped", ELSEWHERE, "Access-Control-Request-Method: GET");
		assertThat(mapped.cors()).containsEntry("access-control-allow-origin", "https://elsewhere.example");
		Response own = this.server.http()
			.send("OPTIONS", "/plain/options", ELSEWHERE, "Access-Control-Request-Method: GET");
		Response reference = this.without.http()
			.send("OPTIONS", "/plain/options", ELSEWHERE, "Access-Control-Request-Method: GET");
		assertThat(own.lines()).isEqualTo(reference.lines());
	}

	@Test
	void preflightToAServletOnAPathWithoutPolicyReachesIt() {
		Response response = this.server.http()
			.send("OPTIONS", "/plain/servlet/own", ELSEWHERE, "Access-Control-Request-Method: GET");
		assertThat(response.header("X-Handler")).isEqualTo("servlet");
		assertThat(response.values("Access-Control-Allow-Origin")).containsExactly("https://handler.example", "*");
	}

	private int decisions() {
		return this.server.bean(DecisionCounter.class).get();
	}

	/**
	 * Who asks, for what, and what the policy adds to the response.
	 */
	enum Outcome {

		ALLOWED("/covered", true,
				Map.of("access-control-allow-origin", "https://client.example", "access-control-allow-credentials",
						"true", "access-control-expose-headers", "x-covered"),
				CLIENT),

		ALLOWED_CROSS_SITE("/omit", true, Map.of("access-control-allow-origin", "https://client.example"), CLIENT,
				"Sec-Fetch-Site: cross-site"),

		REJECTED("/covered", true, Map.of(), ELSEWHERE),

		OMITTED("/omit", true, Map.of(), ELSEWHERE),

		NOT_CORS("/covered", true, Map.of()),

		SAME_ORIGIN("/covered", true, Map.of(), ELSEWHERE, "Sec-Fetch-Site: same-origin"),

		ANY_ORIGIN("/any", false, Map.of("access-control-allow-origin", "*", "access-control-expose-headers", "x-any"),
				ELSEWHERE),

		ANY_NOT_CORS("/any", false,
				Map.of("access-control-allow-origin", "*", "access-control-expose-headers", "x-any"));

		private final String area;

		private final boolean varies;

		private final Map<String, String> cors;

		private final String[] headers;

		Outcome(String area, boolean varies, Map<String, String> cors, String... headers) {
			this.area = area;
			this.varies = varies;
			this.cors = cors;
			this.headers = headers;
		}

	}

	/**
	 * Something a handler does.
	 *
	 * @param method the method of the request
	 * @param path the path below the policy's
	 * @param status the status of the response when the handler runs
	 * @param vary what the handler itself puts in {@code Vary}
	 */
	record Endpoint(String method, String path, int status, List<String> vary) {

		static final List<Endpoint> ALL = List.of(get("/ok", 200), new Endpoint("HEAD", "/ok", 200, List.of()),
				new Endpoint("POST", "/ok", 200, List.of()), get("/missing", 404), get("/boom", 500),
				get("/boom-with-headers", 500), get("/status", 410), get("/send-error", 409), get("/required", 400),
				get("/required?number=x", 400), get("/reset", 201), get("/reset-buffer", 200), get("/own", 200),
				get("/own-entity", 200, "accept", "origin"), get("/vary-set", 200, "accept-language", "origin"),
				get("/vary-add", 200, "accept", "cookie", "origin"), get("/deferred", 200), get("/deferred-error", 500),
				get("/deferred-timeout", 503), get("/callable", 200), get("/callable-error", 410), get("/stream", 200),
				get("/sse", 200), get("/flush", 200), get("/redirect", 302), get("/forward", 200),
				get("/forward-to-plain", 200), get("/include", 200), get("/annotated", 200, PREFLIGHT_VARY),
				get("/mapped", 200, PREFLIGHT_VARY), new Endpoint("POST", "/own", 405, List.of()),
				get("/servlet/own", 200), get("/servlet/throw", 500), get("/servlet/send-error", 409),
				get("/servlet/missing", 404), get("/servlet/async", 200), get("/servlet/async-dispatch", 200),
				get("/servlet/async-wrapped", 200), get("/servlet/async-wrapped-dispatch", 200),
				get("/servlet/async-timeout", 500), get("/servlet/async-throw", 500));

		private static Endpoint get(String path, int status, String... vary) {
			return new Endpoint("GET", path, status, List.of(vary));
		}

		/** Some servers look for what has timed out but once a second. */
		boolean isSlow() {
			return this.path.contains("timeout") || this.path.contains("async-throw");
		}

		@Override
		public String toString() {
			return this.method + " " + this.path;
		}

	}

}
