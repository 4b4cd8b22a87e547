package io.github.corsstarter.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import io.github.corsstarter.origin.OriginOverlaps;
import io.github.corsstarter.origin.OriginOverlaps.Element;
import io.github.corsstarter.origin.OriginOverlaps.Overlap;
import io.github.corsstarter.origin.OriginPattern.Kind;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.policy.OnDisallowed;

/**
 * Checks the policies of one path pattern. An instance is used by one thread for one
 * check.
 */
final class AudienceCheck {

	static final String ORIGINS = "allowed-origins";

	static final String ON_DISALLOWED = "on-disallowed";

	static final String ENFORCE = "enforce";

	private static final String METHODS = "allowed-methods";

	private final List<CorsPolicySpecification> policies;

	private final String path;

	/**
	 * The problems. If two checks find a problem with the same key, it is the same
	 * problem, found for two paths.
	 */
	private final Map<List<String>, CorsProblem> problems = new LinkedHashMap<>();

	/**
	 * Create a check.
	 * @param policies the policies, at least two
	 * @param path the path pattern
	 */
	AudienceCheck(List<CorsPolicySpecification> policies, String path) {
		this.policies = policies;
		this.path = path;
	}

	/**
	 * No origin may match two policies, and they must have some settings in common.
	 * @param origins the origins of the policies
	 */
	Map<List<String>, CorsProblem> checkAudiences(OriginOverlaps<CorsPolicySpecification> origins) {
		origins.find().forEach(this::report);
		CorsPolicySpecification first = this.policies.get(0);
		this.policies.stream()
			.filter((policy) -> policy.onDisallowed() != first.onDisallowed())
			.forEach((policy) -> reportDifferent(Reason.DIFFERENT_ON_DISALLOWED, ON_DISALLOWED,
					(some) -> code(some.onDisallowed()), first, policy));
		this.policies.stream()
			.filter((policy) -> policy.enforced() != first.enforced())
			.forEach((policy) -> reportDifferent(Reason.DIFFERENT_ENFORCE, ENFORCE,
					(some) -> Boolean.toString(some.enforced()), first, policy));
		return this.problems;
	}

	/** Origins that a policy lists should be allowed what every other origin is. */
	Map<List<String>, CorsProblem> checkMethods() {
		this.policies.stream()
			.filter((policy) -> policy.allowedOrigins().equals(List.of("*")))
			.findFirst()
			.ifPresent((everyone) -> this.policies.stream()
				.filter((policy) -> policy != everyone && !policy.allowedOrigins().equals(List.of("none")))
				.forEach((policy) -> checkMethods(everyone, policy)));
		return this.problems;
	}

	private void checkMethods(CorsPolicySpecification everyone, CorsPolicySpecification policy) {
		List<String> methods = policy.allowedMethods();
		List<String> missing = everyone.allowedMethods()
			.stream()
			.filter((method) -> !methods.contains(method) && !(method.equals("HEAD") && methods.contains("GET")))
			.distinct()
			.toList();
		String other = property(everyone, METHODS);
		String property = property(policy, METHODS);
		if (methods.contains("*") || missing.isEmpty()) {
			return;
		}
		boolean every = missing.contains("*");
		boolean several = missing.size() > 1;
		String names = String.join(", ", missing);
		String message = "The policy '" + everyone.name() + "' also covers " + this.path + ", and allows "
				+ (every ? "every method" : names) + " to every other origin. The origins of this policy may "
				+ (every ? "use only the methods that it lists."
						: "not use " + (several ? "these methods." : "this method."));
		String action = every
				? "Set " + policy.locations().ownProperty(METHODS) + " to *, or list the methods in "
						+ everyone.locations().ownProperty(METHODS) + "."
				: "Add " + names + " to " + policy.locations().ownProperty(METHODS) + ", or remove "
						+ (several ? "them" : "it") + " from " + everyone.locations().ownProperty(METHODS) + ".";
		this.problems.putIfAbsent(List.of(other, property), new CorsProblem(Reason.METHOD_ONLY_FOR_EVERYONE,
				policy.name(), property, null, message, null, policy.locations().place(property), action));
	}

