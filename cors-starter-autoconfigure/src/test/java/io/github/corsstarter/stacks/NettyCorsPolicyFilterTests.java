package io.github.corsstarter.web.reactive;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import io.github.corsstarter.web.reactive.ReactiveFilterTestApplication.PassedCounter;
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
 * The filter on Netty, in front of Spring WebFlux: whatever a handler does, the response
 * of a covered path has the headers of its policy and no others, and the response of any
 * other path is what it would be without the starter. There is one event loop, so that
 * all this would come to a stop if the filter blocked.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NettyCorsPolicyWebFilterTests {

	private static final String CLIENT = "Origin: https://client.example";

	private static final String ELSEWHERE = "Origin: https://elsewhere.example";

	private static final String[] PREFLIGHT_VARY = { "access-control-request-headers", "access-control-request-method",
			"origin" };

	private TestServer server;

	private TestServer without;

	@BeforeAll
	void start() {
		this.server = TestServer.start(Container.NETTY, ReactiveFilterTestApplication.class,
				ReactiveFilterTestApplication.PROPERTIES);
		List<String> disabled = new ArrayList<>(List.of(ReactiveFilterTestApplication.PROPERTIES));
		disabled.add("cors.enabled=false");
		this.without = TestServer.start(Container.NETTY, ReactiveFilterTestApplication.class,
				disabled.toArray(String[]::new));
	}

	@AfterAll
	void stop() {
		this.server.close();
		this.without.close();
	}

	static Stream<Arguments> endpointsAndOutcomes() {
		return Endpoint.ALL.stream()
			.flatMap((endpoint) -> Arrays.stream(Outcome.values()).map((outcome) -> Arguments.of(endpoint, outcome)));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("endpointsAndOutcomes")
	void responseOfACoveredPathHasTheHeadersOfItsPolicyAndNoOthers(Endpoint endpoint, Outcome outcome) {
		Response response = this.server.http().send(endpoint.method(), outcome.area + endpoint.path(), outcome.headers);
		assertThat(response.cors()).isEqualTo(outcome.cors);
		if (outcome == Outcome.REJECTED) {
			assertThat(response.status()).isEqualTo(403);
			assertThat(response.header("X-Handler")).isNull();
			assertThat(response.vary()).containsExactly("origin");
			assertThat(response.body()).isEqualTo(endpoint.method().equals("HEAD") ? "" : "Invalid CORS request");
			return;
		}
		assertThat(response.status()).isEqualTo(endpoint.status());
		TreeSet<String> vary = new TreeSet<>(endpoint.vary());
		if (outcome.varies) {
			vary.add("origin");
		}
		assertThat(response.vary()).containsExactlyElementsOf(vary);
	}

	@Test
	void rejectedRequestIsAnsweredByTheFilterAlone() {
		int before = passed();
		Response response = this.server.http().send("GET", "/covered/ok", ELSEWHERE);
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=UTF-8");
		assertThat(response.header("Content-Length")).isEqualTo("20");
		assertThat(passed()).isEqualTo(before);
	}

	@Test
	void preflightOfACoveredPathIsAnsweredByTheFilterAlone() {
		int before = passed();
		Response response = this.server.http()
			.send("OPTIONS", "/covered/options", CLIENT, "Access-Control-Request-Method: PUT",
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
			"/covered/mapped", "/omit/function", "/covered/missing", "/covered/socket", "/covered/static/paths.txt" })
	void rejectedPreflightOfACoveredPathIsAnsweredByTheFilterAlone(String path) {
		int before = passed();
		Response response = this.server.http().send("OPTIONS", path, ELSEWHERE, "Access-Control-Request-Method: GET");
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.body()).isEqualTo("Invalid CORS request");
		assertThat(response.cors()).isEmpty();
		assertThat(response.vary()).containsExactly(PREFLIGHT_VARY);
		assertThat(passed()).isEqualTo(before);
	}

	@ParameterizedTest
	@CsvSource({ "/covered/options,200", "/omit/options,200", "/covered/ok,200", "/covered/annotated,200" })
	void optionsThatIsNoPreflightReachesTheApplication(String path, int status) {
		int before = passed();
		Response response = this.server.http().send("OPTIONS", path);
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.cors()).isEmpty();
		assertThat(response.vary()).contains("origin").doesNotHaveDuplicates();
		assertThat(passed()).isEqualTo(before + 1);
	}

	@Test
	void preflightToTheSameOriginReachesTheApplication() {
		int before = passed();
		Response response = this.server.http()
			.send("OPTIONS", "/covered/annotated", ELSEWHERE, "Sec-Fetch-Site: same-origin",
					"Access-Control-Request-Method: GET");
		assertThat(response.cors()).isEmpty();
		assertThat(passed()).isEqualTo(before + 1);
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

	@ParameterizedTest
	@ValueSource(strings = { "localhost:8080", "localhost", "LOCALHOST:8080", "my_host:8080", "my_host",
			"a_b.c_d.example:81", "[::1]:8080", "[::1]", "[2001:db8::1]", "127.0.0.1:65535", "a..b:8080",
			"trailing.example.", "-.example", "xn--bcher-kva.example:8443" })
	void originOfTheServerItselfIsNotCors(String host) {
		Response own = this.server.http()
			.send("POST", "/covered/ok", "Host: " + host, "Origin: http://" + host.toLowerCase(Locale.ROOT));
		assertThat(own.header("X-Handler")).isEqualTo("ok");
		assertThat(own.cors()).isEmpty();
		for (String other : List.of("https://" + host, "http://x" + host, "http://" + host + ".evil.example",
				"http://" + (host.matches(".*:[0-9]+") ? host + "1" : host + ":8080"))) {
			assertThat(this.server.http().send("POST", "/covered/ok", "Host: " + host, "Origin: " + other).status())
				.as(other)
				.isEqualTo(403);
		}
	}

	/**
	 * Java's {@code URI} has no host where there is {@code _} in it. Spring's own check
	 * takes that for a malformed origin, before it sees that the policy has decided: a
	 * handler's rule refuses what it would have nothing to say about. A limit, in
	 * {@code docs/security.md}; hiding {@code Origin} from it would hide it from whatever
	 * the handler itself decides by it.
	 */
	@Test
	void handlersOwnRuleRefusesEveryoneOnAHostThatJavaHasNoNameFor() {
		for (String origin : List.of(CLIENT, ELSEWHERE)) {
			assertThat(this.server.http().send("GET", "/plain/annotated", "Host: my_host:8080", origin).status())
				.as("without a policy")
				.isEqualTo(403);
		}
		for (String path : List.of("/covered/annotated", "/covered/mapped")) {
			Response refused = this.server.http().send("GET", path, "Host: my_host:8080", CLIENT);
			assertThat(refused.status()).as(path).isEqualTo(403);
			assertThat(refused.header("X-Handler")).as(path).isNull();
			assertThat(refused.cors()).as(path).isEqualTo(Outcome.ALLOWED.cors);
		}
		for (Response passed : List.of(this.server.http().send("GET", "/covered/ok", "Host: my_host:8080", CLIENT),
				this.server.http().send("GET", "/covered/annotated", "Host: my-host:8080", CLIENT))) {
			assertThat(passed.header("X-Handler")).isEqualTo("ok");
			assertThat(passed.cors()).isEqualTo(Outcome.ALLOWED.cors);
		}
		assertThat(this.server.http()
			.send("OPTIONS", "/covered/annotated", "Host: my_host:8080", CLIENT, "Access-Control-Request-Method: GET")
			.status()).as("a preflight is the policy's alone").isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ":", ":80", "a b", "[::1", "::1", "[]", "[x]:80", "a:b", "a:99999999999", "a:-1", "%",
			"%zz", "a/b", "a?b", "a#b", "user@host", "user:pw@host", "{}", "<>", "\u00e9.example", "my_host:",
			"my_host:x", "_:99999999999" })
	void hostThatIsNoneIsAnsweredWithoutCorsHeadersForStrangers(String host) {
		Response stranger = this.server.http().send("GET", "/covered/ok", "Host: " + host, ELSEWHERE);
		assertThat(stranger.status()).isIn(400, 403);
		assertThat(stranger.cors()).isEmpty();
		Response client = this.server.http().send("GET", "/covered/ok", "Host: " + host, CLIENT);
		assertThat(client.status()).isIn(200, 400);
		assertThat(client.cors()).isEqualTo((client.status() == 200) ? Outcome.ALLOWED.cors : Map.of());
	}

	@Test
	void originIsMalformedWhenItIsRepeated() {
		assertThat(this.server.http().send("GET", "/covered/ok", CLIENT, CLIENT).status()).isEqualTo(403);
		assertThat(this.server.http().send("GET", "/covered/ok", CLIENT, "ORIGIN: https://client.example").status())
			.isEqualTo(403);
		assertThat(this.server.http().send("GET", "/covered/ok", "Origin: " + "a".repeat(600)).status()).isEqualTo(403);
		assertThat(this.server.http().send("GET", "/covered/ok", "Origin:").status()).isEqualTo(403);
	}

	@Test
	void namesOfHeadersAreReadInAnyCase() {
		Response response = this.server.http()
			.send("OPTIONS", "/covered/ok", "oRIGIN: https://client.example", "access-control-REQUEST-method: PUT",
					"ACCESS-CONTROL-REQUEST-HEADERS: x-asked", "access-control-request-headers: x-other");
		assertThat(response.status()).isEqualTo(403);
		assertThat(this.server.http()
			.send("OPTIONS", "/covered/ok", "oRIGIN: https://client.example", "access-control-REQUEST-method: PUT",
					"ACCESS-CONTROL-REQUEST-HEADERS: x-asked", "access-control-request-headers: x-asked")
			.cors()).containsEntry("access-control-allow-headers", "x-asked");
	}

	@Test
	void errorPageHasTheHeaders() {
		Response response = this.server.http().send("GET", "/covered/boom", CLIENT, "Accept: text/html");
		assertThat(response.status()).isEqualTo(500);
		assertThat(response.body()).contains("Whitelabel Error Page");
		assertThat(response.cors()).isEqualTo(Outcome.ALLOWED.cors);
		assertThat(response.vary()).containsExactly("origin");
	}

	@Test
	void bodiesArriveWhole() {
		RawHttp http = this.server.http();
		assertThat(http.send("GET", "/covered/sse", CLIENT).body()).isEqualTo("data:a\n\ndata:b\n\n");
		assertThat(http.send("GET", "/covered/flush", CLIENT).body()).isEqualTo("ab");
		assertThat(http.send("GET", "/covered/proxy", CLIENT).body()).isEqualTo("ok");
		assertThat(http.send("GET", "/covered/file", CLIENT).body()).isEqualTo("file");
		assertThat(http.send("GET", "/covered/static/paths.txt", CLIENT).body())
			.isEqualTo(this.without.http().send("GET", "/covered/static/paths.txt", CLIENT).body());
	}

	@Test
	void webSocketIsOpenedAsThePolicySays() {
		String[] handshake = { "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
				"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==" };
		for (String path : List.of("/covered/socket", "/omit/socket", "/plain/socket")) {
			String answer = exchange(this.server.http().port(), "hello", path, CLIENT, handshake);
			assertThat(answer).startsWith("HTTP/1.1 101").contains("hello");
		}
		assertThat(exchange(this.server.http().port(), "Invalid CORS request", "/covered/socket", ELSEWHERE, handshake))
			.startsWith("HTTP/1.1 403");
		assertThat(exchange(this.server.http().port(), "hello", "/omit/socket", ELSEWHERE, handshake))
			.startsWith("HTTP/1.1 101")
			.doesNotContainIgnoringCase("Access-Control-Allow-Origin");
	}

	@Test
	void connectionGoesOnAfterARejectedRequestWithABody() {
		String body = "x".repeat(100_000);
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.server.http().port())) {
			socket.setSoTimeout(10_000);
			OutputStream output = socket.getOutputStream();
			for (int i = 0; i < 3; i++) {
				output.write(("POST /covered/echo HTTP/1.1\r\nHost: localhost\r\n" + ELSEWHERE
						+ "\r\nContent-Type: text/plain\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
					.getBytes(StandardCharsets.US_ASCII));
				output.flush();
				assertThat(readUntil(socket, "Invalid CORS request")).startsWith("HTTP/1.1 403");
			}
			output.write(("GET /covered/ok HTTP/1.1\r\nHost: localhost\r\n" + CLIENT + "\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
			output.flush();
			assertThat(readUntil(socket, "\r\n\r\nok")).startsWith("HTTP/1.1 200")
				.containsIgnoringCase("Access-Control-Allow-Origin: https://client.example");
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void manySlowRequestsShareOneEventLoop() {
		long start = System.nanoTime();
		List<CompletableFuture<Response>> responses = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			responses.add(CompletableFuture.supplyAsync(() -> this.server.http().send("GET", "/covered/slow", CLIENT),
					(task) -> new Thread(task).start()));
		}
		responses.forEach((response) -> assertThat(response.join().cors()).isEqualTo(Outcome.ALLOWED.cors));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).as("40 requests that take 500 ms each")
			.isLessThan(Duration.ofSeconds(10));
	}

	static Stream<Arguments> requestsToPathsWithoutPolicy() {
		List<List<String>> headers = List.of(List.of(), List.of(CLIENT), List.of(ELSEWHERE), List.of("Origin: null"),
				List.of(ELSEWHERE, "Sec-Fetch-Site: same-origin"), List.of("Origin: not an origin"),
				List.of(ELSEWHERE, "Access-Control-Request-Method: PUT"),
				List.of(CLIENT, "Access-Control-Request-Method: PUT", "Access-Control-Request-Headers: x-asked"),
				List.of("Access-Control-Request-Method: GET"));
		Stream<Arguments> endpoints = Endpoint.ALL.stream()
			.filter((endpoint) -> !endpoint.path().equals("/proxy"))
			.flatMap((endpoint) -> Stream.of(endpoint.method(), "OPTIONS")
				.flatMap((method) -> headers.stream()
					.map((lines) -> Arguments.of(method, "/plain" + endpoint.path(), lines))));
		Stream<Arguments> others = Stream
			.of("/", "/plain", "/covere", "/coveredx/ok", "/other/mapped", "//covered/ok", "/x/../covered/ok",
					"/%2e%2e/covered/ok", "/plain/options", "/%zz", "/Covered/ok", "*")
			.flatMap((path) -> Stream.of("GET", "HEAD", "OPTIONS", "POST", "PUT")
				.flatMap((method) -> headers.stream().map((lines) -> Arguments.of(method, path, lines))));
		return Stream.concat(endpoints, others);
	}

	@Test
	void responseOfAnyOtherPathIsWhatItIsWithoutTheStarter() {
		List<Arguments> requests = requestsToPathsWithoutPolicy().toList();
		for (Arguments request : requests) {
			String method = (String) request.get()[0];
			String path = (String) request.get()[1];
			@SuppressWarnings("unchecked")
			List<String> headers = (List<String>) request.get()[2];
			Response with = this.server.http().send(method, path, headers);
			Response without = this.without.http().send(method, path, headers);
			assertThat(with.status()).as("%s %s %s", method, path, headers).isEqualTo(without.status());
			assertThat(lines(with)).as("%s %s %s", method, path, headers).isEqualTo(lines(without));
			if (!with.body().contains("timestamp") && !with.body().contains("created on")) {
				assertThat(with.body()).as("%s %s %s", method, path, headers).isEqualTo(without.body());
			}
		}
		assertThat(requests).hasSizeGreaterThan(1000);
	}

	/**
	 * An error's body has the time and an identifier in it, so that its length varies.
	 */
	private static List<String> lines(Response response) {
		return response.lines()
			.stream()
			.filter((line) -> response.status() < 400 || !line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
			.toList();
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

	private int passed() {
		return this.server.bean(PassedCounter.class).get();
	}

	private static String exchange(int port, String end, String path, String origin, String... headers) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(10_000);
			String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + origin + "\r\n"
					+ String.join("\r\n", headers) + "\r\n\r\n";
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			socket.getOutputStream().flush();
			return readUntil(socket, end);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static String readUntil(Socket socket, String end) throws IOException {
		StringBuilder text = new StringBuilder();
		while (text.indexOf(end) == -1) {
			int next = read(socket, text);
			if (next == -1) {
				throw new IOException("The connection ends after " + text);
			}
			text.append((char) next);
		}
		return text.toString();
	}

	private static int read(Socket socket, CharSequence before) throws IOException {
		try {
			return socket.getInputStream().read();
		}
		catch (SocketTimeoutException ex) {
			throw new IOException("Nothing more after " + before, ex);
		}
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
				new Endpoint("HEAD", "/missing", 404, List.of()), new Endpoint("HEAD", "/sse", 200, List.of()),
				new Endpoint("POST", "/ok", 200, List.of()), new Endpoint("POST", "/own", 405, List.of()),
				new Endpoint("POST", "/json", 415, List.of()), new Endpoint("POST", "/echo", 400, List.of()),
				get("/delayed", 200), get("/empty", 200), get("/missing", 404), get("/boom", 500),
				get("/mono-error", 500), get("/flux-error", 410), get("/boom-with-headers", 500),
				get("/own-error", 409), get("/status", 410), get("/required", 400), get("/required?number=x", 400),
				get("/own", 200), get("/own-entity", 200, "accept", "origin"), get("/own-removed", 200),
				get("/own-before-commit", 200, "accept"), get("/own-before-commit-error", 500),
				get("/own-before-commit-throw", 500), get("/vary-set", 200, "accept-language", "origin"),
				get("/vary-add", 200, "accept", "cookie", "origin"), get("/sse", 200), get("/lines", 200),
				get("/flush", 200), get("/complete", 202), get("/redirect", 302), get("/not-modified", 200),
				get("/file", 200), get("/static/paths.txt", 200), get("/static/missing.txt", 404),
				get("/proxy", 200, PREFLIGHT_VARY), get("/function", 200),
				get("/function-own", 200, "accept", "origin"), get("/function-error", 410),
				get("/function-stream", 200), get("/annotated", 200, PREFLIGHT_VARY),
				get("/mapped", 200, PREFLIGHT_VARY));

		private static Endpoint get(String path, int status, String... vary) {
			return new Endpoint("GET", path, status, List.of(vary));
		}

		@Override
		public String toString() {
			return this.method + " " + this.path;
		}

	}

}
