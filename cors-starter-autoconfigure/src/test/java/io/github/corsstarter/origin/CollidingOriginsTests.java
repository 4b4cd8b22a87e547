package io.github.corsstarter.origin;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests {@link OriginSet} with origins that somebody has chosen so that all of them have
 * the same {@link String#hashCode()}.
 */
class CollidingOriginsTests {

	private static final int SIZE = 20_000;

	@Test
	void everyOneIsFoundAndNoOther() {
		List<String> colliding = colliding();
		assertThat(colliding).map(String::hashCode).containsOnly(colliding.get(0).hashCode());
		List<String> listed = colliding.subList(0, SIZE);
		Predicate<String> origins = OriginPattern.compile(listed.stream().map(OriginPattern::parse).toList());
		assertThat(listed).allMatch(origins);
		assertThat(colliding.subList(SIZE, SIZE + 1_000)).noneMatch(origins);
		assertThat(origins.test("https://other.example")).isFalse();
	}

	@Test
	void mapFindsPartsOfTexts() {
		Map<String, Integer> values = new HashMap<>();
		List<String> colliding = colliding();
		for (int i = 0; i < 100; i++) {
			values.put(colliding.get(i), i);
			values.put("other" + i, -i);
		}
		SubstringMap<Integer> map = new SubstringMap<>(values);
		values.forEach((key, value) -> {
			assertThat(map.get(key)).isEqualTo(value);
			assertThat(map.get("x" + key + "x", 1, 1 + key.length(), key.hashCode())).isEqualTo(value);
		});
		assertThat(map.get(colliding.get(100))).isNull();
		assertThat(map.get("xx", 0, 1, colliding.get(0).hashCode())).isNull();
	}

	/**
	 * If a hash function is a polynomial, it gives all these keys the same hash code,
	 * whatever its base is.
	 */
	@Test
	void thueMorseSequencesAreFoundToo() {
		Map<String, Integer> values = new HashMap<>();
		for (String letters : List.of("ab", "ba", "AC", "CA", "0x", "x0")) {
			StringBuilder key = new StringBuilder();
			for (int i = 0; i < 1 << 12; i++) {
				key.append(letters.charAt(Integer.bitCount(i) % 2));
			}
			values.put(key.toString(), values.size());
		}
		assertThat(values.keySet().stream().map(String::hashCode).distinct().count()).isLessThan(values.size());
		SubstringMap<Integer> map = new SubstringMap<>(values);
		values.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
	}

	/**
	 * A factor of ten leaves room for a noisy machine. A search through a list of all
	 * colliding origins would take thousands of times as long.
	 */
	@Test
	void lookupsTakeAboutAsLongAsOthers() {
		List<String> colliding = colliding().subList(0, SIZE);
		List<String> ordinary = new ArrayList<>();
		for (int i = 0; i < SIZE; i++) {
			ordinary
				.add(("https://" + "a".repeat(30) + i).substring(0, colliding.get(0).length() - 8) + i + ".example");
		}
		for (int i = 0; i < 3; i++) {
			load(ordinary);
			load(colliding);
		}
		assertThat(load(colliding)).isLessThan(10 * load(ordinary));
	}

	/** CPU time, so that other threads do not count. */
	private static long load(List<String> origins) {
		long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
		CorsPolicy policy = CorsPolicy
			.of(CorsPolicySpecification.builder("p").paths("/**").allowedOrigins(origins).build());
		Predicate<String> compiled = OriginPattern.compile(policy.allowedOrigins());
		assertThat(origins).allMatch(compiled);
		return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
	}

	/**
	 * "an" and "c0" have the same hash code. So have all sequences of them that have the
	 * same length.
	 */
	private static List<String> colliding() {
		List<String> origins = new ArrayList<>();
		for (int i = 0; i < 1 << 15; i++) {
			StringBuilder host = new StringBuilder("https://");
			for (int bit = 0; bit < 15; bit++) {
				host.append(((i >> bit & 1) == 0) ? "an" : "c0");
			}
			origins.add(host.append(".example").toString());
		}
		return origins;
	}

}
