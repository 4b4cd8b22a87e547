package io.github.corsstarter.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.RequestKind;
import io.github.corsstarter.metrics.CorsMeter.ReloadTag;
import io.github.corsstarter.metrics.CorsMeter.RequestTag;
import io.github.corsstarter.metrics.CorsMeter.ShadowTag;
import io.github.corsstarter.observe.CorsShadowListener;
import io.github.corsstarter.observe.ShadowChange;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.web.CorsDecisionListener;
import io.github.corsstarter.web.CorsGeneration;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.CorsReloadAttempt;
import io.github.corsstarter.web.CorsReloadAttempt.Outcome;
import io.github.corsstarter.web.CorsReloadListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Has the meters of {@link CorsMeter}. It counts decisions, and how often a candidate
 * policy, or a policy that is not enforced, would have decided differently. It measures
 * reloads. All counters of a policy are created together, because a rate misses the first
 * request if the counter does not exist before. Safe for use by many threads.
 */
public final class CorsMeters implements MeterBinder, CorsDecisionListener, CorsShadowListener, CorsReloadListener {

	/** The reasons that a decision on each kind of request can have. */
	private static final Map<RequestKind, List<CorsReason>> REASONS = Map.of(RequestKind.ACTUAL,
			List.of(CorsReason.ALLOWED, CorsReason.HOST_NOT_ALLOWED, CorsReason.ORIGIN_MALFORMED,
					CorsReason.ORIGIN_NOT_ALLOWED, CorsReason.METHOD_NOT_ALLOWED),
			RequestKind.PREFLIGHT, List.of(CorsReason.ALLOWED, CorsReason.HOST_NOT_ALLOWED, CorsReason.ORIGIN_MALFORMED,
					CorsReason.ORIGIN_NOT_ALLOWED, CorsReason.METHOD_NOT_ALLOWED, CorsReason.HEADERS_NOT_ALLOWED));

	private final CorsPolicies policies;

	/** The registries that are bound, and have no meters yet. */
	private final List<MeterRegistry> bound = new ArrayList<>();

	/**
	 * Passes counts on to all registries of the application; {@code null} until the first
	 * meter is created.
	 */
	private volatile @Nullable CompositeMeterRegistry registries;

	private final Map<String, PolicyCounters> counters = new ConcurrentHashMap<>();

	/** Empty without a registry, and until the first meter is created. */
	private volatile Map<Outcome, Timer> reloads = Map.of();

	/** Whether meters wait for {@link #create()}. */
	private boolean deferred;

	/**
	 * Create counters that are not bound to a registry yet.
	 * @param policies the policies to count for
	 */
	public CorsMeters(CorsPolicies policies) {
		this(policies, false);
	}

	/**
	 * Create counters that are not bound to a registry yet.
	 * @param policies the policies to count for
	 * @param deferred {@code true} to create the meters in {@link #create()} or when the
	 * first one is needed; {@code false} to create them when a registry is bound
	 */
	public CorsMeters(CorsPolicies policies, boolean deferred) {
		this.policies = policies;
		this.deferred = deferred;
	}

	private static double age(CorsPolicies policies) {
		return Math.max(0, Duration.between(policies.lastSuccess(), Instant.now()).toMillis());
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		this.bound.add(registry);
		if (!this.deferred) {
			create();
		}
	}

	/**
	 * Create all meters that do not exist yet, in all registries that are bound. From
	 * then on, a registry gets its meters when it is bound. The auto-configuration calls
	 * this when the application is ready, because creating the meters earlier would delay
	 * the start.
	 */
	public synchronized void create() {
		this.deferred = false;
		if (this.registries != null || !this.bound.isEmpty()) {
			registries();
			refresh(this.policies.current());
		}
	}

	/** All registries that are bound, with the meters that do not belong to a policy. */
	private synchronized CompositeMeterRegistry registries() {
		CompositeMeterRegistry all = this.registries;
		if (all == null) {
			all = new CompositeMeterRegistry();
		}
		// All registries are added before the first meter, and each gauge is registered
		// once, because Micrometer warns otherwise.
		this.bound.forEach(all::add);
		this.bound.clear();
		if (this.reloads.isEmpty() && !all.getRegistries().isEmpty()) {
			measureReloads(all);
		}
		this.registries = all;
		return all;
	}

	private void measureReloads(MeterRegistry registry) {
		Gauge.builder(CorsMeter.GENERATION.getName(), this.policies, CorsPolicies::generation)
			.description("The number of the generation of policies in force")
			.register(registry);
		TimeGauge.builder(CorsMeter.RELOAD_AGE.getName(), this.policies, TimeUnit.MILLISECONDS, CorsMeters::age)
			.description("The time since the policies were last known to be up to date")
			.register(registry);
		Map<Outcome, Timer> timers = new EnumMap<>(Outcome.class);
		for (Outcome outcome : Outcome.values()) {
			timers.put(outcome,
					Timer.builder(CorsMeter.RELOAD.getName())
						.description("Attempts to reload the policies")
						.tag(ReloadTag.OUTCOME.asString(), outcome.code())
						.register(registry));
		}
		this.reloads = timers;
	}

