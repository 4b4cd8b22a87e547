package io.github.corsstarter.decision;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Few names are compared one by one, and many names are found by their hash code. Both
 * give the same answers.
 */
class AllowedHeadersTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 7, 8, 9, 10, 100 })
	void everyNameIsFoundInAnyCase(int count) {
		List<String> names = names(count);
		AllowedHeaders allowed = new AllowedHeaders(names);
		for (String name : names) {
			assertThat(check(allowed, name)).as(name).isEqualTo(AllowedHeaders.Result.ALLOWED);
			assertThat(check(allowed, name.toUpperCase(Locale.ROOT))).as(name).isEqualTo(AllowedHeaders.Result.ALLOWED);
		}
		assertThat(check(allowed, String.join(", ", names))).isEqualTo(AllowedHeaders.Result.ALLOWED);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 8, 9, 100 })
	void otherNamesAreNotFound(int count) {
		AllowedHeaders allowed = new AllowedHeaders(names(count));
		for (String name : List.of("x", "x-0-", "X-00", "y-0", "x_0", "content-type")) {
			assertThat(check(allowed, name)).as(name).isEqualTo(AllowedHeaders.Result.NOT_ALLOWED);
			assertThat(check(allowed, "x-0, " + name)).as(name).isEqualTo(AllowedHeaders.Result.NOT_ALLOWED);
		}
		assertThat(check(allowed, " , ")).isEqualTo(AllowedHeaders.Result.NONE_ASKED);
	}

	private static List<String> names(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "X-" + i).toList();
	}

	private static AllowedHeaders.Result check(AllowedHeaders allowed, String line) {
		return allowed.check(Collections.enumeration(List.of(line)));
	}

}
