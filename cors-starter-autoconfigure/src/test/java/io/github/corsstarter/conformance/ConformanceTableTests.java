package io.github.corsstarter.conformance;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.corsstarter.conformance.ConformanceRow.Header;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ConformanceTable} and {@link ConformanceSuite}: the table is read as
 * it is written.
 */
class ConformanceTableTests {

	@Test
	void rowsAreManyOnEveryStack() {
		for (String stack : List.of("engine", "tomcat", "jetty", "netty")) {
			int rows = ConformanceSuite.STANDARD.rows(stack).size() + ConformanceSuite.DEBUG.rows(stack).size();
			assertThat(rows).as(stack).isGreaterThan(900);
		}
	}

	@Test
	void requestsAreNotRepeated() {
		for (ConformanceSuite suite : ConformanceSuite.values()) {
			Set<String> requests = new HashSet<>();
			for (ConformanceRow row : suite.rows()) {
				assertThat(requests.add(row.method() + row.target() + row.headers().hashCode()))
					.as("%s repeats a request", row)
					.isTrue();
			}
		}
	}

	@Test
	void expectationsAgreeWithThemselves() {
		Arrays.stream(ConformanceSuite.values()).flatMap((suite) -> suite.rows().stream()).forEach((row) -> {
			boolean rejected = !Set.of("allowed", "no-policy").contains(row.reason());
			assertThat(row.headers()).as("%s has blanks that a person would overlook", row)
				.allSatisfy((header) -> assertThat(header.name()).doesNotContain(" "));
			assertThat(row.expected()).as("%s", row)
				.allSatisfy((header) -> assertThat(
						header.name().equals("Vary") || header.name().startsWith("Access-Control-Allow-")
								|| header.name().equals("Access-Control-Max-Age")
								|| header.name().equals("Access-Control-Expose-Headers")
								|| header.name().equals("Timing-Allow-Origin"))
					.isTrue());
			if (rejected && row.problem().isEmpty()) {
				assertThat(row.expected()).as("%s is rejected", row)
					.allSatisfy((header) -> assertThat(header.name().equals("Vary") || isOfHandler(header)).isTrue());
			}
		});
	}

	private static boolean isOfHandler(Header header) {
		return header.name().equals("Timing-Allow-Origin") && header.value().equals("https://handler.example");
	}

	@Test
	void parseShouldReadWhatIsWritten() {
		List<ConformanceRow> rows = ConformanceTable.parse("t.txt", """
				# comment
				== title
				@not-on jetty netty: reason
				GET /path?query
				Origin: \\s{3 x ab}\\x41\\t\\\\
				# comment
				Empty:

				-> handler 404 allowed
				Vary: Origin
				problem.fix~: text
				""");
		assertThat(rows).containsExactly(new ConformanceRow("title", "t.txt:2", "GET", "/path?query",
				List.of(new Header("Origin", " abababA\t\\"), new Header("Empty", "")), true, 404, "allowed",
				List.of(new Header("Vary", "Origin")), Map.of("fix~", "text"),
				Map.of("jetty", "reason", "netty", "reason")));
	}

	@Test
	void parseWithEachShouldMakeOneRowForEachValue() {
		List<ConformanceRow> rows = ConformanceTable.parse("t.txt", """
				== title
				each: a
				each: c
				GET /{each}
				-> 403 origin-not-allowed
				""");
		assertThat(rows).extracting(ConformanceRow::name).containsExactly("title: a", "title: c");
		assertThat(rows).extracting(ConformanceRow::target).containsExactly("/a", "/c");
		assertThat(rows).extracting(ConformanceRow::status).containsOnly(403);
		assertThat(rows).extracting(ConformanceRow::handled).containsOnly(false);
	}

	@Test
	void parseShouldRefuseWhatItCannotRead() {
		for (String text : List.of("GET /a", "== no request", "== no outcome\nGET /a",
				"== odd\nGET /a\n-> perhaps 200 x y", "== neither\nGET /a\n-> allowed",
				"== twice\nGET /a\n-> handler allowed\n== twice\nGET /a\n-> handler allowed",
				"== no header\nGET /a\nOrigin\n-> handler allowed", "== unused\neach: a\nGET /a\n-> handler allowed",
				"== missing\nGET /{each}\n-> handler allowed")) {
			assertThatIllegalArgumentException().as(text)
				.isThrownBy(() -> ConformanceTable.parse("t.txt", text))
				.withMessageStartingWith("t.txt:");
		}
	}

}
