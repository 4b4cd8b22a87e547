package io.github.corsstarter.reference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsPolicySpecification.Builder;
import io.github.corsstarter.policy.OnDisallowed;
import io.github.corsstarter.web.CorsPolicies;
import org.yaml.snakeyaml.Yaml;

/**
 * Follows the text of a fix, as a person who reads it would do.
 */
final class AppliedFix {

	private static final String KEY = "cors\\.policies\\.([a-z0-9-]+)\\.([a-z-]+)";

	private static final Pattern ADD = Pattern.compile("add (.+) to " + KEY);

	private static final Pattern COPY = Pattern
		.compile("copy cors\\.defaults\\.([a-z-]+) to " + KEY + " and add (.+) there");

	private static final Pattern SET = Pattern.compile("set " + KEY + " to (.+)");

	private static final Pattern REMOVE = Pattern.compile("remove (.+) from " + KEY);

	private static final Pattern POLICY = Pattern.compile("add the policy (cors\\.policies\\.([a-z0-9-]+): \\{.*})");

	private static final Pattern SEND = Pattern.compile("send the request to (/.*)");

	private final List<CorsPolicySpecification> policies;

	private AppliedFix(Collection<CorsPolicySpecification> policies) {
		this.policies = new ArrayList<>(policies);
	}

	/**
	 * Apply a fix.
	 * @throws io.github.corsstarter.policy.InvalidCorsPolicyException if the changed
	 * configuration would not start
	 */
	static CorsPolicies to(PlainConfiguration configuration, String fix) {
		return to(configuration.policies().stream().map(PlainPolicy::toSpecification).toList(), configuration, fix);
	}

	/**
	 * Apply a fix to policies.
	 * @param others everything else that is configured
	 * @throws io.github.corsstarter.policy.InvalidCorsPolicyException if the changed
	 * configuration would not start
	 */
	static CorsPolicies to(Collection<CorsPolicySpecification> policies, PlainConfiguration others, String fix) {
		return others.toPolicies(to(policies, fix));
	}

	/** The policies after the changes of a fix. */
	static List<CorsPolicySpecification> to(Collection<CorsPolicySpecification> policies, String fix) {
		AppliedFix applied = new AppliedFix(policies);
		for (String change : changes(fix)) {
			applied.apply(change);
		}
		return applied.policies;
	}

	/** The request as the fix says that it must be sent. */
	static BrowserRequest to(BrowserRequest request, String fix) {
		Matcher send = SEND.matcher(changes(fix)[0]);
		return send.matches() ? request.withPath(send.group(1)) : request;
	}

	/** The changes of a fix. An origin can end with a semicolon. */
	static String[] changes(String fix) {
		return fix.split("; (?=(?:add|copy|set|remove|send) )");
	}

	private void apply(String change) {
		Matcher add = ADD.matcher(change);
		Matcher copy = COPY.matcher(change);
		Matcher set = SET.matcher(change);
		Matcher remove = REMOVE.matcher(change);
		Matcher policy = POLICY.matcher(change);
		if (policy.matches()) {
			Map<String, Map<String, Object>> read = new Yaml().load(policy.group(1));
			this.policies.add(policy(policy.group(2), read.get("cors.policies." + policy.group(2))));
		}
		else if (add.matches()) {
			replace(add.group(2), add.group(3), (present) -> with(present, values(add.group(1))));
		}
		else if (copy.matches() && copy.group(1).equals(copy.group(3))) {
			replace(copy.group(2), copy.group(3), (present) -> with(present, values(copy.group(4))));
		}
		else if (set.matches()) {
			replace(set.group(1), set.group(2), (present) -> values(set.group(3)));
		}
		else if (remove.matches()) {
			replace(remove.group(2), remove.group(3),
					(present) -> present.stream().filter((value) -> !value.equals(remove.group(1))).toList());
		}
		else if (!SEND.matcher(change).matches()) {
			throw new AssertionError("Nobody can follow: " + change);
		}
	}

	private static List<String> values(String text) {
		return List.of(text.replace("\"", "").split(", "));
	}

	private static List<String> with(List<String> present, List<String> added) {
		List<String> all = new ArrayList<>(present);
		all.addAll(added);
		return all;
	}

	private void replace(String name, String key, UnaryOperator<List<String>> change) {
		if (this.policies.stream().noneMatch((policy) -> policy.name().equals(name))) {
			throw new AssertionError("No policy has the name " + name);
		}
		this.policies.replaceAll((policy) -> policy.name().equals(name)
				? set(policy.mutate(), key, change.apply(present(policy, key))).build() : policy);
	}

	private static List<String> present(CorsPolicySpecification policy, String key) {
		return switch (key) {
			case "paths" -> policy.paths();
			case "allowed-origins" -> policy.allowedOrigins();
			case "allowed-methods" -> policy.allowedMethods();
			case "allowed-headers" -> policy.allowedHeaders();
			default -> List.of();
		};
	}

	private static Builder set(Builder policy, String key, List<String> values) {
		return switch (key) {
			case "paths" -> policy.paths(values);
			case "allowed-origins" -> policy.allowedOrigins(values);
			case "allowed-methods" -> policy.allowedMethods(values);
			case "allowed-headers" -> policy.allowedHeaders(values);
			case "exposed-headers" -> policy.exposedHeaders(values);
			case "allow-credentials" -> policy.allowCredentials(Boolean.parseBoolean(values.get(0)));
			case "on-disallowed" -> policy
				.onDisallowed(values.get(0).equals("omit-headers") ? OnDisallowed.OMIT_HEADERS : OnDisallowed.REJECT);
			default -> throw new AssertionError("There is no key " + key);
		};
	}

	private static CorsPolicySpecification policy(String name, Map<String, Object> settings) {
		Builder builder = CorsPolicySpecification.builder(name);
		settings.forEach((key, value) -> set(builder, key, (value instanceof List<?> list)
				? list.stream().map(String.class::cast).toList() : List.of(String.valueOf(value))));
		return builder.build();
	}

}
