package io.github.corsstarter.web;

import java.lang.Thread.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.testing.FakeCorsRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CorsPolicies}: what a reload does, and what it does not.
 */
class CorsPoliciesTests {

	@Test
	void reloadPutsAllSourcesInForceAtOnce() {
		AtomicReference<String> first = new AtomicReference<>("https://a.example");
		AtomicReference<String> second = new AtomicReference<>("https://b.example");
		List<Long> told = new ArrayList<>();
		CorsPolicies policies = new CorsPolicies(
				List.of(() -> List.of(policy("one", "/one", first.get())),
						() -> List.of(policy("two", "/two", second.get()))),
				false, (reload) -> told.add(reload.current().number()));
		CorsGeneration before = policies.current();
		first.set("https://c.example");
		second.set("not an origin");
		assertThatExceptionOfType(InvalidCorsPolicyException.class).isThrownBy(policies::reload);
		assertThat(policies.current()).isSameAs(before);
		assertThat(told).isEmpty();
		second.set("https://d.example");
		policies.reload();
		assertThat(policies.generation()).isEqualTo(2);
		assertThat(policies.policies().toString()).isEqualTo("[CorsPolicy[one], CorsPolicy[two]]");
		assertThat(told).containsExactly(2L);
		assertThat(before.policies().get(0).allowedOrigins()).hasToString("[https://a.example]");
	}

	@Test
	void reloadNamesWhatItRemoves() {
		AtomicReference<List<CorsPolicySpecification>> all = new AtomicReference<>(
				List.of(policy("site", "/**", "https://a.example"), policy("api", "/api/**", "https://b.example"),
						policy("old", "/old", "https://c.example")));
		CorsPolicies policies = new CorsPolicies(List.of(all::get), false);
		assertThat(policies.reload().removedPolicies()).isEmpty();
		all.set(List.of(policy("site", "/**", "https://a.example"), policy("renamed", "/old", "https://c.example")));
		CorsReload reload = policies.reload();
		assertThat(reload.removedPolicies()).containsExactly("api", "old");
		assertThat(reload.removedPaths()).containsExactly(new CorsReload.RemovedPath("/api/**", "api", "site"));
		all.set(List.of(policy("renamed", "/old/*", "https://c.example")));
		reload = policies.reload();
		assertThat(reload.removedPolicies()).containsExactly("site");
		assertThat(reload.removedPaths()).containsExactly(new CorsReload.RemovedPath("/**", "site", null),
				new CorsReload.RemovedPath("/old", "renamed", null));
	}

	@Test
	void reloadNamesNewWarningsOnly() {
		AtomicReference<String> second = new AtomicReference<>("https://b.example");
		CorsPolicies policies = new CorsPolicies(List.of(() -> List.of(CorsPolicySpecification.builder("one")
			.paths("/one")
			.allowedOrigins("https://a.example", "https://a.example", second.get())
			.build())), false);
		assertThat(policies.reload().newWarnings()).isEmpty();
		second.set("https://a.example");
		assertThat(policies.reload().newWarnings()).extracting(CorsProblem::property)
			.containsExactly("cors.policies.one.allowed-origins[2]");
	}

