package io.github.corsstarter.web;

import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.observe.CorsRejections;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.FakeCorsRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests at full speed while the rules are swapped: each is decided by one generation
 * of rules, none fails, and nothing of former generations is kept.
 * <p>
 * Why this is enough: a generation is immutable and reached by one volatile read
 * ({@code CorsPolicies.current}), so a request could only see a mixture if it read that
 * field twice. This test would see it: every header of every policy names the generation.
 */
@Tag("slow")
class ReloadStressTests {

	private static final int SWAPS = Effort.rounds(500);

	private static final int THREADS = 3;

	private static final int POLICIES = 20;

	private final AtomicInteger version = new AtomicInteger();

	private final AtomicBoolean done = new AtomicBoolean();

	private final LongAdder requests = new LongAdder();

	@Test
	void everyRequestSeesOneGeneration() throws Exception {
		CorsPolicies policies = new CorsPolicies(List.of(this::load), false);
		CorsRejections rejections = new CorsRejections(Clock.systemUTC(), (event) -> {
		});
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		try {
			List<Future<?>> workers = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				int seed = i;
				workers.add(executor.submit(() -> request(policies, rejections, seed)));
			}
			List<WeakReference<CorsGeneration>> former = new ArrayList<>();
			for (int i = 1; i <= SWAPS; i++) {
				former.add(new WeakReference<>(policies.current()));
				this.version.incrementAndGet();
				policies.reload();
			}
			this.done.set(true);
			for (Future<?> worker : workers) {
				worker.get(60, TimeUnit.SECONDS);
			}
			long kept = Reachability.count(former);
			System.out.println(
					"swaps = " + SWAPS + ", requests = " + this.requests.sum() + ", former generations kept = " + kept);
			assertThat(policies.generation()).isEqualTo(SWAPS + 1);
			assertThat(this.requests.sum()).isGreaterThan(SWAPS);
			assertThat(kept).as("former generations that can still be reached").isZero();
		}
		finally {
			this.done.set(true);
			executor.shutdownNow();
		}
	}

	/** Every setting of every policy carries the version. */
	private Collection<CorsPolicySpecification> load() {
		int current = this.version.get();
		List<CorsPolicySpecification> all = new ArrayList<>();
		for (int i = 0; i < POLICIES; i++) {
			all.add(CorsPolicySpecification.builder("p" + i)
				.paths("/p" + i + "/**")
				.allowedOrigins("https://a.example", "https://v" + current + ".example")
				.allowedMethods("PUT", "V" + current)
				.allowedHeaders("x-v" + current)
				.exposedHeaders("x-v" + current)
				.maxAge(Duration.ofSeconds(current))
				.build());
		}
		return all;
	}

	private void request(CorsPolicies policies, CorsRejections rejections, int seed) {
		FakeCorsRequest preflight = FakeCorsRequest.preflight("PUT", "/p" + seed + "/x", "https://a.example");
		FakeCorsRequest actual = FakeCorsRequest.actual("PUT", "/p" + seed + "/x", "https://a.example");
		FakeCorsRequest foreign = FakeCorsRequest.actual("PUT", "/p" + seed + "/x", "https://foreign.example");
		while (!this.done.get()) {
			Map<String, String> headers = headers(policies.decide(preflight), preflight);
			String seen = headers.get("Access-Control-Max-Age");
			assertThat(headers).containsEntry("Access-Control-Allow-Origin", "https://a.example")
				.containsEntry("Access-Control-Allow-Methods", "PUT, V" + seen)
				.hasSize(3);
			assertThat(headers(policies.decide(actual), actual).get("Access-Control-Expose-Headers"))
				.matches("x-v\\d+");
			CorsDecision rejected = policies.decide(foreign);
			assertThat(rejected.isRejected()).isTrue();
			rejections.onDecision(rejected, foreign);
			CorsGeneration generation = policies.current();
			int expected = (int) generation.number() - 1;
			assertThat(generation.policies()).hasSize(POLICIES)
				.allSatisfy((policy) -> assertThat(policy.maxAge().toSeconds()).isEqualTo(expected));
			this.requests.add(3);
		}
	}

	private static Map<String, String> headers(CorsDecision decision, FakeCorsRequest request) {
		Map<String, String> headers = new LinkedHashMap<>();
		decision.forEachHeader(request, headers::put);
		return headers;
	}

}
