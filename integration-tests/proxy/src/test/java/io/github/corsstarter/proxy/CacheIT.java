package io.github.corsstarter.proxy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.RawHttp.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with a real shared cache which clients get which responses.
 */
class CacheIT {

	private static final String A = "https://a.example";

	private static final String B = "https://b.example";

	private static final String STRANGER = "https://evil.example";

	private static ShopApplication.Running application;

	private static Nginx nginx;

	private static int path;

	@BeforeAll
	static void start(@TempDir Path folder) throws IOException {
		String yaml = ProxyDocument.block("yaml", "public:");
		application = ShopApplication.start(Server.TOMCAT, ProxyDocument.location(folder, yaml),
				"cors.policies.lenient.paths=/lenient/**", "cors.policies.lenient.allowed-origins=*",
				"cors.policies.lenient.on-disallowed=omit-headers");
		String documented = ProxyDocument.block("nginx", "proxy_cache shop");
		Map<String, String> servers = new LinkedHashMap<>();
		servers.put("documented", documented);
		servers.put("careless",
				documented.replace("proxy_cache shop;", "proxy_cache shop; proxy_ignore_headers Vary;"));
		// Also caches rejections, which a cache may do.
		servers.put("everything",
				documented.replace("proxy_cache shop;", "proxy_cache shop; proxy_cache_valid any 10m;"));
		nginx = Nginx.start(application.port(), ProxyDocument.block("nginx", "proxy_cache_path"), servers);
	}

	@AfterAll
	static void stop() {
		if (nginx != null) {
			nginx.close();
		}
		if (application != null) {
			application.close();
		}
	}

	@Test
	void originsAreKeptApart() {
		String prices = fresh("/api");
		for (String origin : List.of(A, B)) {
			Response first = get("documented", prices, origin);
			assertThat(status(first)).isEqualTo("MISS");
			Response again = get("documented", prices, origin);
			assertThat(status(again)).isEqualTo("HIT");
			assertThat(again.body()).isEqualTo(first.body());
			for (Response response : List.of(first, again)) {
				assertThat(response.cors()).isEqualTo(Map.of("access-control-allow-origin", origin));
				assertThat(response.vary()).containsExactly("origin");
			}
		}
		Response none = get("documented", prices, null);
		assertThat(status(none)).isEqualTo("MISS");
		assertThat(none.cors()).isEmpty();
		assertThat(none.vary()).containsExactly("origin");
		assertThat(status(get("documented", prices, null))).isEqualTo("HIT");
		assertThat(get("documented", prices, STRANGER).status()).isEqualTo(403);
		assertThat(status(get("documented", prices, A))).isEqualTo("HIT");
	}

	@Test
	void requestWithoutOriginDoesNotShareItsResponse() {
		String prices = fresh("/api");
		assertThat(get("documented", prices, null).cors()).isEmpty();
		Response response = get("documented", prices, A);
		assertThat(status(response)).isEqualTo("MISS");
		assertThat(response.cors()).isEqualTo(Map.of("access-control-allow-origin", A));
	}

	@Test
	void cacheThatIgnoresVarySendsHeadersOfAnotherOrigin() {
		String prices = fresh("/api");
		assertThat(get("careless", prices, A).cors()).isEqualTo(Map.of("access-control-allow-origin", A));
		assertThat(get("careless", prices, B).cors()).isEqualTo(Map.of("access-control-allow-origin", A));
	}

	@Test
	void refusalsAreNotKept() {
		String prices = fresh("/api");
		assertThat(get("everything", prices, STRANGER).status()).isEqualTo(403);
		Response again = get("everything", prices, STRANGER);
		assertThat(again.status()).isEqualTo(403);
		assertThat(status(again)).isEqualTo("MISS");
		Response allowed = get("everything", prices, A);
		assertThat(allowed.status()).isEqualTo(200);
		assertThat(allowed.cors()).isEqualTo(Map.of("access-control-allow-origin", A));
	}