	@Test
	void waitingReloadsAreDoneAsOne() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch released = new CountDownLatch(1);
		AtomicInteger loads = new AtomicInteger();
		CorsPolicies policies = new CorsPolicies(List.of(() -> {
			if (loads.incrementAndGet() == 2) {
				asked.countDown();
				await(released);
			}
			return List.of(policy("one", "/one", "https://a.example"));
		}), false);
		try {
			FutureTask<CorsReload> first = startReload(policies);
			await(asked);
			List<FutureTask<CorsReload>> waiting = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				waiting.add(startReload(policies));
			}
			released.countDown();
			assertThat(first.get(10, TimeUnit.SECONDS).current().number()).isEqualTo(2);
			for (FutureTask<CorsReload> reload : waiting) {
				assertThat(reload.get(10, TimeUnit.SECONDS).current().number()).isEqualTo(3);
			}
			assertThat(loads).hasValue(3);
		}
		finally {
			released.countDown();
		}
	}

	/** Start a reload, and return when it waits. */
	private static FutureTask<CorsReload> startReload(CorsPolicies policies) throws Exception {
		FutureTask<CorsReload> reload = new FutureTask<>(policies::reload);
		Thread thread = new Thread(reload);
		thread.setDaemon(true);
		thread.start();
		while (thread.isAlive() && thread.getState() != State.WAITING && thread.getState() != State.TIMED_WAITING) {
			Thread.sleep(1);
		}
		return reload;
	}

	@Test
	void checkNamesTheSpellingThatAPolicyCovers() {
		CorsPolicies policies = new CorsPolicies(List.of(() -> List.of(policy("one", "/a/*", "https://a.example"))),
				false);
		BrowserVerdict verdict = policies.current().check(BrowserRequest.of("https://a.example", "GET", "//a/b"));
		assertThat(verdict.reason()).isEqualTo(CorsReason.NO_POLICY);
		assertThat(verdict.explanation()).isEqualTo("No policy covers the path //a/b as it is written."
				+ " If the application has other CORS rules, they decide."
				+ " The policy 'one' covers the plain spelling /a/b.");
		assertThat(verdict.fix()).isEqualTo("send the request to /a/b");
		verdict = policies.current().check(BrowserRequest.of("https://a.example", "GET", "//c"));
		assertThat(verdict.fix()).isNull();
	}

	/** Spring cannot parse this path, and its plain spelling is the same text. */
	@Test
	void pathThatIsNotEncodedHasNoFix() {
		CorsPolicies policies = new CorsPolicies(List.of(() -> List.of(policy("one", "/a/*", "https://a.example"))),
				false);
		BrowserVerdict verdict = policies.current().check(BrowserRequest.of("https://a.example", "GET", "/a/%zz"));
		assertThat(verdict.reason()).isEqualTo(CorsReason.NO_POLICY);
		assertThat(verdict.fix()).isNull();
	}

	@Test
	void fixForAnotherSpellingIsComplete() {
		CorsPolicies policies = new CorsPolicies(
				List.of(() -> List.of(policy("one", "/a/*", "https://a.example"), policy("two", "/n/*", "null"))),
				false);
		BrowserRequest request = BrowserRequest.of("https://a.example", "GET", "//a/b").withCredentials(true);
		assertThat(policies.current().check(request).fix())
			.isEqualTo("send the request to /a/b; set cors.policies.one.allow-credentials to true");
		assertThat(policies.current().check(request.withPath("//a/%20")).fix()).isNull();
		BrowserRequest unsafe = BrowserRequest.of("null", "GET", "//n/b").withCredentials(true);
		assertThat(policies.current().check(unsafe).reason()).isEqualTo(CorsReason.NO_POLICY);
		assertThat(policies.current().check(unsafe).fix()).isNull();
	}

	@Test
	void everyProblemOfEverySourceIsReturned() {
		AtomicReference<RuntimeException> failure = new AtomicReference<>();
		List<CorsPolicySource> sources = List.of(new Failing(failure),
				() -> List.of(policy("two", "/two", (failure.get() != null) ? "https://x.example/" : "*")));
		CorsPolicies policies = new CorsPolicies(sources, false);
		failure.set(new IllegalStateException("no connection"));
		assertThatExceptionOfType(InvalidCorsPolicyException.class).isThrownBy(policies::reload)
			.satisfies((ex) -> assertThat(ex.problems()).extracting(CorsProblem::reason)
				.containsExactly(Reason.SOURCE_FAILED, Reason.ORIGIN_TRAILING_SLASH))
			.withMessageContaining("Failing")
			.withMessageContaining("no connection");
		assertThat(policies.generation()).isEqualTo(1);
	}

	@Test
	void failingSourceStopsTheStart() {
		List<CorsPolicySource> sources = List
			.of(new Failing(new AtomicReference<>(new IllegalStateException("no connection"))));
		assertThatExceptionOfType(InvalidCorsPolicyException.class).isThrownBy(() -> new CorsPolicies(sources, false))
			.withMessageContaining("no connection");
	}

	@Test
	void slowSourceKeepsNoRequestWaiting() throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		List<CorsPolicySpecification> rules = List.of(policy("one", "/one", "https://a.example"));
		AtomicReference<CorsPolicySource> source = new AtomicReference<>(() -> rules);
		CorsPolicies policies = new CorsPolicies(List.of(() -> source.get().load()), false);
		source.set(() -> {
			started.countDown();
			await(go);
			return rules;
		});
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<?> reload = executor.submit(() -> policies.reload());
			assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(policies.decide(FakeCorsRequest.actual("GET", "/one", "https://a.example")).isRejected())
				.isFalse();
			assertThat(policies.generation()).isEqualTo(1);
			go.countDown();
			reload.get(10, TimeUnit.SECONDS);
			assertThat(policies.generation()).isEqualTo(2);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static CorsPolicySpecification policy(String name, String path, String origin) {
		return CorsPolicySpecification.builder(name).paths(path).allowedOrigins(origin).build();
	}

	private record Failing(AtomicReference<RuntimeException> failure) implements CorsPolicySource {

		@Override
		public Collection<CorsPolicySpecification> load() {
			if (this.failure.get() != null) {
				throw this.failure.get();
			}
			return List.of();
		}

	}

}
