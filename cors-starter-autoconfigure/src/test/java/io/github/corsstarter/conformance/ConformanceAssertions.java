package io.github.corsstarter.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

import io.github.corsstarter.conformance.ConformanceRow.Header;

import org.springframework.boot.json.JsonParserFactory;

/**
 * Compares a response with its row. The comparison is exact, so it fails if a header is
 * missing and also if there is an unexpected header.
 */
public final class ConformanceAssertions {

	private static final String CORS_PREFIX = "access-control-";

	private static final String TIMING = "timing-allow-origin";

	private static final String REJECTED = "Invalid CORS request";

	private static final String MISDIRECTED = "Misdirected request";

	private static final int MAX_SHOWN = 2048;

	private ConformanceAssertions() {
	}

	/**
	 * Check a response.
	 * @param row the row with the expected response
	 * @param response the response
	 * @throws AssertionError with the whole request, the expected response, the actual
	 * response, and every difference
	 */
	public static void assertConforms(ConformanceRow row, ConformanceResponse response) {
		List<String> differences = differences(row, response);
		if (!differences.isEmpty()) {
			throw new AssertionError(row + "\n\n--- differences\n" + String.join("\n", differences)
					+ "\n\n--- request\n" + row.describeRequest() + "\n\n--- expected\n" + row.describeExpected()
					+ "\n\n--- actual\n" + response + "\n");
		}
	}

	static List<String> differences(ConformanceRow row, ConformanceResponse response) {
		List<String> differences = new ArrayList<>();
		compare(differences, "status", row.status(), response.status());
		boolean handled = response.values(ConformanceSuite.MARK_NAME).contains(ConformanceSuite.MARK_VALUE);
		compare(differences, "handler ran", row.handled(), handled);
		if (response.reason() != null) {
			compare(differences, "reason", row.reason(), response.reason());
		}
		compare(differences, "CORS headers", corsHeaders(row.expected()), corsHeaders(response.headers()));
		compare(differences, "Vary", vary(row.expected()), vary(response.headers()));
		if (!row.handled()) {
			compareBody(differences, row, response);
		}
		// Check this for every rejection that the starter answers, so that the rows need
		// not repeat it.
		if ((row.status() == 403 || row.status() == 421) && !row.handled()) {
			compare(differences, "Cache-Control", List.of("no-store"), response.values("Cache-Control"));
		}
		return differences;
	}

	/**
	 * The CORS header lines and {@code Timing-Allow-Origin}, sorted. The result differs
	 * if there is an unexpected or a repeated line.
	 */
	private static List<String> corsHeaders(List<Header> headers) {
		return headers.stream()
			.filter((header) -> isPolicys(header.name().toLowerCase(Locale.ROOT)))
			.map((header) -> header.name().toLowerCase(Locale.ROOT) + ": " + header.value())
			.sorted()
			.toList();
	}

	private static boolean isPolicys(String name) {
		return name.startsWith(CORS_PREFIX) || name.equals(TIMING);
	}

	/**
	 * The names in all lines of {@code Vary}, in lower case and sorted. Repeated names
	 * are kept.
	 */
	private static List<String> vary(List<Header> headers) {
		return headers.stream()
			.filter((header) -> header.name().equalsIgnoreCase("Vary"))
			.flatMap((header) -> Arrays.stream(header.value().split(",", -1)))
			.map((name) -> name.strip().toLowerCase(Locale.ROOT))
			.sorted()
			.toList();
	}

	private static void compareBody(List<String> differences, ConformanceRow row, ConformanceResponse response) {
		if (row.method().equals("HEAD") || row.reason().equals("allowed")) {
			compare(differences, "body", "", response.body());
		}
		else if (row.reason().equals("host-not-allowed")) {
			compare(differences, "body", MISDIRECTED, response.body());
			compare(differences, "Content-Type", "text/plain;charset=utf-8",
					String.join(" and ", response.values("Content-Type")).toLowerCase(Locale.ROOT).replace(" ", ""));
		}
		else if (row.problem().isEmpty()) {
			compare(differences, "body", REJECTED, response.body());
		}
		else {
			compareProblem(differences, row, response);
		}
	}

	private static void compareProblem(List<String> differences, ConformanceRow row, ConformanceResponse response) {
		compare(differences, "Content-Type", List.of("application/problem+json"), response.values("Content-Type"));
		Map<String, Object> members;
		try {
			members = JsonParserFactory.getJsonParser().parseMap(response.body());
		}
		catch (RuntimeException ex) {
			differences.add("body: expected JSON, but was " + response.body());
			return;
		}
		compare(differences, "problem.status", String.valueOf(row.status()), String.valueOf(members.get("status")));
		compare(differences, "problem.reason", row.reason(), String.valueOf(members.get("reason")));
		row.problem().forEach((key, value) -> {
			String name = key.endsWith("~") ? key.substring(0, key.length() - 1) : key;
			String actual = String.valueOf(members.get(name));
			if (key.endsWith("~") ? !actual.contains(value) : !actual.equals(value)) {
				differences.add("problem." + key + ": expected " + value + ", but was " + actual + " in "
						+ new TreeSet<>(members.keySet()));
			}
		});
	}

	private static String show(Object value) {
		String text = value.toString();
		return (text.length() > MAX_SHOWN) ? text.substring(0, MAX_SHOWN) + "..." : text;
	}

	private static void compare(List<String> differences, String what, Object expected, Object actual) {
		if (!expected.equals(actual)) {
			differences.add(what + ": expected " + show(expected) + ", but was " + show(actual));
		}
	}

}
