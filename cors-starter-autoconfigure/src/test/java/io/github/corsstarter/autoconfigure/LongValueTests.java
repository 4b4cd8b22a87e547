package io.github.corsstarter.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Validates very long values and very many values. Each one must cause a report, not an
 * exception, in about linear time. The time limits are high enough for a busy machine,
 * but far below the time that quadratic checks take.
 */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("slow")
class LongValueTests {

	private static final String PATHS = "cors.policies.p.paths";

	private static final String ORIGINS = "cors.policies.p.allowed-origins";

	static Stream<LongValue> longValues() {
		return Stream.of(new LongValue(ORIGINS, "http://1", ".*.1", ""), new LongValue(ORIGINS, "http://*", ".1", ""),
				new LongValue(ORIGINS, "b.b;a", ".a", ""), new LongValue(ORIGINS, "http://a", ":[", ""),
				new LongValue(ORIGINS, "http://a", "([", ""), new LongValue(ORIGINS, "x://a,x://", ":(", ""),
				new LongValue(ORIGINS, "'x", "'", "x"), new LongValue(ORIGINS, "https://a", "[", ""),
				new LongValue(PATHS, "/", "\\d", ""), new LongValue(PATHS, "/", "(a)", ""),
				new LongValue(PATHS, "/", "[a]", ""), new LongValue(PATHS, "/a", "\\.a", ""),
				new LongValue(PATHS, "/(a", "|a", ")"), new LongValue(PATHS, "/|", "\\.", ""),
				new LongValue(PATHS, "/a", "\"", "b"), new LongValue(PATHS, "[", " ", "x"),
				new LongValue(PATHS, "/a", ", ", "b"), new LongValue(PATHS, "/{a:", "(?:", "}"));
	}

	@ParameterizedTest
	@MethodSource("longValues")
	void longValueIsReportedInTime(LongValue value) {
		assertThat(problems(value.key(), value.of(20_000))).as(value.toString()).isNotEmpty();
	}

	static Stream<LongValue> longPaths() {
		return Stream.of(new LongValue(PATHS, "/", "?", ""), new LongValue(PATHS, "/", "a?", ""),
				new LongValue(PATHS, "/a", " ", "b"), new LongValue(PATHS, "/", "%4", ""),
				new LongValue(PATHS, "/", "a*", ""), new LongValue(PATHS, "/", "{", ""),
				new LongValue(PATHS, "/{a:", "x|", "y}"),
				new LongValue(PATHS, "/{a:", "(?:", "x" + ")".repeat(20_000) + "}"));
	}

	/** Whether these paths are valid may depend on the size of the stack. */
	@ParameterizedTest
	@MethodSource("longPaths")
	void longPathIsCheckedInTime(LongValue value) {
		assertThat(problems(value.key(), value.of(20_000))).as(value.toString()).isNotNull();
		assertThat(problems(value.key(), value.of(60_000))).as(value.toString()).isNotNull();
	}

	@Test
	void pathThatTheJdkCannotCompileIsAnError() {
		assertThat(problems(PATHS, "/" + "?".repeat(100_000))).singleElement()
			.extracting(CorsProblem::reason)
			.isEqualTo(Reason.INVALID_PATH);
	}

	static Stream<IntFunction<String>> manyOrigins() {
		return Stream.of((i) -> "https://*.h" + i + ".example", (i) -> "https://h" + i + "-*.example.com",
				(i) -> "https://*-h" + i + ".example.com", (i) -> "app://h:[" + (i + 1) + "," + (i + 2) + "]",
				(i) -> "https://h.example:[" + (i + 1) + ",50000]", (i) -> "https://*.example.com:" + (i + 1000),
				(i) -> "app" + i + "://*", (i) -> "https://h" + i + ".example:*");
	}

	@ParameterizedTest
	@MethodSource("manyOrigins")
	void manyOriginsAreCheckedInTime(IntFunction<String> origin) {
		String origins = IntStream.range(0, 30_000).mapToObj(origin).collect(Collectors.joining(","));
		Map<String, Object> properties = new HashMap<>(Map.of(PATHS, "/x", ORIGINS, origins));
		assertThat(new TestConfiguration().map(properties).problems()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "[0]", ".http://localhost[0]" })
	void manyElementsWithKeysAreReportedInTime(String key) {
		Map<String, Object> properties = new HashMap<>(Map.of(PATHS, "/x"));
		for (int i = 0; i < 20_000; i++) {
			properties.put(ORIGINS + "[" + i + "]" + key, "3000");
		}
		assertThat(new TestConfiguration().map(properties).problems()).hasSize(20_000)
			.extracting(CorsProblem::reason)
			.containsOnly(Reason.UNQUOTED_ELEMENT);
	}

	private static List<CorsProblem> problems(String key, String value) {
		Map<String, Object> properties = new HashMap<>(
				Map.of(PATHS + "[0]", "/x", ORIGINS + "[0]", "https://client.example"));
		properties.put(key + "[0]", value);
		return new TestConfiguration().map(properties).problems();
	}

	/**
	 * A value that repeats a part.
	 */
	private record LongValue(String key, String start, String part, String end) {

		String of(int length) {
			return this.start + this.part.repeat(length / this.part.length()) + this.end;
		}

		@Override
		public String toString() {
			return this.key + ": " + of(10 * this.part.length()).replaceAll("\\){4,}", "))))");
		}

	}

}
