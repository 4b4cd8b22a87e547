package io.github.corsstarter.stacks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.corsstarter.stacks.ReactiveFilterApplication.PassedCounter;
import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The filter before Spring WebFlux on Netty. There is one event loop, so every test would
 * stop if the filter blocked it.
 */
class NettyCorsPolicyFilterTests extends AbstractCorsPolicyFilterTests {

	private static final List<Endpoint> ENDPOINTS = List.of(get("/ok", 200),
			new Endpoint("HEAD", "/ok", 200, List.of()), new Endpoint("HEAD", "/missing", 404, List.of()),
			new Endpoint("HEAD", "/sse", 200, List.of()), new Endpoint("POST", "/ok", 200, List.of()),
			new Endpoint("POST", "/own", 405, List.of()), new Endpoint("POST", "/json", 415, List.of()),
			new Endpoint("POST", "/echo", 400, List.of()), get("/delayed", 200), get("/empty", 200),
			get("/missing", 404), get("/boom", 500), get("/mono-error", 500), get("/flux-error", 410),
			get("/boom-with-headers", 500), get("/own-error", 409), get("/status", 410), get("/required", 400),
			get("/required?number=x", 400), get("/own", 200), get("/own-entity", 200, "accept", "origin"),
			get("/own-removed", 200), get("/own-before-commit", 200, "accept"), get("/own-before-commit-error", 500),
			get("/own-before-commit-throw", 500), get("/vary-set", 200, "accept-language", "origin"),
			get("/vary-add", 200, "accept", "cookie", "origin"), get("/sse", 200), get("/lines", 200),
			get("/flush", 200), get("/complete", 202), get("/redirect", 302), get("/not-modified", 200),
			get("/file", 200), get("/static/paths.txt", 200), get("/static/missing.txt", 404),
			get("/proxy", 200, PREFLIGHT_VARY), get("/function", 200), get("/function-own", 200, "accept", "origin"),
			get("/function-error", 410), get("/function-stream", 200), get("/annotated", 200, PREFLIGHT_VARY),
			get("/mapped", 200, PREFLIGHT_VARY));

	NettyCorsPolicyFilterTests() {
		super(Container.NETTY, ReactiveFilterApplication.class, ENDPOINTS);
	}

	@Override
	int passed() {
		return server().bean(PassedCounter.class).get();
	}

	/** The body of an error has the time and an identifier, so its length varies. */
	@Override
	List<String> stableLines(Response response) {
		return response.lines()
			.stream()
			.filter((line) -> response.status() < 400 || !line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
			.toList();
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost:8080", "localhost", "LOCALHOST:8080", "my_host:8080", "my_host",
			"a_b.c_d.example:81", "[::1]:8080", "[::1]", "[2001:db8::1]", "127.0.0.1:65535", "a..b:8080",
			"trailing.example.", "-.example", "xn--bcher-kva.example:8443" })
	void originOfTheServerItselfIsNotCorsWhateverTheHost(String host) {
		Response own = http().send("POST", "/covered/ok", "Host: " + host,
				"Origin: http://" + host.toLowerCase(Locale.ROOT));
		assertThat(own.header("X-Handler")).isEqualTo("ok");
		assertThat(own.cors()).isEmpty();
		for (String other : List.of("https://" + host, "http://x" + host, "http://" + host + ".evil.example",
				"http://" + (host.matches(".*:[0-9]+") ? host + "1" : host + ":8080"))) {
			assertThat(http().send("POST", "/covered/ok", "Host: " + host, "Origin: " + other).status()).as(other)
				.isEqualTo(403);
		}
	}

	/**
	 * Java's {@code URI} has no host if the host contains {@code _}. Spring takes such an
	 * address for a malformed origin before it sees that the policy has decided, and
	 * rejects the request. {@code docs/security.md} lists this limit. If the filter hid
	 * {@code Origin} from Spring, it would also hide it from handlers that use it.
	 */
	@Test
	void ruleOfAHandlerRejectsEverythingOnAHostThatUriCannotParse() {
		for (String origin : List.of(CLIENT, ELSEWHERE)) {
			assertThat(http().send("GET", "/plain/annotated", "Host: my_host:8080", origin).status())
				.as("without a policy")
				.isEqualTo(403);
		}
		for (String path : List.of("/covered/annotated", "/covered/mapped")) {
			Response refused = http().send("GET", path, "Host: my_host:8080", CLIENT);
			assertThat(refused.status()).as(path).isEqualTo(403);
			assertThat(refused.header("X-Handler")).as(path).isNull();
			assertThat(refused.cors()).as(path).isEqualTo(Outcome.ALLOWED.cors());
		}
		for (Response passed : List.of(http().send("GET", "/covered/ok", "Host: my_host:8080", CLIENT),
				http().send("GET", "/covered/annotated", "Host: my-host:8080", CLIENT))) {
			assertThat(passed.header("X-Handler")).isEqualTo("ok");
			assertThat(passed.cors()).isEqualTo(Outcome.ALLOWED.cors());
		}
		assertThat(http()
			.send("OPTIONS", "/covered/annotated", "Host: my_host:8080", CLIENT, "Access-Control-Request-Method: GET")
			.status()).as("only the policy decides on a preflight").isEqualTo(200);
	}