	@Test
	void noOriginGetsHeadersOfAnotherOrigin() {
		Random random = Effort.random();
		int requests = Effort.rounds(400);
		List<String> paths = List.of(fresh("/api"), fresh("/api"), fresh("/api"));
		List<String> origins = new ArrayList<>(List.of(A, B, STRANGER));
		origins.add(null);
		int hits = 0;
		int refused = 0;
		for (int i = 0; i < requests; i++) {
			String origin = origins.get(random.nextInt(origins.size()));
			refused += STRANGER.equals(origin) ? 1 : 0;
			Response response = get(random.nextBoolean() ? "documented" : "everything",
					paths.get(random.nextInt(paths.size())), origin);
			boolean allowed = A.equals(origin) || B.equals(origin);
			assertThat(response.cors()).as("%s, seed %s", origin, Effort.SEED)
				.isEqualTo(allowed ? Map.of("access-control-allow-origin", origin) : Map.of());
			assertThat(response.status()).as("%s, seed %s", origin, Effort.SEED)
				.isEqualTo(STRANGER.equals(origin) ? 403 : 200);
			hits += status(response).equals("HIT") ? 1 : 0;
		}
		assertThat(hits).isGreaterThan((requests - refused) * 3 / 4);
	}

	@Test
	void everybodySharesWhatEverybodyMayRead() {
		String prices = fresh("/public");
		Response first = get("documented", prices, A);
		assertThat(status(first)).isEqualTo("MISS");
		for (String origin : new String[] { B, null, STRANGER, A }) {
			Response shared = get("documented", prices, origin);
			assertThat(status(shared)).isEqualTo("HIT");
			assertThat(shared.body()).isEqualTo(first.body());
			assertThat(shared.cors()).isEqualTo(Map.of("access-control-allow-origin", "*"));
			assertThat(shared.vary()).isEmpty();
		}
		String other = fresh("/public");
		assertThat(status(get("documented", other, null))).isEqualTo("MISS");
		Response shared = get("documented", other, A);
		assertThat(status(shared)).isEqualTo("HIT");
		assertThat(shared.cors()).isEqualTo(Map.of("access-control-allow-origin", "*"));
	}

	/** Browsers do not send such an origin, but other clients can. */
	@ParameterizedTest
	@CsvSource({ "documented, /lenient, 200", "documented, /public, 403", "everything, /lenient, 200",
			"everything, /public, 403" })
	void responseToMalformedOriginIsForNobodyElse(String server, String start, int status) {
		for (String[] malformed : new String[][] { { "Origin:" }, { "Origin: " + "x".repeat(513) },
				{ "Origin: " + A, "Origin: " + B } }) {
			String prices = fresh(start);
			Response response = send(server, prices, malformed);
			assertThat(response.status()).isEqualTo(status);
			assertThat(response.cors()).isEmpty();
			Response others = get(server, prices, A);
			assertThat(status(others)).isEqualTo("MISS");
			assertThat(others.status()).isEqualTo(200);
			assertThat(others.cors()).isEqualTo(Map.of("access-control-allow-origin", "*"));
			assertThat(status(get(server, prices, B))).isEqualTo("HIT");
		}
	}

	/**
	 * For {@code Vary}, nginx does not distinguish an empty header from a missing one. So
	 * all clients that send no origin would get a stored rejection.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "/api", "/public" })
	void refusalOfEmptyOriginIsNotKept(String start) {
		for (String server : List.of("documented", "everything")) {
			String prices = fresh(start);
			assertThat(send(server, prices, "Origin:").status()).isEqualTo(403);
			assertThat(get(server, prices, null).status()).isEqualTo(200);
			assertThat(get(server, prices, A).status()).isEqualTo(200);
		}
	}

	/**
	 * A client other than a browser can claim that its request is same-origin. The
	 * response still has the headers for its origin.
	 */
	@Test
	void responseToForgedSameOriginRequestIsRightForItsOrigin() {
		String prices = fresh("/api");
		Response forged = send("documented", prices, "Origin: " + A, "Sec-Fetch-Site: same-origin");
		assertThat(forged.cors()).isEqualTo(Map.of("access-control-allow-origin", A));
		Response kept = get("documented", prices, A);
		assertThat(status(kept)).isEqualTo("HIT");
		assertThat(kept.cors()).isEqualTo(Map.of("access-control-allow-origin", A));
		assertThat(get("documented", prices, B).cors()).isEqualTo(Map.of("access-control-allow-origin", B));
	}

	private static Response get(String server, String path, String origin) {
		return (origin != null) ? send(server, path, "Origin: " + origin) : send(server, path);
	}

	private static Response send(String server, String path, String... headers) {
		return nginx.http(server)
			.send("GET", path, Stream.concat(Stream.of("Host: shop.example"), Stream.of(headers)).toList());
	}

	private static String status(Response response) {
		return response.header("X-Cache-Status");
	}

	/** A path that was not requested before. */
	private static synchronized String fresh(String start) {
		return start + "/prices/" + ++path;
	}

}
