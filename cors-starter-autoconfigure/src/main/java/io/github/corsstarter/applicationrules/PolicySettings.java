package io.github.corsstarter.applicationrules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.corsstarter.policy.Coded;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Writes the settings of a policy. A setting with its default value is left out, unless
 * {@code cors.defaults} has this key: the policy would inherit another value.
 */
final class PolicySettings {

	private static final Duration DEFAULT_MAX_AGE = Duration.ofMinutes(30);

	private static final int MAX_LINE = 100;

	private static final List<String> KEYS = List.of("allowed-headers", "exposed-headers", "allow-credentials",
			"allow-timing", "allow-private-network", "max-age", "on-disallowed", "dangerously-tolerate");

	private final Set<String> inherited = new HashSet<>();

	PolicySettings(Environment environment) {
		Binder binder = Binder.get(environment);
		KEYS.stream().filter((key) -> isBound(binder, "cors.defaults." + key)).forEach(this.inherited::add);
	}

	private static boolean isBound(Binder binder, String name) {
		try {
			return binder.bind(name, Bindable.listOf(String.class)).isBound();
		}
		catch (BindException ex) {
			return true;
		}
	}

	/**
	 * The lines for what an audience is allowed.
	 */
	List<String> of(Audience audience) {
		boolean anyone = !audience.origins().isEmpty();
		List<String> lines = new ArrayList<>(list("allowed-origins", anyone ? audience.origins() : List.of("none")));
		if (anyone) {
			lines.add("allowed-methods: " + MigrationYaml.names(audience.methods()));
			add(lines, "allowed-headers", MigrationYaml.names(audience.headers()), !audience.headers().isEmpty());
			add(lines, "exposed-headers", MigrationYaml.names(audience.exposed()), !audience.exposed().isEmpty());
			add(lines, "allow-credentials", String.valueOf(audience.credentials()), audience.credentials());
			add(lines, "allow-timing", "false", false);
			add(lines, "allow-private-network", String.valueOf(audience.privateNetwork()), audience.privateNetwork());
			add(lines, "max-age", MigrationYaml.duration(audience.maxAge()),
					!audience.maxAge().equals(DEFAULT_MAX_AGE));
			boolean tolerant = audience.credentials() && !audience.tolerances().isEmpty();
			add(lines, "dangerously-tolerate",
					"[" + (tolerant
							? String.join(", ", audience.tolerances().stream().map(Coded::code).sorted().toList()) : "")
							+ "]",
					tolerant);
		}
		add(lines, "on-disallowed", "reject", false);
		return lines;
	}

	private void add(List<String> lines, String key, String value, boolean needed) {
		if (needed || this.inherited.contains(key)) {
			lines.add(key + ": " + value);
		}
	}

	/** The lines for a list of texts. */
	static List<String> list(String key, Collection<String> values) {
		String line = key + ": [" + MigrationYaml.quoted(values) + "]";
		if (line.length() <= MAX_LINE) {
			return List.of(line);
		}
		List<String> lines = new ArrayList<>(List.of(key + ":"));
		values.forEach((value) -> lines.add("  - " + MigrationYaml.quoted(value)));
		return lines;
	}

}
