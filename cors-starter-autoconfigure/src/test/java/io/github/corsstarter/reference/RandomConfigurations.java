package io.github.corsstarter.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.corsstarter.policy.InvalidCorsPolicyException;

/**
 * Makes configurations that are valid, and use everything that section 2 of the design
 * has.
 */
final class RandomConfigurations {

	private static final List<String> PATHS = List.of("/**", "/api/**", "/api/*", "/api/{id}", "/api/orders",
			"/api/orders/**", "/api/{a}/items", "/{*rest}", "/files/{name:[a-z]+}", "/f?le/*.txt", "/", "/api/{id}/**");

	static final List<String> HOSTS = List.of("example.com", "partner.example", "a.b.example.co.uk",
			"xn--bcher-kva.example", "my_host.example", "example.com.", "k-s.example", "localhost", "app.localhost");

	private static final List<String> ADDRESSES = List.of("127.0.0.1", "[::1]", "[2001:db8::1:0:0:1]");

	private static final List<String> SCHEMES = List.of("https", "https", "https", "http", "app", "chrome-extension");

	private static final List<String> APPLICATION_HOSTS = List.of(".", "-", "a..b", "Desktop",
			"140BB581-A2C0-422A-9DD3-6982A5ABEE5E", "a%20b", "x".repeat(70));

