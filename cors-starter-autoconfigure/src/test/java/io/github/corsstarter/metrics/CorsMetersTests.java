package io.github.corsstarter.metrics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.RequestKind;
import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.reference.RandomPairs;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.web.ConfigurationSource;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.CorsReloadAttempt;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests for {@link CorsMeters} and {@link CorsMeter}.
 */
class CorsMetersTests {

	/** Two gauges, and a timer for each outcome. */
	private static final int OF_RELOADS = 5;

	@Test
	void withoutARegistryNothingIsCountedAndNothingFails() {
		CorsPolicies policies = policies("p");
		assertThatCode(() -> new CorsMeters(policies).onDecision(decide(policies), actual()))
			.doesNotThrowAnyException();
	}

	@Test
	void everyRegistryHasEveryCounter() {
		CorsPolicies policies = policies("p", "q");
		CorsMeters meters = new CorsMeters(policies);
		SimpleMeterRegistry first = new SimpleMeterRegistry();
		SimpleMeterRegistry second = new SimpleMeterRegistry();
		SimpleMeterRegistry inside = new SimpleMeterRegistry();
		CompositeMeterRegistry composite = new CompositeMeterRegistry();
		composite.add(inside);
		List.of(first, second, composite).forEach(meters::bindTo);
		meters.onDecision(decide(policies), actual());
		for (MeterRegistry registry : List.of(first, second, inside)) {
			assertThat(registry.getMeters()).hasSize(2 * 13 + OF_RELOADS);
			Counter counter = registry.get("cors.requests")
				.tags("policy", "p", "kind", "actual", "outcome", "rejected", "reason", "origin-not-allowed")
				.counter();
			assertThat(counter.count()).isEqualTo(1);
			assertThat(counters(registry).mapToDouble(Counter::count).sum()).isEqualTo(1);
		}
	}

	/** For many tenants, a filter can count all of them under one name. */
	@Test
	void countersThatSeveralPoliciesShareSurviveTheEndOfOne() {
		CorsPolicies policies = policies("t1", "t2");
		CorsMeters meters = new CorsMeters(policies);
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		registry.config()
			.meterFilter(MeterFilter.replaceTagValues("policy", (name) -> name.startsWith("t") ? "tenants" : name));
		meters.bindTo(registry);
		meters.onDecision(decide(policies), actual());
		CorsPolicies fewer = policies("t1");
		meters.refresh(fewer.current());
		meters.onDecision(decide(fewer), actual());
		assertThat(counters(registry).mapToDouble(Counter::count).sum()).isEqualTo(2);
	}

	/**
	 * Micrometer warns about meters that are registered twice, and about a registry that
	 * is added after meters. Only the first of these warnings has the level WARN.
	 */
	@Test
	void registriesAreAddedWithoutAvoidableWarnings() {
		Logger logger = (Logger) LoggerFactory.getLogger("io.micrometer");
		ListAppender<ILoggingEvent> events = new ListAppender<>();
		events.start();
		Level level = logger.getLevel();
		logger.setLevel(Level.DEBUG);
		logger.addAppender(events);
		try {
			CorsMeters meters = new CorsMeters(policies("p"));
			meters.bindTo(new SimpleMeterRegistry());
			assertThat(events.list).isEmpty();
			meters.bindTo(new SimpleMeterRegistry());
			assertThat(events.list).map(ILoggingEvent::getMessage)
				.singleElement(InstanceOfAssertFactories.STRING)
				.startsWith("A MeterRegistry is being added");
		}
		finally {
			logger.detachAppender(events);
			logger.setLevel(level);
		}
	}

	@Test
	void registryThatIsAddedLaterCountsFromThenOn() {
		CorsPolicies policies = policies("p");
		CorsMeters meters = new CorsMeters(policies);
		meters.bindTo(new SimpleMeterRegistry());
		meters.onDecision(decide(policies), actual());
		SimpleMeterRegistry late = new SimpleMeterRegistry();
		meters.bindTo(late);
		meters.onDecision(decide(policies), actual());
		assertThat(
				late.get("cors.requests").tag("reason", "origin-not-allowed").tag("kind", "actual").counter().count())
			.isEqualTo(1);
	}

	@Test
	void deferredMetersExistOnceTheyAreCreated() {
		CorsMeters meters = new CorsMeters(policies("p", "q"), true);
		SimpleMeterRegistry first = new SimpleMeterRegistry();
		SimpleMeterRegistry second = new SimpleMeterRegistry();
		meters.bindTo(first);
		meters.bindTo(second);
		assertThat(first.getMeters()).isEmpty();
		meters.create();
		meters.create();
		assertThat(first.getMeters()).hasSize(2 * 13 + OF_RELOADS);
		assertThat(second.getMeters()).hasSize(2 * 13 + OF_RELOADS);
		SimpleMeterRegistry late = new SimpleMeterRegistry();
		meters.bindTo(late);
		assertThat(late.getMeters()).hasSize(2 * 13 + OF_RELOADS);
	}

