package io.github.corsstarter.benchmarks.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.corsstarter.policy.CorsPolicySpecification;

/**
 * What grows: the number of policies, or the number of origins of one policy.
 */
public enum Growth {

	/** Policies, each with its own paths. */
	OWN_PATHS("policies, each with 5 paths of its own", 5000, 2000) {

		@Override
		List<CorsPolicySpecification> specifications(int size) {
			return policies(size, "/tenants/%d/p%d/**");
		}

		@Override
		String path(int number) {
			return "/tenants/" + number + "/p2/orders/42";
		}

		@Override
		String origin(int number) {
			return "https://app-1.tenant-" + number + ".example";
		}

	},

	/** Policies with the same paths, for different origins. */
	COMMON_PATHS("policies, all with the same 5 paths", 5000, 2000) {

		@Override
		List<CorsPolicySpecification> specifications(int size) {
			return policies(size, "/api/p%2$d/**");
		}

		@Override
		String path(int number) {
			return "/api/p2/orders/42";
		}

		@Override
		String origin(int number) {
			return "https://app-1.tenant-" + number + ".example";
		}

	},

	/** Subdomain patterns and as many exact origins. */
	SUBDOMAINS("wildcards like `https://*.app-1.example` and as many exact origins in one policy", 12_500, 3000) {

		@Override
		List<CorsPolicySpecification> specifications(int size) {
			return onePolicy(size, "https://*.app-%d.example");
		}

		@Override
		String path(int number) {
			return "/api/orders/42";
		}

		@Override
		String origin(int number) {
			return "https://www.app-" + number + ".example";
		}

	},

	/** Patterns with a wildcard inside a label, and as many exact origins. */
	PREVIEWS("wildcards like `https://pr-*.app-1.example` and as many exact origins in one policy", 12_500, 3000) {

		@Override
		List<CorsPolicySpecification> specifications(int size) {
			return onePolicy(size, "https://pr-*.app-%d.example");
		}

		@Override
		String path(int number) {
			return "/api/orders/42";
		}

		@Override
		String origin(int number) {
			return "https://pr-42.app-" + number + ".example";
		}

	};

	private static final int PATHS = 5;

	private static final int ORIGINS = 2;

	private final String title;

	private final int smallest;

	private final int limitMillis;

	Growth(String title, int smallest, int limitMillis) {
		this.title = title;
		this.smallest = smallest;
		this.limitMillis = limitMillis;
	}

	abstract List<CorsPolicySpecification> specifications(int size);

	abstract String path(int number);

	abstract String origin(int number);

	/**
	 * What is counted.
	 * @return the title, in Markdown
	 */
	public String title() {
		return this.title;
	}

	/**
	 * The measured sizes, each twice the size before it.
	 * @return the sizes, in ascending order
	 */
	public List<Integer> sizes() {
		return IntStream.of(1, 2, 4, 8).map((factor) -> factor * this.smallest).boxed().toList();
	}

	/**
	 * The size that has a target.
	 * @return 20,000 policies or 100,000 wildcards
	 */
	public int targetSize() {
		return (this == OWN_PATHS || this == COMMON_PATHS) ? 20_000 : 100_000;
	}

	/**
	 * The longest time that the target allows.
	 * @return the time in milliseconds
	 */
	public int limitMillis() {
		return this.limitMillis;
	}

	/**
	 * The name in files of results.
	 * @param size the size
	 * @return the name
	 */
	public String id(int size) {
		return name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + size;
	}

	private static List<CorsPolicySpecification> policies(int count, String path) {
		List<CorsPolicySpecification> policies = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			int number = i;
			policies.add(CorsPolicySpecification.builder("tenant-" + number)
				.paths(IntStream.range(0, PATHS).mapToObj((place) -> String.format(path, number, place)).toList())
				.allowedOrigins(IntStream.range(0, ORIGINS)
					.mapToObj((app) -> "https://app-" + app + ".tenant-" + number + ".example")
					.toList())
				.allowCredentials(true)
				.build());
		}
		return policies;
	}

	private static List<CorsPolicySpecification> onePolicy(int count, String pattern) {
		Stream<String> wildcards = IntStream.range(0, count).mapToObj((number) -> String.format(pattern, number));
		Stream<String> exact = IntStream.range(0, count).mapToObj((number) -> "https://x.site-" + number + ".example");
		return List.of(CorsPolicySpecification.builder("one")
			.paths("/**")
			.allowedOrigins(Stream.concat(wildcards, exact).toList())
			.allowCredentials(true)
			.build());
	}

}
