package io.github.corsstarter.stacks;

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
 * The filter in a real server. Whatever a handler does, the response for a covered path
 * has the headers of its policy and no other CORS headers. The response for any other
 * path is the same as without the starter.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractCorsPolicyFilterTests {

	static final String CLIENT = "Origin: https://client.example";

	static final String ELSEWHERE = "Origin: https://elsewhere.example";

	static final String[] PREFLIGHT_VARY = { "access-control-request-headers", "access-control-request-method",
			"origin" };

	static final List<String> PROPERTIES = List.of("cors.policies.covered.paths=/covered/**",
			"cors.policies.covered.allowed-origins=https://client.example",
			"cors.policies.covered.allowed-methods=GET,POST,PUT", "cors.policies.covered.allowed-headers=x-asked",
			"cors.policies.covered.exposed-headers=x-covered", "cors.policies.covered.allow-credentials=true",
			"cors.policies.omit.paths=/omit/**", "cors.policies.omit.allowed-origins=https://client.example",
			"cors.policies.omit.on-disallowed=omit-headers", "cors.policies.any.paths=/any/**",
			"cors.policies.any.allowed-origins=*", "cors.policies.any.exposed-headers=x-any",
			"spring.web.error.include-message=never");

	private final Container container;

	private final Class<?> application;

	private final List<Endpoint> endpoints;

	private TestServer server;

	private TestServer without;

	AbstractCorsPolicyFilterTests(Container container, Class<?> application, List<Endpoint> endpoints) {
		this.container = container;
		this.application = application;
		this.endpoints = endpoints;
	}

	/**
	 * The number of requests to paths of policies that the filter has passed on.
	 */
	abstract int passed();

	/**
	 * The lines of a response, without what differs from one run to the next.
	 */
	List<String> stableLines(Response response) {
		return response.lines();
	}

	TestServer server() {
		return this.server;
	}

	RawHttp http() {
		return this.server.http();
	}

	/** A client for the same application without the starter. */
	RawHttp without() {
		return this.without.http();
	}

	@BeforeAll
	void start() {
		this.server = TestServer.start(this.container, this.application, PROPERTIES.toArray(String[]::new));
		List<String> disabled = new ArrayList<>(PROPERTIES);
		disabled.add("cors.enabled=false");
		this.without = TestServer.start(this.container, this.application, disabled.toArray(String[]::new));
	}

	@AfterAll
	void stop() {
		this.server.close();
		this.without.close();
	}

	Stream<Arguments> endpointsAndOutcomes() {
		return this.endpoints.stream()
			.flatMap((endpoint) -> Arrays.stream(Outcome.values())
				.filter((outcome) -> !endpoint.isSlow() || outcome == Outcome.ALLOWED || outcome == Outcome.OMITTED)
				.map((outcome) -> Arguments.of(endpoint, outcome)));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("endpointsAndOutcomes")
	void responseForACoveredPathHasTheHeadersOfItsPolicyAndNoOthers(Endpoint endpoint, Outcome outcome) {
		int before = passed();
		Response response = http().send(endpoint.method(), outcome.area + endpoint.path(), outcome.headers);
		assertThat(response.cors()).isEqualTo(outcome.cors);
		if (outcome == Outcome.REJECTED) {
			assertThat(response.status()).isEqualTo(403);
			assertThat(response.header("X-Handler")).isNull();
			assertThat(response.vary()).containsExactly("origin");
			assertThat(response.body()).isEqualTo(endpoint.method().equals("HEAD") ? "" : "Invalid CORS request");
			assertThat(passed()).isEqualTo(before);
			return;
		}
		assertThat(response.status()).isEqualTo(endpoint.status());
		TreeSet<String> vary = new TreeSet<>(endpoint.vary());
		if (outcome.varies) {
			vary.add("origin");
		}
		assertThat(response.vary()).containsExactlyElementsOf(vary);
		assertThat(passed() - before).as("passed on").isEqualTo(1);
	}

	@Test
	void rejectedRequestIsAnsweredByTheFilterAlone() {
		int before = passed();
		Response response = http().send("GET", "/covered/ok", ELSEWHERE);
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=UTF-8");
		assertThat(response.header("Content-Length")).isEqualTo("20");
		assertThat(passed()).isEqualTo(before);
	}

	@Test
	void preflightOfACoveredPathIsAnsweredByTheFilterAlone() {
		int before = passed();
		Response response = http().send("OPTIONS", "/covered/options", CLIENT, "Access-Control-Request-Method: PUT",
				"Access-Control-Request-Headers: X-Asked");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEmpty();
		assertThat(response.header("Content-Length")).isEqualTo("0");
		assertThat(response.header("X-Handler")).isNull();
		assertThat(response.cors()).isEqualTo(Map.of("access-control-allow-origin", "https://client.example",
				"access-control-allow-credentials", "true", "access-control-allow-methods", "GET, HEAD, POST, PUT",
				"access-control-allow-headers", "x-asked", "access-control-max-age", "1800"));
		assertThat(response.vary()).containsExactly(PREFLIGHT_VARY);
		assertThat(passed()).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/covered/options", "/omit/options", "/covered/annotated", "/omit/annotated",
			"/covered/mapped", "/omit/servlet/own", "/omit/function", "/covered/missing", "/covered/socket",
			"/covered/static/paths.txt" })
	void rejectedPreflightOfACoveredPathIsAnsweredByTheFilterAlone(String path) {
		int before = passed();
		Response response = http().send("OPTIONS", path, ELSEWHERE, "Access-Control-Request-Method: GET");
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.body()).isEqualTo("Invalid CORS request");
		assertThat(response.cors()).isEmpty();
		assertThat(response.vary()).containsExactly(PREFLIGHT_VARY);
		assertThat(passed()).isEqualTo(before);
	}

	@ParameterizedTest
	@CsvSource({ "/covered/options,200", "/omit/options,200", "/covered/ok,200", "/covered/annotated,200",
			"/covered/missing,404" })
	void optionsThatIsNotAPreflightReachesTheApplication(String path, int status) {
		int before = passed();
		Response response = http().send("OPTIONS", path);
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.cors()).isEmpty();
		assertThat(response.vary()).contains("origin").doesNotHaveDuplicates();
		assertThat(passed()).isEqualTo(before + 1);
	}

	@Test
	void preflightToTheSameOriginReachesTheApplication() {
		int before = passed();
		Response response = http().send("OPTIONS", "/covered/annotated", ELSEWHERE, "Sec-Fetch-Site: same-origin",
				"Access-Control-Request-Method: GET");
		assertThat(response.cors()).isEmpty();
		assertThat(passed()).isEqualTo(before + 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/covered/annotated", "/covered/mapped" })
	void rulesOfSpringDoNotRejectWhatThePolicyAllows(String path) {
		Response response = http().send("PUT", path, CLIENT);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("X-Handler")).isEqualTo("ok");
		assertThat(response.cors()).isEqualTo(Outcome.ALLOWED.cors);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/covered/annotated", "/covered/mapped" })
	void rulesOfSpringDoNotAllowWhatThePolicyRejects(String path) {
		Response response = http().send("GET", path, ELSEWHERE);
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.header("X-Handler")).isNull();
		assertThat(response.cors()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/annotated", "/mapped" })
	void rulesOfSpringDoNotRejectWhatThePolicyPassesOnWithoutHeaders(String path) {
		for (String origin : List.of("https://third.example", "https://elsewhere.example", "null", "https://a..b",
				"https://a_b.example", "https://xn--.example:8443")) {
			Response omitted = http().send("POST", "/omit" + path, "Origin: " + origin);
			assertThat(omitted.header("X-Handler")).as(origin).isEqualTo("ok");
			assertThat(omitted.cors()).isEmpty();
			Response sameOrigin = http().send("POST", "/covered" + path, "Origin: " + origin,
					"Sec-Fetch-Site: same-origin");
			assertThat(sameOrigin.header("X-Handler")).as(origin).isEqualTo("ok");
			assertThat(sameOrigin.cors()).isEmpty();
			Response any = http().send("POST", "/any" + path, "Origin: " + origin);
			assertThat(any.header("X-Handler")).as(origin).isEqualTo("ok");
			assertThat(any.cors()).isEqualTo(Outcome.ANY_ORIGIN.cors);
		}
	}

	@Test
	void originOfTheServerItselfIsNotCors() {
		RawHttp http = http();
		Response response = http.send("POST", "/covered/annotated", "Origin: http://localhost:" + http.port());
		assertThat(response.header("X-Handler")).isEqualTo("ok");
		assertThat(response.cors()).isEmpty();
		assertThat(http.send("POST", "/covered/ok", "Origin: http://localhost:1").status()).isEqualTo(403);
		assertThat(http.send("POST", "/covered/ok", "Origin: https://localhost:" + http.port()).status())
			.isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ":", ":80", "a b", "[::1", "::1", "[]", "[x]:80", "a:b", "a:99999999999", "a:-1", "%",
			"%zz", "a/b", "a?b", "a#b", "user@host", "user:pw@host", "{}", "<>", "\u00e9.example", "my_host:",
			"my_host:x", "_:99999999999" })
	void malformedHostIsAnsweredWithoutCorsHeadersForStrangers(String host) {
		Response stranger = http().send("GET", "/covered/ok", "Host: " + host, ELSEWHERE);
		assertThat(stranger.status()).isIn(400, 403);
		assertThat(stranger.cors()).isEmpty();
		Response client = http().send("GET", "/covered/ok", "Host: " + host, CLIENT);
		assertThat(client.status()).isIn(200, 400);
		assertThat(client.cors()).isEqualTo((client.status() == 200) ? Outcome.ALLOWED.cors() : Map.of());
	}

	@Test
	void originIsMalformedWhenItIsRepeated() {
		assertThat(http().send("GET", "/covered/ok", CLIENT, CLIENT).status()).isEqualTo(403);
		assertThat(http().send("GET", "/covered/ok", CLIENT, "ORIGIN: https://client.example").status()).isEqualTo(403);
		assertThat(http().send("GET", "/covered/ok", "Origin: " + "a".repeat(600)).status()).isEqualTo(403);
		assertThat(http().send("GET", "/covered/ok", "Origin:").status()).isEqualTo(403);
	}

	@Test
	void namesOfHeadersAreReadInAnyCase() {
		Response response = http().send("OPTIONS", "/covered/ok", "oRIGIN: https://client.example",
				"access-control-REQUEST-method: PUT", "ACCESS-CONTROL-REQUEST-HEADERS: x-asked",
				"access-control-request-headers: x-other");
		assertThat(response.status()).isEqualTo(403);
		assertThat(http()
			.send("OPTIONS", "/covered/ok", "oRIGIN: https://client.example", "access-control-REQUEST-method: PUT",
					"ACCESS-CONTROL-REQUEST-HEADERS: x-asked", "access-control-request-headers: x-asked")
			.cors()).containsEntry("access-control-allow-headers", "x-asked");
	}

	@Test
	void rejectedRequestDoesNotRunPartsOfTheApplicationByItsErrorDispatch() {
		Response response = http().send("GET", "/covered/boom", ELSEWHERE, "Accept: text/html");
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.body()).isEqualTo("Invalid CORS request");
	}

	@Test
	void errorPageHasTheHeaders() {
		Response response = http().send("GET", "/covered/boom", CLIENT, "Accept: text/html");
		assertThat(response.status()).isEqualTo(500);
		assertThat(response.body()).contains("Whitelabel Error Page");
		assertThat(response.cors()).isEqualTo(Outcome.ALLOWED.cors);
		assertThat(response.vary()).containsExactly("origin");
	}

	private Stream<Arguments> requestsToPathsWithoutPolicy() {
		List<List<String>> headers = List.of(List.of(), List.of(CLIENT), List.of(ELSEWHERE), List.of("Origin: null"),
				List.of(ELSEWHERE, "Sec-Fetch-Site: same-origin"), List.of("Origin: not an origin"),
				List.of(ELSEWHERE, "Access-Control-Request-Method: PUT"),
				List.of(CLIENT, "Access-Control-Request-Method: PUT", "Access-Control-Request-Headers: x-asked"),
				List.of("Access-Control-Request-Method: GET"));
		Stream<Arguments> endpoints = this.endpoints.stream()
			.filter((endpoint) -> !endpoint.isSlow() && !endpoint.path().equals("/proxy"))
			.flatMap((endpoint) -> Stream.of(endpoint.method(), "OPTIONS")
				.flatMap((method) -> headers.stream()
					.map((lines) -> Arguments.of(method, "/plain" + endpoint.path(), lines))));
		Stream<Arguments> others = Stream
			.of("/", "/plain", "/covere", "/coveredx/ok", "/other/mapped", "//plain/ok", "/x/../plain/ok",
					"/%2e%2e/plain/ok", "/plain/options", "/%zz", "/Covered/ok", "*")
			.flatMap((path) -> Stream.of("GET", "HEAD", "OPTIONS", "POST", "PUT")
				.flatMap((method) -> headers.stream().map((lines) -> Arguments.of(method, path, lines))));
		return Stream.concat(endpoints, others);
	}

	@Test
	void responseForAnyOtherPathIsTheSameAsWithoutTheStarter() {
		int before = passed();
		List<Arguments> requests = requestsToPathsWithoutPolicy().toList();
		for (Arguments request : requests) {
			String method = (String) request.get()[0];
			String path = (String) request.get()[1];
			@SuppressWarnings("unchecked")
			List<String> headers = (List<String>) request.get()[2];
			Response with = http().send(method, path, headers);
			Response without = without().send(method, path, headers);
			assertThat(with.status()).as("%s %s %s", method, path, headers).isEqualTo(without.status());
			assertThat(stableLines(with)).as("%s %s %s", method, path, headers).isEqualTo(stableLines(without));
			if (!with.body().contains("timestamp") && !with.body().contains("created on")) {
				assertThat(withoutPort(with)).as("%s %s %s", method, path, headers).isEqualTo(withoutPort(without));
			}
		}
		assertThat(passed()).isEqualTo(before);
		assertThat(requests).hasSizeGreaterThan(1000);
	}

	private static String withoutPort(Response response) {
		return response.body().replaceAll("localhost:\\d+", "localhost");
	}

	@Test
	void preflightHandlingOfSpringWorksOnAPathWithoutPolicy() {
		Response annotated = http().send("OPTIONS", "/plain/annotated", ELSEWHERE,
				"Access-Control-Request-Method: PUT");
		assertThat(annotated.status()).isEqualTo(200);
		assertThat(annotated.cors()).containsEntry("access-control-allow-origin", "https://elsewhere.example")
			.containsEntry("access-control-max-age", "7");
		Response mapped = http().send("OPTIONS", "/plain/mapped", ELSEWHERE, "Access-Control-Request-Method: GET");
		assertThat(mapped.cors()).containsEntry("access-control-allow-origin", "https://elsewhere.example");
		Response own = http().send("OPTIONS", "/plain/options", ELSEWHERE, "Access-Control-Request-Method: GET");
		Response reference = without().send("OPTIONS", "/plain/options", ELSEWHERE,
				"Access-Control-Request-Method: GET");
		assertThat(own.lines()).isEqualTo(reference.lines());
	}

	/** An endpoint for {@code GET}. */
	static Endpoint get(String path, int status, String... vary) {
		return new Endpoint("GET", path, status, List.of(vary));
	}

	/**
	 * A request, and the headers that the policy adds to the response.
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

		String area() {
			return this.area;
		}

		boolean varies() {
			return this.varies;
		}

		Map<String, String> cors() {
			return this.cors;
		}

		String[] headers() {
			return this.headers;
		}

	}

	/**
	 * Something a handler does.
	 *
	 * @param method the method of the request
	 * @param path the path, relative to the path of the policy
	 * @param status the status of the response when the handler runs
	 * @param vary the names that the handler itself puts in {@code Vary}
	 */
	record Endpoint(String method, String path, int status, List<String> vary) {

		/** Some servers check for timeouts only once a second. */
		boolean isSlow() {
			return this.path.contains("timeout") || this.path.contains("async-throw");
		}

		@Override
		public String toString() {
			return this.method + " " + this.path;
		}

	}

}