	private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS",
			"QUERY", "M-SEARCH", "approve");

	static final List<String> HEADERS = List.of("content-type", "X-Request-Id", "authorization", "x-a", "x-ab", "X-B",
			"accept", "if-match", "x_y!", "x-" + "very-".repeat(10) + "long", "AAAAAA", "BBBBBB", "x-10", "X-11",
			"x-12", "x-13");

	private static final List<String> EXPOSED = List.of("etag", "Location", "x-total", "Retry-After");

	private static final long[] MAX_AGES = { 0, 1_000, 1_500, 999, 600_000, 1_800_000, 86_400_000, 2_147_483_647_000L };

	/** Audiences come before, between and after the other policies by name. */
	private static final List<String> AUDIENCES = List.of("a", "policy-", "z");

	private static final int MAX_AUDIENCES = 3;

	private static final int MAX_POLICIES = 4;

	private final Random random;

	RandomConfigurations(Random random) {
		this.random = random;
	}

	/** The names of all policies that a configuration can have. */
	static List<String> names() {
		return Stream
			.concat(IntStream.range(0, MAX_POLICIES).mapToObj((i) -> "policy-" + i),
					AUDIENCES.stream()
						.flatMap((name) -> IntStream.range(0, MAX_AUDIENCES).mapToObj((i) -> name + "x" + i)))
			.toList();
	}

	PlainConfiguration next() {
		List<String> paths = new ArrayList<>(PATHS);
		Collections.shuffle(paths, this.random);
		if (chance(60)) {
			paths.remove("/**");
			paths.add(0, "/**");
		}
		List<PlainPolicy> policies = new ArrayList<>();
		int count = 1 + this.random.nextInt(MAX_POLICIES);
		for (int i = 0; i < count; i++) {
			int number = 1 + this.random.nextInt(3);
			policies.add(policy("policy-" + i, List.copyOf(paths.subList(3 * i, 3 * i + number))));
		}
		int audiences = chance(60) ? 1 + this.random.nextInt(MAX_AUDIENCES) : 0;
		for (int i = 0; i < audiences; i++) {
			addAudience(policies, pick(AUDIENCES) + "x" + i);
		}
		Collections.shuffle(policies, this.random);
		return new PlainConfiguration(List.copyOf(policies), this.random.nextBoolean(),
				chance(30) ? allowedHosts() : List.of());
	}

	private List<String> allowedHosts() {
		Set<String> hosts = new LinkedHashSet<>();
		for (int i = 1 + this.random.nextInt(3); i > 0; i--) {
			hosts.add((chance(30) ? "*." : "") + pick(HOSTS.subList(0, HOSTS.size())));
		}
		return List.copyOf(hosts);
	}

	/** Adds a policy for other origins on a path that another policy has. */
	private void addAudience(List<PlainPolicy> policies, String name) {
		PlainPolicy other = pick(policies);
		String path = pick(other.paths());
		String renamed = chance(50) ? path.replaceAll("\\{(\\*?)[a-z]+", "{$1" + pick(List.of("a", "q", "other")))
				: path;
		for (int i = 0; i < 20; i++) {
			PlainPolicy policy = policy(name, List.of(renamed), chance(40));
			List<PlainPolicy> all = new ArrayList<>(policies);
			all.add(policy.with(other.omitHeaders()));
			try {
				new PlainConfiguration(all, false).toPolicies();
				policies.add(policy.with(other.omitHeaders()));
				return;
			}
			catch (InvalidCorsPolicyException ex) {
				// Its origins overlap with those of another policy.
			}
		}
	}

	private PlainPolicy policy(String name, List<String> paths) {
		return policy(name, paths, false);
	}

	private PlainPolicy policy(String name, List<String> paths, boolean everyone) {
		boolean credentials = !everyone && this.random.nextBoolean();
		long maxAge = MAX_AGES[this.random.nextInt(MAX_AGES.length)];
		return new PlainPolicy(name, paths, everyone ? List.of("*") : origins(credentials), methods(),
				chance(30) ? any(some(HEADERS, 2)) : some(HEADERS, HEADERS.size()),
				(!credentials && chance(20)) ? any(some(EXPOSED, 2)) : some(EXPOSED, 3), credentials,
				this.random.nextBoolean(), this.random.nextBoolean(), maxAge, this.random.nextBoolean());
	}

	private List<String> methods() {
		if (chance(20)) {
			return List.of("GET", "HEAD", "POST");
		}
		List<String> methods = some(METHODS, METHODS.size());
		return (methods.isEmpty() || chance(25)) ? any(some(METHODS, 2)) : methods;
	}

	private List<String> any(List<String> others) {
		List<String> names = new ArrayList<>(others);
		names.add(this.random.nextInt(names.size() + 1), "*");
		return (others.size() == 1) ? List.copyOf(names) : List.of("*");
	}

	private List<String> origins(boolean credentials) {
		if (!credentials && chance(30)) {
			return List.of("*");
		}
		if (chance(3)) {
			return List.of("none");
		}
		Set<String> origins = new LinkedHashSet<>();
		int count = 1 + this.random.nextInt(6);
		for (int i = 0; i < count; i++) {
			origins.add((!credentials && chance(8)) ? pick(SCHEMES.subList(4, SCHEMES.size())) + "://*" + ports("app")
					: origin());
		}
		return List.copyOf(origins);
	}

	private String origin() {
		if (chance(8)) {
			return pick(List.of("null", "null", "file://"));
		}
		if (chance(6)) {
			return pick(SCHEMES.subList(4, SCHEMES.size())) + "://" + pick(APPLICATION_HOSTS);
		}
		String scheme = pick(SCHEMES);
		if (chance(12)) {
			return scheme + "://" + pick(ADDRESSES) + ports(scheme);
		}
		String host = pick(HOSTS);
		String wildcard = switch (this.random.nextInt(8)) {
			case 0, 1 -> "*.";
			case 2 -> "pr-*.";
			case 3 -> "*-team.";
			case 4 -> "a*b.";
			default -> "";
		};
		return scheme + "://" + wildcard + host + ports(scheme);
	}

	private String ports(String scheme) {
		String defaultPort = switch (scheme) {
			case "https" -> "443";
			case "http" -> "80";
			default -> "1";
		};
		return switch (this.random.nextInt(9)) {
			case 0 -> ":8080";
			case 1 -> ":" + (1 + this.random.nextInt(60)) + "00";
			case 2 -> ":*";
			case 3 -> ":[*]";
			case 4 -> ":[8080,8443]";
			case 5 -> ":[" + defaultPort + ",65535]";
			default -> "";
		};
	}

	private List<String> some(List<String> pool, int limit) {
		List<String> shuffled = new ArrayList<>(pool);
		Collections.shuffle(shuffled, this.random);
		return List.copyOf(shuffled.subList(0, this.random.nextInt(Math.min(limit, pool.size()) + 1)));
	}

	private <T> T pick(List<T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	private boolean chance(int percent) {
		return this.random.nextInt(100) < percent;
	}

}