	@Test
	void bodiesArriveWhole() {
		RawHttp http = http();
		assertThat(http.send("GET", "/covered/sse", CLIENT).body()).isEqualTo("data:a\n\ndata:b\n\n");
		assertThat(http.send("GET", "/covered/flush", CLIENT).body()).isEqualTo("ab");
		assertThat(http.send("GET", "/covered/proxy", CLIENT).body()).isEqualTo("ok");
		assertThat(http.send("GET", "/covered/file", CLIENT).body()).isEqualTo("file");
		assertThat(http.send("GET", "/covered/static/paths.txt", CLIENT).body())
			.isEqualTo(without().send("GET", "/covered/static/paths.txt", CLIENT).body());
	}

	@Test
	void manySlowRequestsShareOneEventLoop() {
		long start = System.nanoTime();
		List<CompletableFuture<Response>> responses = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			responses.add(CompletableFuture.supplyAsync(() -> http().send("GET", "/covered/slow", CLIENT),
					(task) -> new Thread(task).start()));
		}
		responses.forEach((response) -> assertThat(response.join().cors()).isEqualTo(Outcome.ALLOWED.cors()));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).as("40 requests that take 500 ms each")
			.isLessThan(Duration.ofSeconds(10));
	}

	@Test
	void webSocketIsOpenedAsThePolicySays() throws Exception {
		String[] handshake = { "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
				"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==" };
		for (String path : List.of("/covered/socket", "/omit/socket", "/plain/socket")) {
			assertThat(http().send("GET", path, with(handshake, CLIENT)).status()).isEqualTo(101);
			assertThat(firstMessage(path, "https://client.example")).isEqualTo("hello");
		}
		Response rejected = http().send("GET", "/covered/socket", with(handshake, ELSEWHERE));
		assertThat(rejected.status()).isEqualTo(403);
		assertThat(rejected.body()).isEqualTo("Invalid CORS request");
		Response omitted = http().send("GET", "/omit/socket", with(handshake, ELSEWHERE));
		assertThat(omitted.status()).isEqualTo(101);
		assertThat(omitted.cors()).doesNotContainKey("access-control-allow-origin");
		assertThat(firstMessage("/omit/socket", "https://elsewhere.example")).isEqualTo("hello");
	}

	private static String[] with(String[] headers, String header) {
		return Stream.concat(Stream.of(headers), Stream.of(header)).toArray(String[]::new);
	}

	private String firstMessage(String path, String origin) throws Exception {
		CompletableFuture<String> message = new CompletableFuture<>();
		WebSocket.Listener listener = new WebSocket.Listener() {

			@Override
			public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
				message.complete(data.toString());
				return null;
			}

		};
		WebSocket socket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.header("Origin", origin)
			.buildAsync(URI.create("ws://localhost:" + http().port() + path), listener)
			.get(10, TimeUnit.SECONDS);
		try {
			return message.get(10, TimeUnit.SECONDS);
		}
		finally {
			socket.abort();
		}
	}

	@Test
	void connectionStaysOpenAfterARejectedRequestWithABody() {
		String body = "x".repeat(100_000);
		try (RawHttp http = http().keepingAlive()) {
			for (int i = 0; i < 3; i++) {
				Response rejected = http.send("POST", "/covered/echo", List.of(ELSEWHERE, "Content-Type: text/plain"),
						body);
				assertThat(rejected.status()).isEqualTo(403);
				assertThat(rejected.body()).isEqualTo("Invalid CORS request");
			}
			Response allowed = http.send("GET", "/covered/ok", CLIENT);
			assertThat(allowed.status()).isEqualTo(200);
			assertThat(allowed.body()).isEqualTo("ok");
			assertThat(allowed.cors()).isEqualTo(Outcome.ALLOWED.cors());
			assertThat(http.connections()).isEqualTo(1);
		}
	}

}