	/**
	 * Create the counters of new policies, and remove those of policies that no longer
	 * exist.
	 * @param rules the policies in force
	 */
	public synchronized void refresh(CorsGeneration rules) {
		rules.policies().forEach(this::counters);
		Set<String> names = rules.policies().stream().map(CorsPolicy::name).collect(Collectors.toSet());
		this.counters.forEach((name, gone) -> {
			if (!names.contains(name) && this.counters.remove(name, gone) && !isCountedTogether(name)) {
				gone.remove(registries());
			}
		});
	}

	/**
	 * Whether a filter of a registry counts a policy under another name. Other policies
	 * may then use the same counters, so these must stay.
	 */
	private boolean isCountedTogether(String policy) {
		return registries().getRegistries()
			.stream()
			.anyMatch((registry) -> registry.find(CorsMeter.REQUESTS.getName()).counter() != null
					&& registry.find(CorsMeter.REQUESTS.getName())
						.tag(RequestTag.POLICY.asString(), policy)
						.counter() == null);
	}

	@Override
	public void onDecision(CorsDecision decision, CorsRequest request) {
		CorsPolicy policy = decision.policy();
		if (policy != null) {
			counters(policy).increment(decision);
		}
	}

	@Override
	public void onDifference(CorsPolicy policy, ShadowChange change) {
		counters(policy).increment(change);
	}

	@Override
	public void onReload(CorsReloadAttempt attempt) {
		if (this.reloads.isEmpty()) {
			create();
		}
		Timer timer = this.reloads.get(attempt.outcome());
		if (timer != null) {
			timer.record(attempt.duration());
		}
	}

	private PolicyCounters counters(CorsPolicy policy) {
		PolicyCounters present = this.counters.get(policy.name());
		if (present != null) {
			return present;
		}
		CompositeMeterRegistry existing = this.registries;
		if (existing == null) {
			create();
			existing = registries();
		}
		// No lock from here on, because a request must not wait until a reload has
		// created
		// the counters of all new policies.
		CompositeMeterRegistry all = existing;
		return this.counters.computeIfAbsent(policy.name(), (name) -> new PolicyCounters(name, all));
	}

	/**
	 * The counters of one policy.
	 */
	private static final class PolicyCounters {

		private final Map<CorsReason, Counter> preflights = new EnumMap<>(CorsReason.class);

		private final Map<CorsReason, Counter> actuals = new EnumMap<>(CorsReason.class);

		private final Map<ShadowChange, Counter> changes = new EnumMap<>(ShadowChange.class);

		PolicyCounters(String policy, MeterRegistry registry) {
			REASONS.forEach((kind, reasons) -> reasons
				.forEach((reason) -> counters(kind).put(reason, counter(policy, kind, reason, registry))));
			for (ShadowChange change : ShadowChange.values()) {
				this.changes.put(change, counter(policy, change, registry));
			}
		}

		private static Counter counter(String policy, ShadowChange change, MeterRegistry registry) {
			return Counter.builder(CorsMeter.SHADOW.getName())
				.description("CORS requests on which the candidate of the policy, or the policy if it is not enforced,"
						+ " would have decided differently")
				.tag(ShadowTag.POLICY.asString(), policy)
				.tag(ShadowTag.CHANGE.asString(), change.code())
				.register(registry);
		}

		void remove(MeterRegistry registry) {
			Stream.of(this.preflights, this.actuals, this.changes)
				.flatMap((counters) -> counters.values().stream())
				.forEach(registry::remove);
		}

		void increment(ShadowChange change) {
			Objects.requireNonNull(this.changes.get(change)).increment();
		}

		private static Counter counter(String policy, RequestKind kind, CorsReason reason, MeterRegistry registry) {
			return Counter.builder(CorsMeter.REQUESTS.getName())
				.description("CORS requests to paths that a policy covers")
				.tag(RequestTag.POLICY.asString(), policy)
				.tag(RequestTag.KIND.asString(), kind.code())
				.tag(RequestTag.OUTCOME.asString(), (reason != CorsReason.ALLOWED) ? "rejected" : "allowed")
				.tag(RequestTag.REASON.asString(), reason.code())
				.register(registry);
		}

		private Map<CorsReason, Counter> counters(RequestKind kind) {
			return (kind != RequestKind.PREFLIGHT) ? this.actuals : this.preflights;
		}

		void increment(CorsDecision decision) {
			Counter counter = counters(decision.kind()).get(decision.reason());
			if (counter != null) {
				counter.increment();
			}
		}

	}

}