	/** The server accepts requests before the application is ready. */
	@Test
	void deferredMetersCountWhatHappensBeforeTheyAreCreated() {
		CorsPolicies policies = policies("p");
		CorsMeters meters = new CorsMeters(policies, true);
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		meters.bindTo(registry);
		meters.onDecision(decide(policies), actual());
		meters.create();
		meters.onDecision(decide(policies), actual());
		assertThat(registry.getMeters()).hasSize(13 + OF_RELOADS);
		assertThat(counters(registry).mapToDouble(Counter::count).sum()).isEqualTo(2);
	}

	@Test
	void deferredMetersMeasureAReloadBeforeTheyAreCreated() {
		CorsPolicies policies = policies("p");
		CorsMeters meters = new CorsMeters(policies, true);
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		meters.bindTo(registry);
		meters.onReload(policies.reloadIfChanged());
		assertThat(registry.get("cors.reload").timers()).hasSize(3);
		assertThat(registry.get("cors.reload").tag("outcome", "unchanged").timer().count()
				+ registry.get("cors.reload").tag("outcome", "reloaded").timer().count())
			.isEqualTo(1);
	}

	@Test
	void deferredMetersLoseNoCountIfSeveralThreadsCreateThem() throws InterruptedException {
		for (int run = 0; run < 50; run++) {
			CorsPolicies policies = policies("p", "q");
			CorsMeters meters = new CorsMeters(policies, true);
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			meters.bindTo(registry);
			CorsDecision decision = decide(policies);
			List<Thread> threads = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				Runnable work = (i == 0) ? meters::create : () -> meters.onDecision(decision, actual());
				threads.add(new Thread(work));
			}
			threads.forEach(Thread::start);
			for (Thread thread : threads) {
				thread.join(TimeUnit.SECONDS.toMillis(10));
				assertThat(thread.isAlive()).isFalse();
			}
			assertThat(registry.getMeters()).hasSize(2 * 13 + OF_RELOADS);
			assertThat(counters(registry).mapToDouble(Counter::count).sum()).isEqualTo(3);
		}
	}

	/** A reload that ends while the meters are created waits for them. */
	@Test
	void reloadWhileMetersAreCreatedIsMeasured() throws InterruptedException {
		CorsPolicies policies = policies("p");
		CorsMeters meters = new CorsMeters(policies, true);
		CorsReloadAttempt attempt = policies.reloadIfChanged();
		Thread other = new Thread(() -> meters.onReload(attempt));
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		AtomicInteger timers = new AtomicInteger();
		registry.config().onMeterAdded((meter) -> {
			if (meter.getId().getName().equals("cors.reload") && timers.incrementAndGet() == 1) {
				other.start();
				await(other);
			}
		});
		meters.bindTo(registry);
		meters.create();
		other.join(TimeUnit.SECONDS.toMillis(10));
		assertThat(registry.get("cors.reload").timers().stream().mapToLong(Timer::count).sum()).isEqualTo(1);
	}

	@Test
	void policyThatIsRemovedWhileMetersAreCreatedHasNoCounters() throws InterruptedException {
		CorsPolicies policies = policies("p", "q");
		CorsMeters meters = new CorsMeters(policies, true);
		CorsPolicies fewer = policies("p");
		Thread other = new Thread(() -> meters.refresh(fewer.current()));
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		AtomicInteger counters = new AtomicInteger();
		registry.config().onMeterAdded((meter) -> {
			if ("q".equals(meter.getId().getTag("policy")) && counters.incrementAndGet() == 1) {
				other.start();
				await(other);
			}
		});
		meters.bindTo(registry);
		meters.create();
		other.join(TimeUnit.SECONDS.toMillis(10));
		assertThat(registry.find("cors.requests").tag("policy", "q").counters()).isEmpty();
	}

	/** A reload holds this lock while it creates the counters of all new policies. */
	@Test
	void requestToANewPolicyDoesNotWaitForAReload() throws InterruptedException {
		CorsMeters meters = new CorsMeters(policies("p"));
		CorsDecision decision = decide(policies("new"));
		Thread request = new Thread(() -> meters.onDecision(decision, actual()));
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		meters.bindTo(registry);
		synchronized (meters) {
			request.start();
			request.join(TimeUnit.SECONDS.toMillis(10));
			assertThat(request.isAlive()).isFalse();
		}
		assertThat(counters(registry).mapToDouble(Counter::count).sum()).isEqualTo(1);
	}

	/** Until the thread has done its work, or waits for a lock. */
	private static void await(Thread thread) {
		while (thread.getState() == Thread.State.RUNNABLE || thread.getState() == Thread.State.NEW) {
			Thread.onSpinWait();
		}
	}

	@Test
	void policyOfAReloadIsCountedWithAllItsCounters() {
		CorsPolicies before = policies("p");
		CorsMeters meters = new CorsMeters(before);
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		meters.bindTo(registry);
		meters.onDecision(decide(policies("late")), actual());
		assertThat(registry.find("cors.requests").tag("policy", "late").counters()).hasSize(11);
	}

	/**
	 * Checks that every decision of the engine has a counter, and that no request creates
	 * another one.
	 */
	@Test
	void everyDecisionHasACounter() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		List<String> names = RandomPairs.policyNames();
		CorsMeters meters = new CorsMeters(policies(names.toArray(String[]::new)));
		meters.bindTo(registry);
		int[] decided = { 0 };
		RandomPairs.forEach(Effort.rounds(150), 50, (policies, request) -> {
			CorsDecision decision = policies.decide(request);
			if (decision.policy() != null && decision.kind() != RequestKind.NOT_CORS) {
				meters.onDecision(decision, request);
				decided[0]++;
			}
		});
		assertThat(registry.getMeters()).hasSize(names.size() * 13 + OF_RELOADS);
		Collection<Counter> counters = registry.find("cors.requests").counters();
		assertThat(counters).hasSize(names.size() * 11)
			.allSatisfy((counter) -> assertThat(counter.getId().getTags())
				.allSatisfy((tag) -> assertThat(tag.getValue()).matches("[a-z0-9-]+")));
		// The other policies are rarer.
		assertThat(counters.stream().filter((counter) -> counter.getId().getTag("policy").matches("policy-\\d")))
			.hasSize(4 * 11)
			.allSatisfy((counter) -> assertThat(counter.count()).isPositive());
		assertThat(counters.stream().mapToDouble(Counter::count).sum()).isEqualTo(decided[0]);
		assertThat(counters.stream().map((counter) -> withoutPolicy(counter.getId())).distinct()).hasSize(11);
	}

	private static List<Tag> withoutPolicy(Meter.Id id) {
		return id.getTags().stream().filter((tag) -> !tag.getKey().equals("policy")).toList();
	}

	private static CorsDecision decide(CorsPolicies policies) {
		return policies.decide(actual());
	}

	private static CorsRequest actual() {
		return FakeCorsRequest.actual("GET", "/api", "https://b.example");
	}

	private static CorsPolicies policies(String... names) {
		return new CorsPolicies(List.of(() -> Stream.of(names)
			.map((name) -> CorsPolicySpecification.builder(name)
				.paths(name.equals(names[0]) ? "/api" : "/" + name)
				.allowedOrigins("https://a.example")
				.build())
			.toList()), false);
	}

	private static Stream<Counter> counters(MeterRegistry registry) {
		return registry.getMeters().stream().filter(Counter.class::isInstance).map(Counter.class::cast);
	}

	@Test
	void reloadsAreMeasured() {
		List<CorsPolicySpecification> all = new ArrayList<>();
		AtomicReference<CorsMeters> listener = new AtomicReference<>();
		ConfigurationSource source = new ConfigurationSource() {

			@Override
			public Rules load() {
				return new Rules(all, AllowedHosts.ANY, "");
			}

			@Override
			public Rules loadIfChanged(Rules inForce) {
				return inForce.policies().equals(all) ? inForce : load();
			}

		};
		CorsPolicies policies = new CorsPolicies(source, Map.of(), false,
				(attempt) -> listener.get().onReload(attempt));
		listener.set(new CorsMeters(policies));
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		listener.get().bindTo(registry);
		assertThat(registry.get("cors.generation").gauge().value()).isEqualTo(1);
		assertThat(registry.get("cors.reload.age").timeGauge().value(TimeUnit.SECONDS)).isBetween(0.0, 60.0);
		policies.reload();
		policies.reloadIfChanged();
		all.add(CorsPolicySpecification.builder("p").build());
		policies.reloadIfChanged();
		policies.reloadIfChanged();
		assertThat(registry.get("cors.generation").gauge().value()).isEqualTo(2);
		assertThat(registry.get("cors.reload").tag("outcome", "reloaded").timer().count()).isEqualTo(1);
		assertThat(registry.get("cors.reload").tag("outcome", "unchanged").timer().count()).isEqualTo(1);
		assertThat(registry.get("cors.reload").tag("outcome", "failed").timer().count()).isEqualTo(2);
	}

}
