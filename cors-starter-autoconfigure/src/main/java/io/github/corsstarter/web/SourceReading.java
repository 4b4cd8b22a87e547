package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.web.ConfigurationSource.Rules;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What some sources have supplied at one time. Used by one thread.
 */
final class SourceReading {

	private static final Log logger = LogFactory.getLog(CorsPolicies.class);

	private final List<SourceState> all;

	private final boolean onlyIfChanged;

	private final Map<SourceState, Rules> read = new LinkedHashMap<>();

	private final List<CorsProblem> problems = new ArrayList<>();

	/**
	 * Create a reading of no source.
	 * @param all all sources
	 * @param onlyIfChanged whether a source that fails keeps its rules; otherwise, its
	 * failure is a problem of the reading
	 */
	SourceReading(List<SourceState> all, boolean onlyIfChanged) {
		this.all = all;
		this.onlyIfChanged = onlyIfChanged;
	}

	/** Ask sources one after the other. */
	SourceReading ask(Collection<SourceState> sources) {
		for (SourceState source : sources) {
			ask(source);
		}
		return this;
	}

	private void ask(SourceState source) {
		try {
			Rules rules = source.load(this.onlyIfChanged);
			if (rules != null) {
				this.read.put(source, rules);
			}
		}
		catch (InvalidCorsPolicyException ex) {
			this.problems.addAll(ex.problems());
			failed(source, Objects.requireNonNullElse(ex.getMessage(), ""), ex, ex.getCause() != null);
		}
		catch (RuntimeException ex) {
			failed(source, ex);
		}
		catch (Throwable ex) {
			// Nobody else sees an error in the interval, and it must not end the
			// interval.
			failed(source, ex);
			if (!this.onlyIfChanged) {
				throw ex;
			}
		}
	}

	private void failed(SourceState source, Throwable failure) {
		this.problems.add(new CorsProblem(Reason.SOURCE_FAILED, null, source.type(), null,
				"This policy source failed: " + failure, null, null));
		failed(source, "This policy source failed: " + failure, failure, true);
	}

	private void failed(SourceState source, String text, Throwable failure, boolean log) {
		boolean other = source.failed(text);
		if (log && (other || !this.onlyIfChanged)) {
			logger.warn("The CORS policy source " + source + " failed"
					+ (this.onlyIfChanged ? ". Its rules in force stay. The same failure is logged only once." : ""),
					failure);
		}
	}

	/** Whether a source has failed. */
	boolean hasFailures() {
		return !this.problems.isEmpty();
	}

	/** Why sources have failed. */
	List<CorsProblem> problems() {
		return List.copyOf(this.problems);
	}

	boolean isChanged() {
		return this.read.entrySet().stream().anyMatch((entry) -> entry.getKey().isNew(entry.getValue()));
	}

	/**
	 * The rules that would be in force.
	 * @param otherwise the allowed hosts if there is no configuration
	 */
	LoadedRules rules(AllowedHosts otherwise) {
		List<CorsPolicySpecification> policies = new ArrayList<>();
		AllowedHosts hosts = otherwise;
		boolean configurable = true;
		for (SourceState source : this.all) {
			Rules rules = rulesOf(source);
			policies.addAll(rules.policies());
			if (source.isConfiguration()) {
				hosts = rules.hosts();
				configurable = false;
			}
		}
		return new LoadedRules(policies, hosts, this.onlyIfChanged ? List.of() : this.problems, configurable);
	}

	/** The rules are in force, or already were. */
	void accept() {
		for (Map.Entry<SourceState, Rules> source : this.read.entrySet()) {
			source.getKey().putInForce(source.getValue());
			source.getKey().succeeded();
		}
	}

	/**
	 * The rules were refused. Of the sources whose rules have changed, those of the
	 * invalid policies have failed, or else all of them.
	 */
	void refuse(InvalidCorsPolicyException refusal) {
		Set<String> invalid = refusal.problems()
			.stream()
			.map(CorsProblem::policy)
			.filter(Objects::nonNull)
			.collect(Collectors.toSet());
		Set<SourceState> changed = this.read.keySet()
			.stream()
			.filter((source) -> source.isOther(rulesOf(source)))
			.collect(Collectors.toSet());
		Set<SourceState> own = changed.stream()
			.filter((source) -> rulesOf(source).policies().stream().anyMatch((some) -> invalid.contains(some.name())))
			.collect(Collectors.toSet());
		// At intervals, the rules do not contain the failures of other sources.
		boolean others = hasFailures() && !this.onlyIfChanged;
		Set<SourceState> failed = !own.isEmpty() ? own
				: others ? Set.of() : changed.isEmpty() ? this.read.keySet() : changed;
		for (SourceState source : this.read.keySet()) {
			if (failed.contains(source)) {
				source.failed(Objects.requireNonNullElse(refusal.getMessage(), ""));
			}
			else {
				source.succeeded();
			}
		}
	}

	private Rules rulesOf(SourceState source) {
		return this.read.getOrDefault(source, source.inForce());
	}

}
