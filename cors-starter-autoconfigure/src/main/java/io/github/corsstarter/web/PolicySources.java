package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.policy.AllowedHosts;

/**
 * All sources of policies, in the order of their policies.
 */
final class PolicySources {

	private static final String CONFIGURATION = "cors.*";

	private final List<SourceState> all = new ArrayList<>();

	/** The allowed hosts if there is no configuration. */
	private final AllowedHosts hosts;

	/** Whether sources are being asked. Used by the thread that reloads. */
	private boolean reading;

	private PolicySources(AllowedHosts hosts) {
		this.hosts = hosts;
	}

	/**
	 * Sources without names: they have the names of their classes.
	 */
	static PolicySources of(Collection<? extends CorsPolicySource> sources, AllowedHosts hosts) {
		Map<String, CorsPolicySource> named = new LinkedHashMap<>();
		for (CorsPolicySource source : sources) {
			String name = source.getClass().getName();
			String free = name;
			for (int i = 2; named.containsKey(free); i++) {
				free = name + " " + i;
			}
			named.put(free, source);
		}
		PolicySources all = new PolicySources(hosts);
		all.add(named);
		return all;
	}

	static PolicySources of(ConfigurationSource configuration, Map<String, ? extends CorsPolicySource> sources) {
		PolicySources all = new PolicySources(AllowedHosts.ANY);
		all.all.add(new SourceState(CONFIGURATION, configuration));
		all.add(sources);
		return all;
	}

	private void add(Map<String, ? extends CorsPolicySource> sources) {
		for (Map.Entry<String, ? extends CorsPolicySource> source : sources.entrySet()) {
			this.all.add(new SourceState(source.getKey(), new BeanSource(source.getValue())));
		}
	}

	List<SourceState> all() {
		return this.all;
	}

	/**
	 * Find the state of a source.
	 * @throws IllegalArgumentException if it is not one of these sources
	 */
	SourceState get(CorsPolicySource source) {
		return this.all.stream()
			.filter((state) -> state.isFor(source))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"These policies have no source " + source + ". Pass the bean that the application context has."));
	}

	AllowedHosts hosts() {
		return this.hosts;
	}

	/** Whether no source has failed when it was last asked. */
	boolean areWorking() {
		return this.all.stream().allMatch((source) -> source.status().failure() == null);
	}

	/**
	 * Ask sources one after the other.
	 * @param asked the sources to ask
	 * @param onlyIfChanged whether a source that fails keeps its rules in force
	 * @throws IllegalStateException if a source calls this method while it is asked
	 */
	SourceReading read(Collection<SourceState> asked, boolean onlyIfChanged) {
		if (this.reading) {
			throw new IllegalStateException("A policy source must not reload the policies while it is asked for them.");
		}
		this.reading = true;
		try {
			return new SourceReading(this.all, onlyIfChanged).ask(asked);
		}
		finally {
			this.reading = false;
		}
	}

}
