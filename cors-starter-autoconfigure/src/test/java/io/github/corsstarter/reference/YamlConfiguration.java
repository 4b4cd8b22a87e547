package io.github.corsstarter.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.corsstarter.autoconfigure.TestConfiguration;
import io.github.corsstarter.policy.DangerousTolerance;
import io.github.corsstarter.web.CorsPolicies;
import org.yaml.snakeyaml.Yaml;

/**
 * A configuration in a YAML file, some of it in {@code cors.defaults}. It follows fixes
 * as a person who changes the file would do.
 */
final class YamlConfiguration {

	private static final List<String> DEFAULTS = List.of("allowed-origins", "allowed-methods", "allowed-headers",
			"exposed-headers", "allow-credentials", "allow-private-network", "on-disallowed", "dangerously-tolerate");

	private static final Map<String, Object> UNUSED_DEFAULTS = Map.of("allowed-methods", List.of("*"),
			"allowed-headers", List.of("*"), "exposed-headers", List.of("*"), "allow-credentials", true,
			"allow-private-network", true);

	private static final Pattern ADD = Pattern.compile("add (.+) to (cors\\.\\S+)");

	private static final Pattern COPY = Pattern.compile("copy (cors\\.\\S+) to (cors\\.\\S+) and add (.+) there");

	private static final Pattern SET = Pattern.compile("set (cors\\.\\S+) to (.+)");

	private static final Pattern REMOVE = Pattern.compile("remove (.+) from (cors\\.\\S+)");

	/** All properties, by their full names; lists are lists. */
	private final Map<String, Object> properties;

	/** Lines at the end of the file. */
	private final String end;

	private YamlConfiguration(Map<String, Object> properties, String end) {
		this.properties = properties;
		this.end = end;
	}

	/**
	 * Write a configuration. If policies take a setting from the defaults, the result can
	 * be invalid.
	 */
	static YamlConfiguration of(PlainConfiguration configuration, Random random) {
		Map<String, Object> properties = new LinkedHashMap<>();
		for (PlainPolicy policy : configuration.policies()) {
			String prefix = "cors.policies." + policy.name() + ".";
			properties.put(prefix + "paths", (random.nextInt(2) == 0) ? narrow(policy.paths()) : policy.paths());
			properties.put(prefix + "allowed-origins", policy.origins());
			properties.put(prefix + "allowed-methods", policy.methods());
			properties.put(prefix + "allowed-headers", policy.headers());
			properties.put(prefix + "exposed-headers", policy.exposed());
			properties.put(prefix + "allow-credentials", policy.credentials());
			properties.put(prefix + "allow-private-network", policy.privateNetwork());
			properties.put(prefix + "on-disallowed", policy.omitHeaders() ? "omit-headers" : "reject");
			if (random.nextBoolean()) {
				properties.put(prefix + "dangerously-tolerate", tolerances());
			}
			if (random.nextInt(3) == 0) {
				properties.remove(prefix + "allowed-methods");
			}
		}
		for (String key : DEFAULTS) {
			if (random.nextInt(3) == 0) {
				PlainPolicy source = configuration.policies().get(random.nextInt(configuration.policies().size()));
				Object value = properties.get("cors.policies." + source.name() + "." + key);
				if (value != null) {
					properties.put("cors.defaults." + key, value);
					configuration.policies()
						.stream()
						.filter((policy) -> policy == source || random.nextInt(3) == 0)
						.forEach((policy) -> properties.remove("cors.policies." + policy.name() + "." + key));
				}
			}
		}
		addUnusedDefaults(configuration, properties, random);
		return new YamlConfiguration(properties, "");
	}

	/** Only a new policy takes these defaults. */
	private static void addUnusedDefaults(PlainConfiguration configuration, Map<String, Object> properties,
			Random random) {
		UNUSED_DEFAULTS.forEach((key, value) -> {
			boolean unused = configuration.policies()
				.stream()
				.allMatch((policy) -> properties.containsKey("cors.policies." + policy.name() + "." + key));
			if (unused && random.nextInt(3) == 0) {
				properties.putIfAbsent("cors.defaults." + key, value);
			}
		});
	}

	/** Some paths must have no policy. */
	private static List<String> narrow(List<String> paths) {
		List<String> narrow = paths.stream().filter((path) -> !path.equals("/**") && !path.equals("/{*rest}")).toList();
		return narrow.isEmpty() ? paths : narrow;
	}

	private static List<String> tolerances() {
		return List.of(DangerousTolerance.values()).stream().map(DangerousTolerance::code).toList();
	}

	/**
	 * Start an application with this file.
	 * @throws io.github.corsstarter.policy.InvalidCorsPolicyException if it would not
	 * start
	 */
	CorsPolicies start() {
		return new TestConfiguration().yaml(toString()).start();
	}

	/**
	 * Follow a fix.
	 */
	YamlConfiguration with(String fix) {
		Map<String, Object> changed = new LinkedHashMap<>(this.properties);
		String added = "";
		for (String change : AppliedFix.changes(fix)) {
			Matcher add = ADD.matcher(change);
			Matcher copy = COPY.matcher(change);
			Matcher set = SET.matcher(change);
			Matcher remove = REMOVE.matcher(change);
			if (change.startsWith("add the policy ")) {
				added += change.substring("add the policy ".length()) + "\n";
			}
			else if (copy.matches()) {
				changed.put(copy.group(2), with(changed.get(copy.group(1)), copy.group(3)));
			}
			else if (add.matches()) {
				changed.put(add.group(2), with(changed.getOrDefault(add.group(2), List.of()), add.group(1)));
			}
			else if (set.matches()) {
				changed.put(set.group(1), new Yaml().load(set.group(2)));
			}
			else if (remove.matches()) {
				List<String> left = new ArrayList<>(strings(changed.get(remove.group(2))));
				if (!left.remove(remove.group(1))) {
					throw new AssertionError("Nobody can follow: " + change);
				}
				changed.put(remove.group(2), left);
			}
			else if (!change.startsWith("send the request to /")) {
				throw new AssertionError("Nobody can follow: " + change);
			}
		}
		return new YamlConfiguration(changed, this.end + added);
	}

	/** The values are read as elements of a list in YAML. */
	private static List<String> with(Object present, String added) {
		List<String> all = new ArrayList<>(strings(present));
		for (String value : added.split(", ")) {
			List<Object> block = new Yaml().load("- " + value);
			List<Object> flow = new Yaml().load("[" + value + "]");
			if (!block.equals(flow)) {
				throw new AssertionError("Nobody can follow: " + value);
			}
			all.add(Objects.toString(block.get(0), ""));
		}
		return all;
	}

	private static List<String> strings(Object list) {
		return ((List<?>) list).stream().map(String.class::cast).toList();
	}

	@Override
	public String toString() {
		return new Yaml().dump(this.properties) + this.end;
	}

}
