package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The rules in force, and the way to change them. Safe for use by many threads: each
 * decision sees one whole generation of rules.
 */
public final class CorsPolicies {

	private static final Log logger = LogFactory.getLog(CorsPolicies.class);

	private final List<CorsPolicySource> sources;

	private final boolean debug;

	private final Consumer<CorsGeneration> reloadListener;

	private volatile CorsGeneration current;

	/**
	 * Load the first generation of rules.
	 * @param sources where policies come from
	 * @param debug whether rejections are explained to clients
	 * @throws InvalidCorsPolicyException with everything that is wrong with the policies
	 */
	public CorsPolicies(Collection<? extends CorsPolicySource> sources, boolean debug) {
		this(sources, debug, (generation) -> {
		});
	}

	/**
	 * Load the first generation of rules.
	 * @param sources where policies come from
	 * @param debug whether rejections are explained to clients
	 * @param reloadListener is given each generation after the first when it is in force,
	 * by the thread that reloads
	 * @throws InvalidCorsPolicyException with everything that is wrong with the policies
	 */
	public CorsPolicies(Collection<? extends CorsPolicySource> sources, boolean debug,
			Consumer<CorsGeneration> reloadListener) {
		this.sources = List.copyOf(sources);
		this.debug = debug;
		this.reloadListener = reloadListener;
		this.current = load(1);
	}

	/**
	 * Everything that is wrong with policies, were they in force together.
	 * @param specifications the policies
	 * @return errors and warnings; without an error, the policies can be put in force
	 */
	public static List<CorsProblem> validate(Collection<CorsPolicySpecification> specifications) {
		return CorsGeneration.validate(specifications);
	}

	/**
	 * Decide on a request by the rules in force. Never throws.
	 * @param request the request
	 * @return what is to be done with it
	 */
	public CorsDecision decide(CorsRequest request) {
		return this.current.decide(request);
	}

	/**
	 * The rules in force, for more than one question about the same generation.
	 * @return the generation that is in force now
	 */
	public CorsGeneration current() {
		return this.current;
	}

	/**
	 * The policies in force.
	 * @return the policies in the order of their sources
	 */
	public List<CorsPolicy> policies() {
		return this.current.policies();
	}

	/**
	 * What is redundant in the policies in force, or of less effect than it looks.
	 * @return the warnings
	 */
	public List<CorsProblem> warnings() {
		return this.current.warnings();
	}

	/**
	 * How often the rules have been loaded.
	 * @return 1 from the start, one more for each successful reload
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
	 * Load all policies anew from all sources and put them in force at once: every
	 * request is decided by one generation of rules, the old or the new. When anything is
	 * wrong, or a source fails, the rules in force stay. Takes as long as the slowest
	 * source, during which requests are decided as before; reloads wait for one another.
	 * @throws InvalidCorsPolicyException with everything that is wrong with the policies
	 */
	public synchronized void reload() {
		CorsGeneration next = load(this.current.number() + 1);
		this.current = next;
		this.reloadListener.accept(next);
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
				logger.warn("The source of CORS policies " + source + " has failed", ex);
				problems.add(new CorsProblem(CorsProblem.Reason.SOURCE_FAILED, null, source.getClass().getName(), null,
						"This source of policies has failed: " + ex, null, null));
			}
		}
		return CorsGeneration.compile(number, specifications, this.debug, problems);
	}

}
