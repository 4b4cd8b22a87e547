package io.github.corsstarter.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.testing.RawHttp.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the starter on a gateway. Runs on both gateways.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractGatewayIT {

	static final String SPA = "Origin: https://spa.example";

	private static final String STRANGER = "Origin: https://evil.example";

	static final Map<String, String> ALLOWED = Map.of("access-control-allow-origin", "https://spa.example",
			"access-control-allow-credentials", "true", "access-control-expose-headers", "etag");

	private static final List<String> POLICIES = List.of(
			"cors.policies.covered.paths=/covered/**,/deduplicated/**,/added/**,/service/**,/stripped/**,/down/**,/impatient/**,/nowhere/**",
			"cors.policies.covered.allowed-origins=https://spa.example",
			"cors.policies.covered.allowed-methods=GET,POST,PUT,DELETE",
			"cors.policies.covered.allowed-headers=content-type", "cors.policies.covered.exposed-headers=etag",
			"cors.policies.covered.allow-credentials=true", "cors.policies.public.paths=/public/**",
			"cors.policies.public.allowed-origins=*", "cors.policies.lenient.paths=/lenient/**",
			"cors.policies.lenient.allowed-origins=https://spa.example",
			"cors.policies.lenient.on-disallowed=omit-headers");

	private final Flavor flavor;

	private Backend backend;

	private TestApplication service;

	private TestApplication gateway;

	private TestApplication without;

	AbstractGatewayIT(Flavor flavor) {
		this.flavor = flavor;
	}

	@BeforeAll
	void start() {
		this.backend = new Backend();
		this.service = ServiceWithStarter.start();
		List<String> properties = new ArrayList<>(routes());
		this.without = this.flavor.start(join(properties, "cors.enabled=false"));
		properties.addAll(POLICIES);
		this.gateway = this.flavor.start(properties);
	}

	@AfterAll
	void stop() {
		this.gateway.close();
		this.without.close();
		this.service.close();
		this.backend.close();
	}

	@BeforeEach
	void forget() {
		this.backend.arrived();
	}

	private List<String> routes() {
		List<List<String>> routes = new ArrayList<>();
		int port = this.backend.port();
		for (String path : List.of("/covered/**", "/public/**", "/lenient/**", "/free/**")) {
			routes.add(this.flavor.route(routes.size(), port, path));
		}
		routes.add(this.flavor.route(routes.size(), port, "/deduplicated/**",
				"filters[0]=DedupeResponseHeader=Access-Control-Allow-Origin Vary, RETAIN_FIRST"));
		routes.add(this.flavor.route(routes.size(), port, "/added/**",
				"filters[0]=AddResponseHeader=Access-Control-Allow-Origin, *",
				"filters[1]=SetResponseHeader=Access-Control-Allow-Credentials, true"));
		routes.add(this.flavor.route(routes.size(), this.service.port(), "/service/**"));
		routes.add(this.flavor.route(routes.size(), this.service.port(), "/stripped/**", "filters[0]=StripPrefix=1",
				"filters[1]=RemoveRequestHeader=Origin"));
		routes.add(this.flavor.route(routes.size(), unusedPort(), "/down/**"));
		routes.add(this.flavor.route(routes.size(), port, "/impatient/**", "metadata.response-timeout=300"));
		return routes.stream().flatMap(List::stream).toList();
	}

	@ParameterizedTest
	@CsvSource({ "GET, own, 200", "HEAD, own, 200", "POST, own, 200", "PUT, own, 200", "DELETE, own, 200",
			"GET, missing, 404", "GET, failing, 500", "GET, login, 401", "GET, moved, 302" })
	void backendsHeadersAreReplaced(String method, String what, int status) {
		Response response = send(method, "/covered/" + what, SPA);
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.cors()).isEqualTo(ALLOWED);
		assertThat(response.vary()).containsExactly("accept-encoding", "origin");
		assertThat(response.header("X-Backend")).isEqualTo("backend");
		assertThat(this.backend.arrived()).containsExactly(method + " /covered/" + what);
	}

	@Test
	void backendWithoutHeadersGetsThem() {
		Response response = send("GET", "/covered/plain", SPA);
		assertThat(response.cors()).isEqualTo(ALLOWED);
		assertThat(response.vary()).containsExactly("origin");
		assertThat(response.body()).isEqualTo("backend");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/deduplicated/own", "/deduplicated/plain", "/added/own", "/added/plain" })
	void filtersOfRoutesChangeNothing(String path) {
		Response response = send("GET", path, SPA);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.cors()).isEqualTo(ALLOWED);
		assertThat(response.vary()).contains("origin").doesNotHaveDuplicates();
	}

	@Test
	void requestsThatAreNotCorsGetNoneOfBackendsHeaders() {
		for (Response response : List.of(send("GET", "/covered/own"),
				send("GET", "/covered/own", "Origin: http://localhost:" + this.gateway.port()),
				send("POST", "/covered/own", STRANGER, "Sec-Fetch-Site: same-origin"))) {
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.cors()).isEmpty();
			assertThat(response.vary()).containsExactly("accept-encoding", "origin");
		}
	}

	@Test
	void everybodyIsAllowedOnce() {
		for (Response response : List.of(send("GET", "/public/own"), send("GET", "/public/own", SPA))) {
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.cors()).isEqualTo(Map.of("access-control-allow-origin", "*"));
		}
	}

	@Test
	void whatIsRefusedDoesNotReachBackend() {
		for (String path : List.of("/covered/own", "/service/ok", "/down/own", "/nowhere")) {
			Response response = send("POST", path, STRANGER);
			assertThat(response.status()).isEqualTo(403);
			assertThat(response.cors()).isEmpty();
			assertThat(response.vary()).containsExactly("origin");
			assertThat(response.body()).isEqualTo("Invalid CORS request");
		}
		assertThat(this.backend.arrived()).isEmpty();
	}

	@Test
	void omitHeadersAlsoRemovesHeadersOfBackend() {
		Response response = send("GET", "/lenient/own", STRANGER);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.cors()).isEmpty();
		assertThat(response.vary()).containsExactly("accept-encoding", "origin");
		assertThat(this.backend.arrived()).containsExactly("GET /lenient/own");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/covered/own", "/covered/silent", "/service/ok", "/down/own", "/nowhere/own" })
	void preflightsDoNotReachBackends(String path) {
		Response allowed = send("OPTIONS", path, SPA, "Access-Control-Request-Method: PUT",
				"Access-Control-Request-Headers: content-type");
		assertThat(allowed.status()).isEqualTo(200);
		assertThat(allowed.cors())
			.isEqualTo(Map.of("access-control-allow-origin", "https://spa.example", "access-control-allow-credentials",
					"true", "access-control-allow-methods", "GET, HEAD, POST, PUT, DELETE",
					"access-control-allow-headers", "content-type", "access-control-max-age", "1800"));
		assertThat(allowed.body()).isEmpty();
		Response refused = send("OPTIONS", path, STRANGER, "Access-Control-Request-Method: PUT");
		assertThat(refused.status()).isEqualTo(403);
		assertThat(refused.cors()).isEmpty();
		assertThat(this.backend.arrived()).isEmpty();
	}

	@Test
	void plainOptionsReachBackend() {
		assertThat(send("OPTIONS", "/covered/own").cors()).isEmpty();
		assertThat(this.backend.arrived()).containsExactly("OPTIONS /covered/own");
	}

	@Test
	void serviceWithStarterIsOverruled() {
		Response ok = send("GET", "/service/ok", SPA);
		assertThat(ok.status()).isEqualTo(200);
		assertThat(ok.body()).isEqualTo("service");
		assertThat(ok.cors()).isEqualTo(ALLOWED);
		assertThat(ok.vary()).containsExactly("origin");
		Response failing = send("GET", "/service/failing", SPA);
		assertThat(failing.status()).isEqualTo(500);
		assertThat(failing.cors()).isEqualTo(ALLOWED);
		// The service's policy does not allow this method. A page can read the rejection.
		Response refusedByService = send("DELETE", "/service/ok", SPA);
		assertThat(refusedByService.status()).isEqualTo(403);
		assertThat(refusedByService.body()).isEqualTo("Invalid CORS request");
		assertThat(refusedByService.cors()).isEqualTo(ALLOWED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/down/own", "/covered/silent", "/nowhere/own" })
	void errorsOfGatewayHaveTheHeaders(String path) {
		Response response = send("GET", path, SPA);
		assertThat(response.status()).isEqualTo(path.startsWith("/nowhere") ? 404 : this.flavor.statusOfFailure());
		assertThat(response.cors()).isEqualTo(ALLOWED);
		assertThat(response.vary()).contains("origin");
	}

	@Test
	void eventsArriveWhileTheyAreSent() throws Exception {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + this.gateway.port() + "/covered/events"))
			.header("Origin", "https://spa.example")
			.timeout(Duration.ofSeconds(10))
			.build();
		HttpResponse<InputStream> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
		assertThat(response.headers().allValues("Access-Control-Allow-Origin")).containsExactly("https://spa.example");
		assertThat(response.headers().allValues("Access-Control-Unheard-Of")).isEmpty();
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
			assertThat(lines.readLine()).isEqualTo("data: first");
			this.backend.goOn();
			assertThat(lines.readLine()).isEmpty();
			assertThat(lines.readLine()).isEqualTo("data: second");
		}
	}

	@ParameterizedTest
	@CsvSource({ "GET, /free/own", "GET, /free/plain", "POST, /free/own", "HEAD, /free/own", "GET, /free/missing",
			"OPTIONS, /free/own", "GET, /free/silent", "GET, /unrouted", "OPTIONS, /unrouted" })
	void pathsWithoutPolicyAreLeftAlone(String method, String path) {
		for (List<String> headers : List.of(List.<String>of(), List.of(SPA), List.of(STRANGER),
				List.of(SPA, "Access-Control-Request-Method: PUT"))) {
			Response with = send(method, path, headers.toArray(String[]::new));
			List<String> arrived = this.backend.arrived();
			Response without = this.without.http().send(method, path, headers);
			assertThat(with.status()).as("%s", headers).isEqualTo(without.status());
			assertThat(lines(with)).as("%s", headers).isEqualTo(lines(without));
			assertThat(arrived).isEqualTo(this.backend.arrived());
		}
	}

	@Test
	void gatewayWithoutStarterPassesOnWhatServiceSays() {
		Response ok = this.without.http().send("GET", "/service/ok", SPA);
		assertThat(ok.cors()).isEqualTo(Map.of("access-control-allow-origin", ServiceWithStarter.ORIGIN,
				"access-control-expose-headers", "x-service"));
		assertThat(ok.vary()).containsExactly("origin");
		Response refused = this.without.http().send("GET", "/service/ok", STRANGER);
		assertThat(refused.status()).isEqualTo(403);
		assertThat(refused.cors()).isEmpty();
	}

	@Test
	void gatewayWithoutStarterPassesOnNoPreflight() {
		for (String path : List.of("/free/own", "/service/ok")) {
			Response preflight = this.without.http().send("OPTIONS", path, SPA, "Access-Control-Request-Method: PUT");
			assertThat(preflight.cors()).isEmpty();
		}
		assertThat(this.backend.arrived()).isEmpty();
	}

	/**
	 * Without {@code Sec-Fetch-Site}, only the gateway can recognize a same-origin
	 * request, because only it knows the address of the site.
	 */
	@Test
	void routeThatRemovesOriginLetsSitesOwnPostsReachServiceWithStarter() {
		String[] own = { "Host: shop.example", "Origin: http://shop.example" };
		assertThat(send("POST", "/covered/own", own).status()).isEqualTo(200);
		assertThat(send("POST", "/service/ok", own).status()).isEqualTo(403);
		assertThat(send("POST", "/service/ok", own[0], own[1], "Sec-Fetch-Site: same-origin").status()).isEqualTo(200);
		Response stripped = send("POST", "/stripped/service/ok", own);
		assertThat(stripped.status()).isEqualTo(200);
		assertThat(stripped.cors()).isEmpty();
		// Without {@code Origin}, the service's policy does not check methods either.
		Response allowed = send("DELETE", "/stripped/service/ok", SPA);
		assertThat(allowed.status()).isEqualTo(200);
		assertThat(allowed.cors()).isEqualTo(ALLOWED);
	}

	final Response send(String method, String path, String... headers) {
		return this.gateway.http().send(method, path, headers);
	}

	/** The header lines, without those that differ between responses. */
	private static List<String> lines(Response response) {
		return response.lines().stream().filter((line) -> !line.startsWith("Content-Length: ")).toList();
	}

	private static List<String> join(List<String> properties, String more) {
		List<String> all = new ArrayList<>(properties);
		all.add(more);
		return all;
	}

	private static int unusedPort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
