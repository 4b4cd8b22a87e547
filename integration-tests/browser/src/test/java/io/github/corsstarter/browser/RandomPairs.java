package io.github.corsstarter.browser;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserRequest.Initiator;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.DangerousTolerance;
import io.github.corsstarter.policy.OnDisallowed;
import io.github.corsstarter.web.CorsPolicies;

/**
 * Creates policies, and requests of real pages that are close to the border between
 * allowed and rejected.
 */
final class RandomPairs {

	/** The host of the server, which is allowed. Pages can have the same origin. */
	static final String SERVER = "api.verdict.test";

	/** A host that is not allowed, which has the address of the server as well. */
	private static final String REBOUND = "rebound.test";

	/** The origins of pages. Every browser can open pages with these hosts. */
	static final List<String> PAGES = List.of("http://app.example.com", "https://app.example.com",
			"https://a.b.example.com", "https://example.com", "https://example.com:8443", "http://example.com:8080",
			"https://pr-1.preview.test", "https://pr-1.x.preview.test", "https://team-a.preview.test",
			"http://pr-.preview.test", "http://localhost", "http://localhost:3000", "http://localhost:5173",
			"http://127.0.0.1:3000", "http://[::1]:3000", "http://sub.localhost:3000", "https://partner.example",
			"http://partner.example.", "https://evilpartner.example", "https://partner.example.evil.test",
			"http://my_host.example", "https://xn--bcher-kva.example", "null", "null", "http://" + SERVER,
			"https://" + SERVER, "http://" + REBOUND);

	private static final List<String> ORIGINS = List.of("http://app.example.com", "https://app.example.com",
			"https://*.example.com", "http://*.example.com", "https://example.com", "https://example.com:*",
			"http://example.com:[8080,9090]", "https://pr-*.preview.test", "http://pr-*.preview.test",
			"https://*-a.preview.test", "https://*.preview.test", "http://localhost:*", "http://localhost:[3000,4000]",
			"http://127.0.0.1:3000", "http://[::1]:[*]", "http://*.localhost:3000", "https://partner.example",
			"http://partner.example", "http://partner.example.", "http://my_host.example",
			"https://xn--bcher-kva.example", "https://*.evil.test", "null");

	private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS",
			"QUERY", "approve");

	private static final List<String> ASKED_METHODS = List.of("GET", "GET", "HEAD", "POST", "PUT", "put", "DELETE",
			"PATCH", "patch", "Patch", "OPTIONS", "QUERY", "approve", "TRACE");

	private static final List<String> HEADERS = List.of("content-type", "X-A", "x-b", "authorization", "x-request-id",
			"If-Match");

	private static final List<String> ASKED_HEADERS = List.of("Content-Type", "x-a", "X-B", "Authorization",
			"X-Request-ID", "if-match", "Accept", "Accept-Language", "Range", "Cookie", "Sec-Purpose", "x a");

	private static final int[] MAX_AGES = { 0, 1, 600, 7200 };

	private final Random random;

	RandomPairs(long seed) {
		this.random = new Random(seed);
	}

	/**
	 * Create policies for a number of paths. The n-th path is {@code /p<n>/**}. It has
	 * one to three policies with different origins.
	 */
	List<CorsPolicySpecification> policies(int count) {
		List<CorsPolicySpecification> policies = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			OnDisallowed onDisallowed = this.random.nextBoolean() ? OnDisallowed.REJECT : OnDisallowed.OMIT_HEADERS;
			List<CorsPolicySpecification> audiences = new ArrayList<>();
			int size = chance(50) ? 1 : 2 + this.random.nextInt(2);
			while (audiences.size() < size) {
				List<CorsPolicySpecification> candidate = new ArrayList<>(audiences);
				candidate.add(policy(i, audiences.size(), (size > 1) ? 4 : 12, onDisallowed));
				if (CorsPolicies.validate(candidate).stream().noneMatch(CorsProblem::isError)) {
					audiences = candidate;
				}
			}
			policies.addAll(audiences);
		}
		return policies;
	}

	private CorsPolicySpecification policy(int number, int audience, int maxOrigins, OnDisallowed onDisallowed) {
		boolean credentials = this.random.nextBoolean();
		Set<DangerousTolerance> dangers = EnumSet.allOf(DangerousTolerance.class);
		return CorsPolicySpecification.builder("p" + number + "-" + audience)
			.paths("/p" + number + "/**")
			.allowedOrigins(chance(25) ? List.of("*") : (chance(4) ? List.of("none") : some(ORIGINS, 1, maxOrigins)))
			.allowedMethods(chance(25) ? List.of("*") : some(METHODS, 1, 7))
			.allowedHeaders(chance(25) ? List.of("*") : some(HEADERS, 0, 6))
			.exposedHeaders(some(List.of("etag", "x-total"), 0, 2))
			.allowCredentials(credentials)
			.allowTiming(this.random.nextBoolean())
			.maxAge(Duration.ofSeconds(MAX_AGES[this.random.nextInt(MAX_AGES.length)]))
			.onDisallowed(onDisallowed)
			.dangerouslyTolerate(credentials ? dangers : Set.of())
			.build();
	}

	/**
	 * Create a request.
	 * @param page the origin of the page
	 * @param paths the number of paths that have policies
	 * @param number a unique number, which makes the path unique
	 */
	BrowserRequest request(String page, int paths, int number) {
		String path = (chance(96) ? "/p" + this.random.nextInt(paths) : "/none") + "/" + number;
		List<String> headers = chance(40) ? List.of() : some(ASKED_HEADERS.subList(0, chance(90) ? 11 : 12), 1, 3);
		String host = (page.endsWith(REBOUND) || chance(4)) ? REBOUND : SERVER;
		return BrowserRequest.of(page, pick(ASKED_METHODS), path)
			.withHost(host)
			.withHeaders(headers)
			.withCredentials(chance(40))
			.withInitiator(page.endsWith("://" + host) ? Initiator.OWN_SCRIPT : Initiator.SCRIPT);
	}

	<T> T pick(List<T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	private boolean chance(int percent) {
		return this.random.nextInt(100) < percent;
	}

	private List<String> some(List<String> pool, int min, int max) {
		List<String> shuffled = new ArrayList<>(pool);
		Collections.shuffle(shuffled, this.random);
		return List.copyOf(shuffled.subList(0, min + this.random.nextInt(Math.min(max, pool.size()) - min + 1)));
	}

}