	private void report(Overlap<CorsPolicySpecification> overlap) {
		Element<CorsPolicySpecification> first = overlap.first();
		Element<CorsPolicySpecification> second = overlap.second();
		String inherited = property(second.owner(), ORIGINS);
		if (inherited.equals(property(first.owner(), ORIGINS))) {
			reportInherited(first.owner(), second.owner(), inherited);
			return;
		}
		String other = property(first.owner(), ORIGINS + "[" + first.index() + "]");
		String property = property(second.owner(), ORIGINS + "[" + second.index() + "]");
		String message = "The policy '" + first.owner().name() + "' also covers " + this.path + ", and "
				+ ((first.pattern().kind() == Kind.ANY)
						? "it allows every other origin as well. Only one policy for a path can have '*'."
						: "its element " + first.pattern()
								+ (first.pattern().equals(second.pattern()) ? " is the same."
										: " also matches " + overlap.origin() + ".")
								+ " Only one policy for a path can allow an origin.")
				+ see(first.owner(), other);
		this.problems.putIfAbsent(List.of(other, property),
				new CorsProblem(Reason.OVERLAPPING_ORIGINS, second.owner().name(), property,
						second.pattern().toString(), message, null, second.owner().locations().place(property),
						removal(first, second)));
	}

	private static String removal(Element<CorsPolicySpecification> first, Element<CorsPolicySpecification> second) {
		if (first.pattern().kind() == Kind.ANY) {
			return "List the origins of the policy '" + second.owner().name() + "' or of the policy '"
					+ first.owner().name() + "'.";
		}
		boolean same = first.pattern().equals(second.pattern());
		return "Remove " + second.pattern() + " from " + property(second.owner(), ORIGINS) + " or "
				+ (same ? "" : first.pattern() + " ") + "from " + property(first.owner(), ORIGINS)
				+ (same ? "." : ", or list the origins of each policy one by one.");
	}

	/** Both policies have the same list, so each of its elements would be an overlap. */
	private void reportInherited(CorsPolicySpecification first, CorsPolicySpecification second, String inherited) {
		List<String> key = List.of(first.name(), second.name());
		if (this.problems.containsKey(key)) {
			return;
		}
		List<String> paths = second.paths();
		for (int i = 0; i < paths.size(); i++) {
			if (PathGroups.key(paths.get(i)).equals(PathGroups.key(this.path))) {
				String property = property(second, "paths[" + i + "]");
				this.problems.put(key,
						new CorsProblem(Reason.OVERLAPPING_ORIGINS, second.name(), property, paths.get(i),
								"The policy '" + first.name()
										+ "' also covers this path, and both policies have the origins of " + inherited
										+ ". Only one policy for a path can allow an origin.",
								null, second.locations().place(property),
								"Give one of the two policies its own " + ORIGINS + ", or another path."));
				return;
			}
		}
	}

	private void reportDifferent(Reason reason, String key, Function<CorsPolicySpecification, String> value,
			CorsPolicySpecification first, CorsPolicySpecification second) {
		String other = property(first, key);
		String property = property(second, key);
		this.problems.putIfAbsent(List.of(other, property),
				new CorsProblem(reason, second.name(), property, value.apply(second),
						"The policy '" + first.name() + "' also covers " + this.path + " and has " + value.apply(first)
								+ ". All policies for a path must have the same value." + see(first, other),
						null, second.locations().place(property),
						"Set " + second.locations().ownProperty(key) + " to " + value.apply(first) + ", or "
								+ first.locations().ownProperty(key) + " to " + value.apply(second) + "."));
	}

	private static String code(OnDisallowed value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	static String property(CorsPolicySpecification policy, String key) {
		return policy.locations().property(key);
	}

	private static String see(CorsPolicySpecification policy, String property) {
		String place = policy.locations().place(property);
		return " See " + property + ((place != null) ? " (" + place + ")." : ".");
	}

}
