package io.github.corsstarter.neighbors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a policy on a neighbor's paths decides there, and that without a policy, the
 * neighbor answers byte for byte as without the starter.
 */
class NeighborTests {

	private static final Map<Neighbor, Integer> rows = new TreeMap<>();

	@AfterAll
	static void count() {
		rows.forEach((neighbor, count) -> System.out.println("Neighbor " + neighbor + ": " + count + " rows passed"));
	}

	@ParameterizedTest
	@EnumSource
	void policyGovernsItsPathsAndNoOthers(Neighbor neighbor) {
		try (NeighborServer without = neighbor.start("cors.enabled=false");
				NeighborServer with = neighbor.start("cors.policies.neighbor.paths=" + neighbor.paths(),
						"cors.policies.neighbor.allowed-origins=" + Neighbor.ALLOWED,
						"cors.policies.neighbor.allowed-methods=GET,POST,PUT,PATCH",
						"cors.policies.neighbor.allowed-headers=content-type",
						"cors.policies.neighbor.exposed-headers=etag",
						"cors.policies.neighbor.allow-credentials=true")) {
			int count = 0;
			for (Call call : neighbor.calls()) {
				count += checkCovered(call, without.http(), with.http());
			}
			uncover(with);
			for (Call call : neighbor.calls()) {
				count += checkUncovered(call, without.http(), with.http());
			}
			rows.put(neighbor, count);
		}
	}

	private static int checkCovered(Call call, RawHttp without, RawHttp with) {
		Answer plain = Answer.of(call.send(without)).withoutCors();
		Response own = call.send(with);
		assertThat(Answer.of(own).withoutCors()).as("%s, not CORS", call).isEqualTo(plain);
		assertThat(own.cors()).as("%s, not CORS", call).isEmpty();
		assertThat(own.vary()).as("%s, not CORS", call).contains("origin").doesNotHaveDuplicates();

		Response sameOrigin = call.send(with, "Origin: http://localhost:" + with.port());
		assertThat(Answer.of(sameOrigin).withoutCors()).as("%s, same origin", call).isEqualTo(plain);
		assertThat(sameOrigin.cors()).as("%s, same origin", call).isEmpty();

		Response allowed = call.send(with, "Origin: " + Neighbor.ALLOWED);
		assertThat(allowed.cors()).as("%s, allowed", call)
			.isEqualTo(Map.of("access-control-allow-origin", Neighbor.ALLOWED, "access-control-allow-credentials",
					"true", "access-control-expose-headers", "etag"));
		assertThat(Answer.of(allowed).withoutCors()).as("%s, allowed", call).isEqualTo(plain);
		assertThat(allowed.vary()).as("%s, allowed", call).contains("origin").doesNotHaveDuplicates();

		Response preflight = call.preflight(with, Neighbor.ALLOWED);
		assertThat(preflight.status()).as("%s, preflight", call).isEqualTo(200);
		assertThat(preflight.body()).as("%s, preflight", call).isEmpty();
		assertThat(preflight.cors()).as("%s, preflight", call)
			.isEqualTo(Map.of("access-control-allow-origin", Neighbor.ALLOWED, "access-control-allow-credentials",
					"true", "access-control-allow-methods", "GET, HEAD, POST, PUT, PATCH",
					"access-control-allow-headers", "content-type", "access-control-max-age", "1800"));

		for (String origin : List.of(Neighbor.LISTED, Neighbor.REFUSED, "null")) {
			for (Response refused : List.of(call.send(with, "Origin: " + origin), call.preflight(with, origin))) {
				assertThat(refused.status()).as("%s, %s", call, origin).isEqualTo(403);
				assertThat(refused.body()).as("%s, %s", call, origin).isEqualTo("Invalid CORS request");
				assertThat(refused.cors()).as("%s, %s", call, origin).isEmpty();
				assertThat(refused.vary()).as("%s, %s", call, origin).contains("origin");
			}
		}
		return 10;
	}

	private static int checkUncovered(Call call, RawHttp without, RawHttp with) {
		Map<String, Answer> expected = answers(call, without);
		Map<String, Answer> actual = answers(call, with);
		assertThat(actual).as("%s, without a policy", call).isEqualTo(expected);
		return expected.size();
	}

	private static Map<String, Answer> answers(Call call, RawHttp http) {
		Map<String, Answer> answers = new LinkedHashMap<>();
		answers.put("no origin", Answer.of(call.send(http)));
		List<String> origins = new ArrayList<>(List.of(Neighbor.ALLOWED, Neighbor.LISTED, Neighbor.REFUSED, "null"));
		for (String origin : origins) {
			answers.put(origin, Answer.of(call.send(http, "Origin: " + origin)));
			answers.put(origin + ", preflight", Answer.of(call.preflight(http, origin)));
		}
		answers.put("same origin", Answer.of(call.send(http, "Origin: http://localhost:" + http.port())));
		return answers;
	}

	/**
	 * Reloads with a policy for other paths, so that no policy covers the neighbor.
	 */
	private static void uncover(NeighborServer server) {
		server.context()
			.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("elsewhere", Map.of("cors.policies.neighbor.paths", "/elsewhere/**")));
		server.bean(CorsPolicies.class).reload();
		assertThat(server.bean(CorsPolicies.class).generation()).isEqualTo(2);
	}

}
