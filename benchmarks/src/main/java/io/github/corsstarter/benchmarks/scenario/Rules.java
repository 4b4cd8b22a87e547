package io.github.corsstarter.benchmarks.scenario;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The rules that every contender is configured with.
 *
 * @param rules one rule, or one for each of many paths
 */
public record Rules(List<Rule> rules) {

	/** The methods that every rule allows. */
	public static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE");

	/** The request headers that every rule allows. */
	public static final List<String> HEADERS = List.of("authorization", "content-type", "x-request-id");

	/** The response headers that every rule exposes. */
	public static final List<String> EXPOSED = List.of("etag", "location");

	/** The seconds for which browsers may cache a preflight. */
	public static final int MAX_AGE = 1800;

	private static final String API = "/api/**";

	static Rules oneOrigin() {
		return origins(1);
	}

	/**
	 * One path with many exact origins.
	 * @param count the number of origins
	 * @return the rules
	 */
	public static Rules origins(int count) {
		return new Rules(List.of(new Rule(API, numbered(count, Rules::origin), List.of())));
	}

	static Rules subdomains(int count) {
		return new Rules(List.of(new Rule(API, List.of(), numbered(count, Rules::parent))));
	}

	static Rules paths(int count) {
		return new Rules(
				numbered(count, (number) -> new Rule(tenantPath(number) + "/**", List.of(origin(number)), List.of())));
	}

	static String origin(int number) {
		return String.format("https://tenant-%06d.example", number);
	}

	static String parent(int number) {
		return String.format("tenant-%06d.example", number);
	}

	static String tenantPath(int number) {
		return String.format("/api/tenant-%06d", number);
	}

	private static <T> List<T> numbered(int count, IntFunction<T> element) {
		return IntStream.range(0, count).mapToObj(element).toList();
	}

	/**
	 * The only rule, for contenders that cannot have rules by path.
	 * @return the rule
	 */
	public Rule single() {
		if (this.rules.size() != 1) {
			throw new IllegalStateException("There are " + this.rules.size() + " rules");
		}
		return this.rules.get(0);
	}

	/**
	 * One rule. Every rule allows credentials.
	 *
	 * @param path the path pattern
	 * @param origins the exact origins
	 * @param parents domains whose subdomains are allowed, by https
	 */
	public record Rule(String path, List<String> origins, List<String> parents) {
	}

}
