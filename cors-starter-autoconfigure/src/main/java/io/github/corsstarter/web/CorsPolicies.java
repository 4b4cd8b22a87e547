package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Holds the policies in force, and reloads them. Safe for use by many threads: each
 * decision uses one complete generation of policies.
 */
public final class CorsPolicies {

	private static final Log logger = LogFactory.getLog(CorsPolicies.class);

	private final List<CorsPolicySource> sources;

	private final boolean debug;

	private final boolean withProperties;

	private final Consumer<CorsReload> reloadListener;

	private final Supplier<AllowedHosts> hosts;

	private final ReentrantLock reloading = new ReentrantLock();

	/** The reload that waits for another one. Guarded by {@code this}. */
	private @Nullable Attempt waiting;

	private volatile CorsGeneration current;

	/**
	 * Load the first generation of policies.
	 * @param sources the sources of the policies
	 * @param debug whether rejections are explained to clients
	 * @throws InvalidCorsPolicyException if the policies have errors or a source fails;
	 * it lists every problem, warnings included
	 */
	public CorsPolicies(Collection<? extends CorsPolicySource> sources, boolean debug) {
		this(sources, debug, (reload) -> {
		});
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
		this(sources, debug, false, reloadListener, () -> AllowedHosts.ANY);
	}

	/**
	 * Load the first generation of policies.
	 * @param sources the sources of the policies
	 * @param debug whether rejections are explained to clients
	 * @param withProperties whether one of the sources reads properties. A property
	 * cannot change a policy of another source, so it cannot be a fix for it
	 * @param reloadListener called after each reload, once the new policies are in force,
	 * on the thread that reloads
	 * @param hosts supplies the names under which browsers reach the application. Called
	 * after the sources have been loaded, on the thread that loads
	 * @throws InvalidCorsPolicyException if the policies have errors or a source fails;
	 * it lists every problem, warnings included
	 */
	public CorsPolicies(Collection<? extends CorsPolicySource> sources, boolean debug, boolean withProperties,
			Consumer<CorsReload> reloadListener, Supplier<AllowedHosts> hosts) {
		this.hosts = hosts;
		this.sources = List.copyOf(sources);
		this.debug = debug;
		this.withProperties = withProperties;
		this.reloadListener = reloadListener;
		this.current = load(1);
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
		Attempt attempt = join();
		this.reloading.lock();
		try {
			return attempt.result();
		}
		finally {
			this.reloading.unlock();
		}
	}

	private synchronized Attempt join() {
		Attempt attempt = (this.waiting != null) ? this.waiting : new Attempt();
		this.waiting = attempt;
		return attempt;
	}

	/**
	 * The attempt is about to read the sources, so a reload that begins from now on must
	 * use another attempt.
	 */
	private synchronized void begin(Attempt attempt) {
		if (this.waiting == attempt) {
			this.waiting = null;
		}
	}

	private CorsReload loadNext() {
		CorsReload reload = new CorsReload(this.current, load(this.current.number() + 1));
		this.current = reload.current();
		this.reloadListener.accept(reload);
		return reload;
	}

	private CorsGeneration load(long number) {
		List<CorsProblem> problems = new ArrayList<>();
		List<CorsPolicySpecification> specifications = new ArrayList<>();
		for (CorsPolicySource source : this.sources) {
			try {
				specifications.addAll(List.copyOf(source.load()));
			}
			catch (InvalidCorsPolicyException ex) {
				problems.addAll(ex.problems());
			}
			catch (RuntimeException ex) {
				logger.warn("The CORS policy source " + source + " failed", ex);
				problems.add(new CorsProblem(CorsProblem.Reason.SOURCE_FAILED, null, source.getClass().getName(), null,
						"This policy source failed: " + ex, null, null));
			}
		}
		return CorsGeneration.compile(number, specifications, this.hosts.get(), this.debug, problems,
				!this.withProperties);
	}

	/**
	 * One reload on behalf of all threads that wait for it. The first that gets the lock
	 * does the work.
	 */
	private final class Attempt {

		private @Nullable CorsReload reload;

		private @Nullable RuntimeException failure;

		private CorsReload result() {
			if (this.reload == null && this.failure == null) {
				run();
			}
			if (this.reload == null) {
				throw Objects.requireNonNull(this.failure);
			}
			return this.reload;
		}

		private void run() {
			begin(this);
			try {
				this.reload = loadNext();
			}
			catch (RuntimeException ex) {
				this.failure = ex;
			}
		}

	}

}
