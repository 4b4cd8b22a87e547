package io.github.corsstarter.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import org.jspecify.annotations.Nullable;

/**
 * Holds the policies in force, and reloads them. Safe for use by many threads: each
 * decision uses one complete generation of policies.
 */
public final class CorsPolicies {

	private final PolicySources sources;

	private final boolean debug;

	private final CorsReloadListener listener;

	private final ReloadQueue<SourceState> queue = new ReloadQueue<>();

	private final PolicyNeighbors neighbors = new PolicyNeighbors();

	private volatile CorsGeneration current;

	private volatile Instant lastSuccess;

	/**
	 * Load the first generation of policies.
	 * @param sources the sources of the policies
	 * @param debug whether rejections are explained to clients
	 * @throws InvalidCorsPolicyException if the policies have errors or a source fails;
	 * it lists every problem, warnings included
	 */
	public CorsPolicies(Collection<? extends CorsPolicySource> sources, boolean debug) {
		this(sources, debug, AllowedHosts.ANY);
	}

	/**
	 * Load the first generation of policies.
	 * @param sources the sources of the policies
	 * @param debug whether rejections are explained to clients
	 * @param reloadListener called after each reload, once the new policies are in force,
	 * on the thread that reloads
	 * @throws InvalidCorsPolicyException if the policies have errors or a source fails;
	 * it lists every problem, warnings included
	 */
	public CorsPolicies(Collection<? extends CorsPolicySource> sources, boolean debug,
			Consumer<CorsReload> reloadListener) {
		this(PolicySources.of(sources, AllowedHosts.ANY), debug, (attempt) -> {
			if (attempt.reload() != null) {
				reloadListener.accept(attempt.reload());
			}
		});
	}

	/**
	 * Load the first generation of policies.
	 * @param sources the sources of the policies
	 * @param debug whether rejections are explained to clients
	 * @param hosts the names under which browsers reach the application
	 * @throws InvalidCorsPolicyException if the policies have errors or a source fails;
	 * it lists every problem, warnings included
	 */
	public CorsPolicies(Collection<? extends CorsPolicySource> sources, boolean debug, AllowedHosts hosts) {
		this(PolicySources.of(sources, hosts), debug, (attempt) -> {
		});
	}

	/**
	 * Load the first generation of policies.
	 * @param configuration the source that reads properties. Properties cannot change the
	 * policies of other sources, so a fix never proposes a property for them
	 * @param sources the other sources of the policies, by name
	 * @param debug whether rejections are explained to clients
	 * @param listener called after each attempt to reload
	 * @throws InvalidCorsPolicyException if the policies have errors or a source fails;
	 * it lists every problem, warnings included
	 */
	public CorsPolicies(ConfigurationSource configuration, Map<String, ? extends CorsPolicySource> sources,
			boolean debug, CorsReloadListener listener) {
		this(PolicySources.of(configuration, sources), debug, listener);
	}

	private CorsPolicies(PolicySources sources, boolean debug, CorsReloadListener listener) {
		this.sources = sources;
		this.debug = debug;
		this.listener = listener;
		this.current = load(1, sources.read(sources.all(), false), null);
		this.lastSuccess = Instant.now();
	}

	/**
	 * Validate policies as if they were in force together.
	 * @param specifications the policies
	 * @return errors and warnings; the policies can be put in force if there is no error
	 */
	public static List<CorsProblem> validate(Collection<CorsPolicySpecification> specifications) {
		return validate(specifications, List.of());
	}

	/**
	 * Validate policies as if they were in force together.
	 * @param specifications the policies, as far as they could be loaded
	 * @param known the problems that loading the policies has found
	 * @return these problems, without suggestions that validation would refuse, and the
	 * errors and warnings that validation has found
	 */
	public static List<CorsProblem> validate(Collection<CorsPolicySpecification> specifications,
			Collection<CorsProblem> known) {
		return CorsGeneration.validate(specifications, known);
	}

	/**
	 * Decide on a request by the policies that are enforced. Never throws.
	 * @param request the request
	 * @return the decision
	 */
	public CorsDecision decide(CorsRequest request) {
		return this.current.decide(request);
	}

	/**
	 * The generation in force, to ask several questions about the same policies.
	 * @return the generation that is in force now
	 */
	public CorsGeneration current() {
		return this.current;
	}

	/**
	 * The policies in force, including those that are not enforced.
	 * @return the policies in the order of their sources
	 */
	public List<CorsPolicy> policies() {
		return this.current.policies();
	}

	/**
	 * The warnings about the policies in force: settings that are redundant, or that have
	 * less effect than they seem to have.
	 * @return the warnings
	 */
	public List<CorsProblem> warnings() {
		return this.current.warnings();
	}

	/**
	 * The number of the generation in force.
	 * @return 1 at start-up, increased by one with each successful reload
	 */
	public long generation() {
		return this.current.number();
	}

	/**
	 * Whether rejections are explained to clients.
	 * @return whether {@code cors.debug} is on
	 */
	public boolean isDebug() {
		return this.debug;
	}

