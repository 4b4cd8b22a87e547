package io.github.corsstarter.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.conformance.ConformanceRow.Header;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConformanceAssertions}: any difference between a response and its row
 * makes the assertion fail.
 */
class ConformanceAssertionsTests {

	private static final String HANDLED = """
			== handled
			GET /a
			Origin: https://spa.example
			-> handler allowed
			Access-Control-Allow-Origin: https://spa.example
			Vary: Origin, Accept
			""";

	private static final String REJECTED = """
			== rejected
			GET /a
			-> 403 origin-not-allowed
			Vary: Origin
			""";

	private static final String PROBLEM = REJECTED + "problem.policy: p\nproblem.fix: null\nproblem.detail~: why";

	private static final Header RAN = new Header("X-Handler", "ran");

	private static final Header ALLOW_ORIGIN = new Header("access-control-allow-origin", "https://spa.example");

	private static final Header VARY = new Header("vary", "accept,ORIGIN");

	private static final Header VARY_ORIGIN = new Header("Vary", "Origin");

	private static final Header NO_STORE = new Header("Cache-Control", "no-store");

	@Test
	void sameResponseShouldConform() {
		assertThatCode(() -> ConformanceAssertions.assertConforms(row(HANDLED), handled(RAN, ALLOW_ORIGIN, VARY)))
			.doesNotThrowAnyException();
		assertThat(differences(HANDLED, handled(RAN, ALLOW_ORIGIN, VARY_ORIGIN, new Header("Vary", "Accept"),
				new Header("Content-Type", "text/plain"))))
			.isEmpty();
		assertThat(differences(REJECTED, rejected("Invalid CORS request", VARY_ORIGIN))).isEmpty();
	}

	@Test
	void headersShouldBeExactlyThoseOfTheRow() {
		assertThat(differences(HANDLED, handled(RAN, VARY))).hasSize(1);
		assertThat(differences(HANDLED, handled(RAN, ALLOW_ORIGIN, ALLOW_ORIGIN, VARY))).hasSize(1);
		assertThat(differences(HANDLED,
				handled(RAN, ALLOW_ORIGIN, new Header("Access-Control-Allow-Credentials", "true"), VARY)))
			.hasSize(1);
		assertThat(differences(HANDLED, handled(RAN, ALLOW_ORIGIN, new Header("Access-Control-Anything", ""), VARY)))
			.hasSize(1);
		assertThat(differences(HANDLED,
				handled(RAN, new Header("Access-Control-Allow-Origin", "https://spa.example "), VARY)))
			.hasSize(1);
	}

	@Test
	void varyShouldHaveExactlyTheNamesOfTheRow() {
		for (String vary : List.of("Origin", "Origin, Accept, X", "Origin, Accept, origin", "Origin, Accept,", "*")) {
			assertThat(differences(HANDLED, handled(RAN, ALLOW_ORIGIN, new Header("Vary", vary)))).as(vary).hasSize(1);
		}
		assertThat(differences(HANDLED, handled(RAN, ALLOW_ORIGIN))).hasSize(1);
		assertThat(differences(HANDLED, handled(RAN, ALLOW_ORIGIN, VARY, VARY_ORIGIN))).hasSize(1);
	}

	@Test
	void statusHandlerReasonAndBodyShouldBeThoseOfTheRow() {
		assertThat(differences(HANDLED, handled(ALLOW_ORIGIN, VARY))).hasSize(1);
		assertThat(differences(REJECTED, rejected("Invalid CORS request", VARY_ORIGIN, RAN))).hasSize(1);
		assertThat(differences(REJECTED, rejected("", VARY_ORIGIN))).hasSize(1);
		assertThat(differences(REJECTED, rejected("Invalid CORS request\n", VARY_ORIGIN))).hasSize(1);
		assertThat(differences(REJECTED,
				new ConformanceResponse(400, null, List.of(VARY_ORIGIN, NO_STORE), "Invalid CORS request")))
			.hasSize(1);
		assertThat(differences(REJECTED,
				new ConformanceResponse(403, "allowed", List.of(VARY_ORIGIN, NO_STORE), "Invalid CORS request")))
			.hasSize(1);
	}

	@Test
	void rejectionShouldNotBeStored() {
		assertThat(
				differences(REJECTED, new ConformanceResponse(403, null, List.of(VARY_ORIGIN), "Invalid CORS request")))
			.hasSize(1);
		assertThat(differences(REJECTED, rejected("Invalid CORS request", VARY_ORIGIN, NO_STORE))).hasSize(1);
	}

	@Test
	void problemShouldHaveTheMembersOfTheRow() {
		String json = "{\"status\":403,\"reason\":\"origin-not-allowed\",\"policy\":\"p\",\"fix\":null,\"detail\":\"this is why\"}";
		Header contentType = new Header("Content-Type", "application/problem+json");
		assertThat(differences(PROBLEM, rejected(json, VARY_ORIGIN, contentType))).isEmpty();
		assertThat(differences(PROBLEM, rejected(json, VARY_ORIGIN))).hasSize(1);
		Map<String, String> changes = Map.of("403", "200", "origin-not", "origin-is", "\"p\"", "\"q\"", "null",
				"\"fix\"", "why", "not");
		changes.forEach((from,
				to) -> assertThat(differences(PROBLEM, rejected(json.replace(from, to), VARY_ORIGIN, contentType)))
					.as(to)
					.hasSize(1));
		assertThat(differences(PROBLEM, rejected("Invalid CORS request", VARY_ORIGIN, contentType))).hasSize(1);
	}

	@Test
	void messageShouldHaveTheWholeExchange() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> ConformanceAssertions.assertConforms(row(HANDLED), handled(ALLOW_ORIGIN, VARY)))
			.withMessageContainingAll("handled (t.txt:1)", "handler ran: expected true, but was false",
					"GET /a\nOrigin: https://spa.example", "Vary: Origin, Accept", "vary: accept,ORIGIN");
	}

	private static List<String> differences(String text, ConformanceResponse response) {
		return ConformanceAssertions.differences(row(text), response);
	}

	private static ConformanceRow row(String text) {
		return ConformanceTable.parse("t.txt", text).get(0);
	}

	private static ConformanceResponse handled(Header... headers) {
		return new ConformanceResponse(200, null, new ArrayList<>(List.of(headers)), "handled");
	}

	private static ConformanceResponse rejected(String body, Header... headers) {
		List<Header> all = new ArrayList<>(List.of(headers));
		all.add(NO_STORE);
		return new ConformanceResponse(403, null, all, body);
	}

}
