package io.github.corsstarter.web;

import java.lang.Thread.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.web.CorsReloadAttempt.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for reloads of {@link CorsPolicies} at intervals, and for reloads of one source.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReloadIfChangedTests {

	private final Source first = new Source(policy("one", "/one", "https://a.example"));

	private final Source second = new Source(policy("two", "/two", "https://b.example"));

	private final List<Outcome> outcomes = new ArrayList<>();

	private final CorsPolicies policies = new CorsPolicies(new NoConfiguration(), Map.of("first", this.first), false,
			(attempt) -> this.outcomes.add(attempt.outcome()));

	private final CorsPolicies both = new CorsPolicies(List.of(this.first, this.second), false);

	@Test
	void equalPoliciesAreNoChange() {
		this.first.set(policy("one", "/one", "https://a.example"));
		CorsGeneration before = this.policies.current();
		assertThat(this.policies.reloadIfChanged().outcome()).isEqualTo(Outcome.UNCHANGED);
		assertThat(this.policies.current()).isSameAs(before);
		this.policies.reload();
		this.policies.reload(this.first);
		assertThat(this.policies.generation()).as("explicit reloads are always new generations").isEqualTo(3);
		this.first.set(policy("one", "/one", "https://c.example"));
		CorsReloadAttempt attempt = this.policies.reloadIfChanged();
		assertThat(attempt.reload()).isNotNull();
		assertThat(this.policies.generation()).isEqualTo(4);
		assertThat(origins(this.policies)).containsExactly("https://c.example");
		assertThat(this.policies.reloadIfChanged().outcome()).isEqualTo(Outcome.UNCHANGED);
		assertThat(this.outcomes).containsExactly(Outcome.UNCHANGED, Outcome.RELOADED, Outcome.RELOADED,
				Outcome.RELOADED, Outcome.UNCHANGED);
	}

	@Test
	void policiesThatHaveNotChangedStayTheSameObjects() {
		CorsPolicy one = this.both.policies().get(0);
		CorsPolicy two = this.both.policies().get(1);
		this.second.set(policy("two", "/two", "https://c.example"));
		this.both.reload(this.second);
		assertThat(this.both.policies().get(0)).isSameAs(one);
		assertThat(this.both.policies().get(1)).isNotSameAs(two);
		this.both.reload();
		assertThat(this.both.policies().get(0)).as("a reload of all sources validates everything").isNotSameAs(one);
	}

	@Test
	void reloadOfOneSourceAsksNoOther() {
		this.first.fail(new IllegalStateException("not to be asked"));
		this.second.set(policy("two", "/two", "https://c.example"));
		this.both.reload(this.second);
		assertThat(origins(this.both)).containsExactly("https://a.example", "https://c.example");
		assertThat(this.both.generation()).isEqualTo(2);
		assertThatIllegalArgumentException().isThrownBy(() -> this.both.reload(new Source()));
	}

	@Test
	void invalidPoliciesOfOneSourceChangeNothing() {
		this.second.set(policy("one", "/two", "https://c.example/"));
		assertThatExceptionOfType(InvalidCorsPolicyException.class).isThrownBy(() -> this.both.reload(this.second))
			.satisfies((ex) -> assertThat(ex.problems()).extracting(CorsProblem::reason)
				.containsExactly(Reason.DUPLICATE_POLICY_NAME, Reason.ORIGIN_TRAILING_SLASH));
		assertThat(this.both.generation()).isEqualTo(1);
		assertThat(this.both.sources().get(1).failure()).contains("Another policy has this name");
		this.second.set(policy("two", "/two", "https://c.example"));
		this.both.reload(this.second);
		assertThat(this.both.sources().get(1).failure()).isNull();
		assertThat(this.both.sources().get(1).lastFailure()).isNotNull();
	}

	@Test
	void failingSourceKeepsItsPoliciesWhileOthersChange(CapturedOutput output) {
		this.first.fail(new IllegalStateException("no connection"));
		this.second.set(policy("two", "/two", "https://c.example"));
		CorsReloadAttempt attempt = this.both.reloadIfChanged();
		assertThat(attempt.outcome()).isEqualTo(Outcome.RELOADED);
		assertThat(attempt.problems()).extracting(CorsProblem::reason).containsExactly(Reason.SOURCE_FAILED);
		assertThat(origins(this.both)).containsExactly("https://a.example", "https://c.example");
		CorsSourceStatus status = this.both.sources().get(0);
		assertThat(status.failure())
			.isEqualTo("This policy source failed: java.lang.IllegalStateException: no connection");
		assertThat(status.lastFailure()).isAfterOrEqualTo(status.lastSuccess());
		assertThat(this.both.sources().get(1).failure()).isNull();
		assertThat(this.both.reloadIfChanged().outcome()).isEqualTo(Outcome.FAILED);
		assertThat(this.both.generation()).isEqualTo(2);
		assertThatExceptionOfType(InvalidCorsPolicyException.class).isThrownBy(this.both::reload);
		assertThat(output).doesNotContain("works again");
		this.first.set(policy("one", "/one", "https://d.example"));
		assertThat(this.both.reloadIfChanged().outcome()).isEqualTo(Outcome.RELOADED);
		assertThat(origins(this.both)).containsExactly("https://d.example", "https://c.example");
		assertThat(this.both.sources().get(0).failure()).isNull();
		assertThat(output).contains("works again");
	}

	@Test
	void failureIsLoggedOnceAndAtEachChange(CapturedOutput output) {
		this.first.fail(new IllegalStateException("first failure"));
		for (int i = 0; i < 5; i++) {
			this.both.reloadIfChanged();
		}
		assertThat(count(output, "failed. Its rules in force stay")).isEqualTo(1);
		this.first.fail(new IllegalStateException("second failure"));
		this.both.reloadIfChanged();
		this.both.reloadIfChanged();
		assertThat(count(output, "failed. Its rules in force stay")).isEqualTo(2);
		this.first.set(policy("one", "/one", "https://a.example"));
		this.both.reloadIfChanged();
		this.first.fail(new IllegalStateException("second failure"));
		this.both.reloadIfChanged();
		assertThat(count(output, "failed. Its rules in force stay")).isEqualTo(3);
	}

	private static long count(CapturedOutput output, String text) {
		return output.getAll().lines().filter((line) -> line.contains(text)).count();
	}

	@Test
	void errorOfASourceIsAFailure() {
		this.first.fail(new StackOverflowError("too deep"));
		assertThat(this.both.reloadIfChanged().outcome()).isEqualTo(Outcome.FAILED);
		assertThat(this.both.sources().get(0).failure()).contains("StackOverflowError");
		assertThatThrownBy(this.both::reload).isInstanceOf(StackOverflowError.class);
		this.first.set(policy("one", "/one", "https://d.example"));
		assertThat(this.both.reloadIfChanged().outcome()).isEqualTo(Outcome.RELOADED);
	}

	/** The metrics of reloads count it. */
	@Test
	void errorOfASourceInAnExplicitReloadIsAFailedAttempt() {
		this.first.fail(new NoClassDefFoundError("gone"));
		assertThatThrownBy(this.policies::reload).isInstanceOf(NoClassDefFoundError.class);
		assertThatThrownBy(() -> this.policies.reload(this.first)).isInstanceOf(NoClassDefFoundError.class);
		assertThat(this.outcomes).containsExactly(Outcome.FAILED, Outcome.FAILED);
	}

	@Test
	void sourceThatReloadsFails() {
		this.first.answer(() -> {
			this.policies.reload();
			return List.of();
		});
		assertThatExceptionOfType(InvalidCorsPolicyException.class).isThrownBy(this.policies::reload)
			.withMessageContaining("A policy source must not reload the policies");
		assertThat(this.policies.reloadIfChanged().outcome()).isEqualTo(Outcome.FAILED);
		assertThat(this.policies.generation()).isEqualTo(1);
		this.first.set(policy("one", "/one", "https://c.example"));
		assertThat(this.policies.reloadIfChanged().outcome()).isEqualTo(Outcome.RELOADED);
	}

	/** The overlap is a problem of the second policy, but the first one has changed. */
	@Test
	void sourceThatHasChangedIsTheOneThatFails() {
		this.first.set(policy("one", "/two", "https://b.example"));
		assertThatExceptionOfType(InvalidCorsPolicyException.class).isThrownBy(this.both::reload);
		assertThat(this.both.sources()).extracting(CorsSourceStatus::failure)
			.satisfiesExactly((one) -> assertThat(one).contains("policy 'one' also covers /two"),
					(two) -> assertThat(two).isNull());
	}

	@Test
	void refusedSourceFailsAlsoWhileAnotherSourceFails() {
		Source third = new Source(policy("three", "/three", "https://a.example"));
		CorsPolicies all = new CorsPolicies(List.of(this.first, this.second, third), false);
		third.fail(new IllegalStateException("no connection"));
		this.first.set(policy("one", "/two", "https://b.example"));
		assertThat(all.reloadIfChanged().outcome()).isEqualTo(Outcome.FAILED);
		assertThat(all.sources()).extracting((source) -> source.failure() != null).containsExactly(true, false, true);
	}

	@Test
	void timeOfTheLastSuccessStaysWhileASourceFails() throws InterruptedException {
		this.first.fail(new IllegalStateException("no connection"));
		this.both.reloadIfChanged();
		java.time.Instant before = this.both.lastSuccess();
		Thread.sleep(5);
		this.both.reload(this.second);
		assertThat(this.both.lastSuccess()).isEqualTo(before);
		this.first.set(policy("one", "/one", "https://a.example"));
		this.both.reloadIfChanged();
		assertThat(this.both.lastSuccess()).isAfter(before);
	}

	@Test
	void hangingSourceKeepsNoRequestWaiting() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch released = new CountDownLatch(1);
		this.first.answer(() -> {
			asked.countDown();
			await(released);
			return List.of(policy("one", "/one", "https://c.example"));
		});
		FutureTask<?> interval = start(this.policies::reloadIfChanged);
		try {
			await(asked);
			assertThat(this.policies.decide(FakeCorsRequest.actual("GET", "/one", "https://a.example")).isRejected())
				.isFalse();
			assertThat(this.policies.sources()).hasSize(2);
			FutureTask<CorsReload> explicit = start(this.policies::reload);
			assertThat(this.first.loads).hasValue(3);
			released.countDown();
			interval.get(10, TimeUnit.SECONDS);
			assertThat(explicit.get(10, TimeUnit.SECONDS).current().number()).isEqualTo(3);
			assertThat(this.first.overlapped).isFalse();
		}
		finally {
			released.countDown();
		}
	}

	@Test
	void waitingReloadsOfSingleSourcesAreDoneAsOne() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch released = new CountDownLatch(1);
		this.first.answer(() -> {
			asked.countDown();
			await(released);
			return List.of(policy("one", "/one", "https://c.example"));
		});
		try {
			FutureTask<CorsReload> running = start(() -> this.both.reload(this.first));
			await(asked);
			this.second.set(policy("two", "/two", "https://d.example"));
			List<FutureTask<CorsReload>> waiting = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				Source source = (i % 2 == 0) ? this.first : this.second;
				waiting.add(start(() -> this.both.reload(source)));
			}
			released.countDown();
			assertThat(running.get(10, TimeUnit.SECONDS).current().number()).isEqualTo(2);
			for (FutureTask<CorsReload> reload : waiting) {
				assertThat(reload.get(10, TimeUnit.SECONDS).current().number()).isEqualTo(3);
			}
			assertThat(origins(this.both)).containsExactly("https://c.example", "https://d.example");
		}
		finally {
			released.countDown();
		}
	}

	@Test
	void errorOfASourceDoesNotStopAnotherThatWaitsWithIt() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch released = new CountDownLatch(1);
		Source third = new Source(policy("three", "/three", "https://a.example"));
		CorsPolicies all = new CorsPolicies(List.of(this.first, this.second, third), false);
		this.first.answer(() -> {
			asked.countDown();
			await(released);
			return List.of(policy("one", "/one", "https://c.example"));
		});
		try {
			start(() -> all.reload(this.first));
			await(asked);
			this.second.set(policy("two", "/two", "https://d.example"));
			third.fail(new NoClassDefFoundError("gone"));
			FutureTask<CorsReload> good = start(() -> all.reload(this.second));
			FutureTask<CorsReload> bad = start(() -> all.reload(third));
			released.countDown();
			good.get(10, TimeUnit.SECONDS);
			assertThatThrownBy(() -> bad.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(NoClassDefFoundError.class);
			assertThat(origins(all)).containsExactly("https://c.example", "https://d.example", "https://a.example");
		}
		finally {
			released.countDown();
		}
	}

	@Test
	void failingSourceDoesNotStopAnotherThatWaitsWithIt() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch released = new CountDownLatch(1);
		Source third = new Source(policy("three", "/three", "https://a.example"));
		CorsPolicies all = new CorsPolicies(List.of(this.first, this.second, third), false);
		this.first.answer(() -> {
			asked.countDown();
			await(released);
			return List.of(policy("one", "/one", "https://c.example"));
		});
		try {
			start(() -> all.reload(this.first));
			await(asked);
			this.second.set(policy("two", "/two", "https://d.example"));
			third.fail(new IllegalStateException("no connection"));
			FutureTask<CorsReload> good = start(() -> all.reload(this.second));
			FutureTask<CorsReload> bad = start(() -> all.reload(third));
			released.countDown();
			good.get(10, TimeUnit.SECONDS);
			assertThatThrownBy(() -> bad.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(InvalidCorsPolicyException.class)
				.hasMessageContaining("no connection");
			assertThat(origins(all)).containsExactly("https://c.example", "https://d.example", "https://a.example");
		}
		finally {
			released.countDown();
		}
	}

	/** Explicit reloads while the interval reloads: one at a time, and none is lost. */
	@Test
	void reloadsNeverRunTogether() throws Exception {
		int rounds = Effort.rounds(200);
		AtomicBoolean done = new AtomicBoolean();
		FutureTask<?> interval = start(() -> {
			while (!done.get()) {
				this.both.reloadIfChanged();
			}
			return true;
		});
		try {
			for (int i = 0; i < rounds; i++) {
				String origin = "https://v" + i + ".example";
				this.first.set(policy("one", "/one", origin));
				if (i % 2 == 0) {
					this.both.reload(this.first);
				}
				else {
					this.both.reload();
				}
				assertThat(origins(this.both)).containsExactly(origin, "https://b.example");
			}
		}
		finally {
			done.set(true);
		}
		interval.get(10, TimeUnit.SECONDS);
		assertThat(this.first.overlapped).isFalse();
		assertThat(this.both.generation()).isBetween(rounds + 1L, 2L * rounds + 1);
	}

	/** Start something, and return when it has ended or waits. */
	private static <T> FutureTask<T> start(java.util.concurrent.Callable<T> action) throws InterruptedException {
		FutureTask<T> task = new FutureTask<>(action);
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		thread.start();
		for (int i = 0; i < 200 && thread.isAlive() && thread.getState() != State.WAITING
				&& thread.getState() != State.TIMED_WAITING; i++) {
			Thread.sleep(1);
		}
		return task;
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<String> origins(CorsPolicies policies) {
		return policies.policies().stream().map((policy) -> policy.allowedOrigins().get(0).toString()).toList();
	}

	private static CorsPolicySpecification policy(String name, String path, String origin) {
		return CorsPolicySpecification.builder(name).paths(path).allowedOrigins(origin).build();
	}

	/**
	 * Returns policies, or fails, and notices if two threads ask at the same time.
	 */
	private static final class Source implements CorsPolicySource {

		private final AtomicInteger loads = new AtomicInteger();

		private final AtomicInteger loading = new AtomicInteger();

		private final AtomicBoolean overlapped = new AtomicBoolean();

		private volatile Supplier<Collection<CorsPolicySpecification>> answer = List::of;

		Source(CorsPolicySpecification... policies) {
			set(policies);
		}

		void set(CorsPolicySpecification... policies) {
			this.answer = () -> Arrays.asList(policies);
		}

		void answer(Supplier<Collection<CorsPolicySpecification>> other) {
			this.answer = other;
		}

		void fail(Throwable failure) {
			this.answer = () -> {
				if (failure instanceof Error error) {
					throw error;
				}
				throw (RuntimeException) failure;
			};
		}

		@Override
		public Collection<CorsPolicySpecification> load() {
			this.loads.incrementAndGet();
			if (this.loading.incrementAndGet() > 1) {
				this.overlapped.set(true);
			}
			try {
				return this.answer.get();
			}
			finally {
				this.loading.decrementAndGet();
			}
		}

	}

	private static final class NoConfiguration implements ConfigurationSource {

		@Override
		public Rules load() {
			return new Rules(List.of(), AllowedHosts.ANY, "");
		}

		@Override
		public Rules loadIfChanged(Rules inForce) {
			return inForce;
		}

	}

}