	/**
	 * The state of each source of policies: when it last succeeded and failed.
	 * @return the sources; the properties come first
	 */
	public List<CorsSourceStatus> sources() {
		return this.sources.all().stream().map(SourceState::status).toList();
	}

	/**
	 * When the policies were last known to be up to date.
	 * @return the time of the last successful reload, or of the last call of
	 * {@link #reloadIfChanged()} that found no change, whichever is later; before that,
	 * the time of the start. The time does not change while any source fails
	 */
	public Instant lastSuccess() {
		return this.lastSuccess;
	}

	/**
	 * Load all policies again, from all sources, and put them in force in one step: every
	 * request is decided by either the old or the new generation. If the policies have
	 * errors or a source fails, the policies in force stay. A reload asks one source
	 * after the other, so it takes as long as all sources together. Meanwhile, requests
	 * are decided as before. Concurrent reloads run one after the other. If several
	 * reloads wait while another one runs, a single reload serves all of them.
	 * @return what has changed
	 * @throws InvalidCorsPolicyException if the policies have errors or a source fails;
	 * it lists every problem, warnings included
	 */
	public CorsReload reload() {
		return this.queue.reload(this::reloadAll);
	}

	/**
	 * Load the policies of one source again, and put them in force in one step. The other
	 * sources are not asked: their policies stay as they are. Policies that have not
	 * changed are neither validated nor compiled again, so this is faster than
	 * {@link #reload()}. The result is the same. Reloads of single sources that wait for
	 * another reload become one reload.
	 * @param source one of the sources, the same instance
	 * @return what has changed
	 * @throws InvalidCorsPolicyException if the policies have errors or the source fails;
	 * it lists every problem, warnings included
	 * @throws IllegalArgumentException if these policies have no such source
	 */
	public CorsReload reload(CorsPolicySource source) {
		return this.queue.reload(this.sources.get(source), this::reloadSome);
	}

	/**
	 * Ask every source again, and reload the policies if any of them has changed. A
	 * source that fails keeps its policies in force. A changed configuration file counts
	 * only when two calls have read the same content.
	 * @return what has happened. Failures of sources and errors in policies are among its
	 * problems; they are not thrown
	 */
	public CorsReloadAttempt reloadIfChanged() {
		return this.queue.alone(() -> {
			long start = System.nanoTime();
			SourceReading reading = this.sources.read(this.sources.all(), true);
			if (reading.isChanged()) {
				try {
					return putInForce(load(this.current.number() + 1, reading, this.current), reading, start);
				}
				catch (InvalidCorsPolicyException ex) {
					List<CorsProblem> problems = new ArrayList<>(reading.problems());
					problems.addAll(ex.problems());
					return ended(null, problems, start);
				}
			}
			reading.accept();
			return ended(null, reading.problems(), start);
		});
	}

	private CorsReload reloadAll() {
		return reload(this.sources.all(), null);
	}

	private CorsReload reloadSome(Set<SourceState> some) {
		return reload(some, this.current);
	}

	private CorsReload reload(Collection<SourceState> asked, @Nullable CorsGeneration former) {
		long start = System.nanoTime();
		SourceReading reading = read(asked, start);
		CorsGeneration next;
		try {
			next = load(this.current.number() + 1, reading, former);
		}
		catch (InvalidCorsPolicyException ex) {
			ended(null, ex.problems(), start);
			throw ex;
		}
		return Objects.requireNonNull(putInForce(next, reading, start).reload());
	}

	private SourceReading read(Collection<SourceState> asked, long start) {
		try {
			return this.sources.read(asked, false);
		}
		catch (Error ex) {
			ended(null, List.of(new CorsProblem(Reason.SOURCE_FAILED, null, "cors", null,
					"A policy source failed: " + ex, null, null)), start);
			throw ex;
		}
	}

	/**
	 * Validate and compile what sources have supplied.
	 * @param former the generation in force, to take from it what has not changed; or
	 * {@code null} to validate and compile everything
	 */
	private CorsGeneration load(long number, SourceReading reading, @Nullable CorsGeneration former) {
		LoadedRules rules = reading.rules(this.sources.hosts());
		try {
			CorsGeneration next = CorsGeneration.compile(number, rules, this.debug, this.neighbors, former);
			reading.accept();
			this.neighbors.set(rules.policies());
			return next;
		}
		catch (InvalidCorsPolicyException ex) {
			reading.refuse(ex);
			throw ex;
		}
	}

	private CorsReloadAttempt putInForce(CorsGeneration next, SourceReading reading, long start) {
		CorsReload reload = new CorsReload(this.current, next);
		this.current = next;
		return ended(reload, reading.problems(), start);
	}

	private CorsReloadAttempt ended(@Nullable CorsReload reload, List<CorsProblem> problems, long start) {
		CorsReloadAttempt attempt = new CorsReloadAttempt(Duration.ofNanos(System.nanoTime() - start), reload,
				problems);
		if (this.sources.areWorking()) {
			this.lastSuccess = Instant.now();
		}
		this.listener.onReload(attempt);
		return attempt;
	}

}
