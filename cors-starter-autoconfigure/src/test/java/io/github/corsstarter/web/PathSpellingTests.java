package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.SlowSpelling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PathSpelling}.
 */
class PathSpellingTests {

	private static final String[] PARTS = { "/", "/", "/", "a", "b", ".", "..", "%2e", "%2F", "%5c", "\\", ";", ";v=1",
			"%3b", "%", "%zz", "%5\u0d6e", "%c3%a9", "\u00e9", "%25", "%252f", "*", " ", "%00", "%ff", "\ud83d\ude00" };

	@ParameterizedTest
	@CsvSource({ "/secret.json/, /secret.json", "/;/internal/data.json, /internal/data.json",
			"/;x/internal/data.json, /internal/data.json", "/internal%2fdata.json, /internal/data.json",
			"/%2finternal/data.json, /internal/data.json", "/internal%5cdata.json, /internal/data.json",
			"/files/secret.json%2f, /files/secret.json", "//x, /x", "/./x, /x", "/%2e/x, /x", "/a/../x, /x",
			"/../../x, /x", "/a/%2e%2e/x, /x", "/x;jsessionid=1, /x", "/x%3bv=1, /x;v=1", "/%2578, /%78", "/, /",
			"//, /", "'', /", "/a/.., /", "/a/..;/b, /b", "/%zz/x, /%zz/x", "/a\\b, /a/b", "x, /x",
			"/%5\u0d6e/x, /%5\u0d6e/x", "/%\uff15\uff10, /%\uff15\uff10" })
	void plain(String path, String plain) {
		assertThat(PathSpelling.plain(path)).isEqualTo(plain);
	}

	@ParameterizedTest
	@CsvSource({ "/a%2f%2f.., /a", "/;/%2e%2e/a, /a", "/a//../b, /a/b", "/x%2Fy/..;/a, /a", "/x\\y/..;/a, /a",
			"/x%5Cy/../a, /a", "/f/x%2Fy/../, /f", "/f/x%2Fy/../, /f/", "/%20/a, /a", "/%09a, /a", "/b/%01a, /b/a",
			"//a/, /a/", "/a//, /a/", "/a/./, /a/", "/;/a/, /a/", "/a/., /a/", "/a/b/.., /a/", "/a/.;/%2e%2e/, /a/",
			"/a/;/.., /a" })
	void all(String path, String other) {
		assertThat(PathSpelling.all(path)).contains(PathSpelling.plain(path), other);
	}

	@Test
	void agreesWithTheStepsOfTheContract() {
		long seed = Effort.SEED;
		Random random = Effort.random();
		for (int i = 0; i < Effort.rounds(10_000); i++) {
			StringBuilder path = new StringBuilder();
			for (int j = random.nextInt(9); j >= 0; j--) {
				path.append(PARTS[random.nextInt(PARTS.length)]);
			}
			assertThat(PathSpelling.plain(path.toString())).as("seed %s: %s", seed, path)
				.isEqualTo(SlowSpelling.plain(path.toString()));
			assertThat(PathSpelling.all(path.toString())).as("seed %s: %s", seed, path)
				.startsWith(SlowSpelling.plain(path.toString()))
				.containsExactlyInAnyOrderElementsOf(SlowSpelling.all(path.toString()));
		}
	}

	@Test
	void agreesWithTheStepsOfTheContractForEachShortPath() {
		List<String> paths = List.of("");
		for (int length = 0; length < 6; length++) {
			List<String> longer = new ArrayList<>();
			for (String path : paths) {
				for (String part : List.of("/", "a", "..", "%2f", ";")) {
					longer.add(path + part);
				}
			}
			paths = longer;
			for (String path : paths) {
				assertThat(PathSpelling.all(path)).as(path).containsExactlyInAnyOrderElementsOf(SlowSpelling.all(path));
			}
		}
	}

}
