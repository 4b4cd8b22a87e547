package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.corsstarter.origin.InvalidOriginPatternException;
import io.github.corsstarter.origin.OriginOverlaps;
import io.github.corsstarter.origin.OriginOverlaps.Element;
import io.github.corsstarter.origin.OriginOverlaps.Overlap;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.origin.OriginPattern.Kind;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.policy.OnDisallowed;
import org.jspecify.annotations.Nullable;

/**
 * Checks the policies that have a path pattern in common: no origin may match two of
 * them, and they must agree on settings that concern requests of unknown origins. Create
 * an instance for each validation.
 */
final class AudienceChecks {

	private static final String ORIGINS = "allowed-origins";

	private static final String METHODS = "allowed-methods";

	private static final String ON_DISALLOWED = "on-disallowed";

	private final List<CorsProblem> problems = new ArrayList<>();

	/** The properties of each pair of settings that is reported. */
	private final Set<List<String>> reported = new HashSet<>();

	/** A policy can be in several groups. */
	private final Map<CorsPolicySpecification, List<@Nullable OriginPattern>> parsed = new HashMap<>();

	private final Set<List<CorsPolicySpecification>> checked = new HashSet<>();

	/**
	 * Check policies.
	 * @param groups the policies of each path pattern
	 */
	AudienceChecks(Collection<PathGroups.Group<CorsPolicySpecification>> groups) {
		for (PathGroups.Group<CorsPolicySpecification> group : groups) {
			if (group.values().size() > 1) {
				checkAll(group.values(), group.pattern().getPatternString());
				checkMethods(group.values(), group.pattern().getPatternString());
			}
		}
	}

	/**
	 * The errors and warnings.
	 */
	List<CorsProblem> problems() {
		return this.problems;
	}

	/**
	 * Remove the suggestion of a problem if it would make two policies overlap, or
	 * disagree.
	 */
	CorsProblem withoutRefusedSuggestion(CorsProblem problem) {
		String suggestion = problem.suggestion();
		boolean refused = suggestion != null
				&& (isRefusedOrigin(problem.property(), suggestion) || isSharedOnDisallowed(problem.property()));
		return refused ? PathChecks.withoutSuggestion(problem) : problem;
	}

	private boolean isSharedOnDisallowed(String property) {
		return property.endsWith(ON_DISALLOWED) && this.checked.stream()
			.flatMap(List::stream)
			.anyMatch((policy) -> property(policy, ON_DISALLOWED).equals(property));
	}

	private boolean isRefusedOrigin(String property, String suggestion) {
		OriginPattern origin = property.contains(ORIGINS) ? parse(suggestion) : null;
		if (origin == null) {
			return false;
		}
		for (List<CorsPolicySpecification> policies : this.checked) {
			for (CorsPolicySpecification policy : policies) {
				if (property.startsWith(property(policy, ORIGINS)) && overlaps(origin, policy, policies)) {
					return true;
				}
			}
		}
		return false;
	}

	private boolean overlaps(OriginPattern origin, CorsPolicySpecification policy,
			List<CorsPolicySpecification> policies) {
		OriginOverlaps<CorsPolicySpecification> overlaps = new OriginOverlaps<>();
		overlaps.add(policy, 0, origin);
		policies.stream().filter((other) -> other != policy).forEach((other) -> addTo(overlaps, other));
		return overlaps.find().stream().anyMatch((overlap) -> overlap.first().owner() == policy);
	}

	/** The candidates are checked as if all of them were in force. */
	private void checkAll(List<CorsPolicySpecification> policies, String path) {
		check(policies, path);
		if (policies.stream().anyMatch((policy) -> policy.shadow() != null)) {
			check(policies.stream().map(AudienceChecks::candidate).toList(), path);
		}
	}

	/** Origins that a policy lists should be allowed what every other origin is. */
	private void checkMethods(List<CorsPolicySpecification> policies, String path) {
		policies.stream()
			.filter((policy) -> policy.allowedOrigins().equals(List.of("*")))
			.findFirst()
			.ifPresent((everyone) -> policies.stream()
				.filter((policy) -> policy != everyone && !policy.allowedOrigins().equals(List.of("none")))
				.forEach((policy) -> checkMethods(everyone, policy, path)));
	}

	private void checkMethods(CorsPolicySpecification everyone, CorsPolicySpecification policy, String path) {
		List<String> methods = policy.allowedMethods();
		List<String> missing = everyone.allowedMethods()
			.stream()
			.filter((method) -> !methods.contains(method) && !(method.equals("HEAD") && methods.contains("GET")))
			.distinct()
			.toList();
		String other = property(everyone, METHODS);
		String property = property(policy, METHODS);
		if (methods.contains("*") || missing.isEmpty() || !this.reported.add(List.of(other, property))) {
			return;
		}
		boolean every = missing.contains("*");
		boolean several = missing.size() > 1;
		String names = String.join(", ", missing);
		String message = "The policy '" + everyone.name() + "' also covers " + path + ", and allows "
				+ (every ? "every method" : names) + " to every other origin. The origins of this policy may "
				+ (every ? "use only the methods that it lists."
						: "not use " + (several ? "these methods." : "this method."));
		String action = every
				? "Set " + policy.locations().ownProperty(METHODS) + " to *, or list the methods in "
						+ everyone.locations().ownProperty(METHODS) + "."
				: "Add " + names + " to " + policy.locations().ownProperty(METHODS) + ", or remove "
						+ (several ? "them" : "it") + " from " + everyone.locations().ownProperty(METHODS) + ".";
		this.problems.add(new CorsProblem(Reason.METHOD_ONLY_FOR_EVERYONE, policy.name(), property, null, message, null,
				policy.locations().place(property), action));
	}

	private static CorsPolicySpecification candidate(CorsPolicySpecification policy) {
		CorsPolicySpecification shadow = policy.shadow();
		return (shadow != null) ? shadow : policy;
	}

	private void check(List<CorsPolicySpecification> policies, String path) {
		if (!this.checked.add(policies)) {
			return;
		}
		OriginOverlaps<CorsPolicySpecification> overlaps = new OriginOverlaps<>();
		policies.forEach((policy) -> addTo(overlaps, policy));
		overlaps.find().forEach((overlap) -> report(overlap, path));
		CorsPolicySpecification first = policies.get(0);
		policies.stream()
			.filter((policy) -> policy.onDisallowed() != first.onDisallowed())
			.forEach((policy) -> reportOnDisallowed(first, policy, path));
	}

	/** Elements that are not valid are reported by the check of their policy. */
	private void addTo(OriginOverlaps<CorsPolicySpecification> overlaps, CorsPolicySpecification policy) {
		List<@Nullable OriginPattern> patterns = this.parsed.computeIfAbsent(policy, AudienceChecks::parse);
		for (int i = 0; i < patterns.size(); i++) {
			OriginPattern pattern = patterns.get(i);
			if (pattern != null) {
				overlaps.add(policy, i, pattern);
			}
		}
	}

	private static List<@Nullable OriginPattern> parse(CorsPolicySpecification policy) {
		List<@Nullable OriginPattern> patterns = new ArrayList<>();
		policy.allowedOrigins().forEach((text) -> patterns.add(parse(text)));
		return patterns;
	}

	private static @Nullable OriginPattern parse(String text) {
		try {
			return OriginPattern.parse(text);
		}
		catch (InvalidOriginPatternException ex) {
			return null;
		}
	}

	private void report(Overlap<CorsPolicySpecification> overlap, String path) {
		Element<CorsPolicySpecification> first = overlap.first();
		Element<CorsPolicySpecification> second = overlap.second();
		String inherited = property(second.owner(), ORIGINS);
		if (inherited.equals(property(first.owner(), ORIGINS))) {
			reportInherited(first.owner(), second.owner(), path, inherited);
			return;
		}
		String other = property(first.owner(), ORIGINS + "[" + first.index() + "]");
		if (!this.reported.add(List.of(other, property(second.owner(), ORIGINS + "[" + second.index() + "]")))) {
			return;
		}
		String message = "The policy '" + first.owner().name() + "' also covers " + path + ", and "
				+ ((first.pattern().kind() == Kind.ANY)
						? "it allows every other origin as well. Only one policy for a path can have '*'."
						: "its element " + first.pattern()
								+ (first.pattern().equals(second.pattern()) ? " is the same."
										: " also matches " + overlap.origin() + ".")
								+ " Only one policy for a path can allow an origin.")
				+ see(first.owner(), other);
		String property = property(second.owner(), ORIGINS + "[" + second.index() + "]");
		this.problems.add(new CorsProblem(Reason.OVERLAPPING_ORIGINS, second.owner().name(), property,
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
	private void reportInherited(CorsPolicySpecification first, CorsPolicySpecification second, String path,
			String inherited) {
		if (!this.reported.add(List.of(first.name(), second.name()))) {
			return;
		}
		List<String> paths = second.paths();
		for (int i = 0; i < paths.size(); i++) {
			if (PathGroups.key(paths.get(i)).equals(PathGroups.key(path))) {
				String property = property(second, "paths[" + i + "]");
				this.problems.add(new CorsProblem(Reason.OVERLAPPING_ORIGINS, second.name(), property, paths.get(i),
						"The policy '" + first.name()
								+ "' also covers this path, and both policies have the origins of " + inherited
								+ ". Only one policy for a path can allow an origin.",
						null, second.locations().place(property),
						"Give one of the two policies its own " + ORIGINS + ", or another path."));
				return;
			}
		}
	}

	private void reportOnDisallowed(CorsPolicySpecification first, CorsPolicySpecification second, String path) {
		String other = property(first, ON_DISALLOWED);
		String property = property(second, ON_DISALLOWED);
		if (this.reported.add(List.of(other, property))) {
			this.problems.add(new CorsProblem(Reason.DIFFERENT_ON_DISALLOWED, second.name(), property,
					code(second.onDisallowed()),
					"The policy '" + first.name() + "' also covers " + path + " and has " + code(first.onDisallowed())
							+ ". All policies for a path must have the same value." + see(first, other),
					null, second.locations().place(property),
					"Set " + second.locations().ownProperty(ON_DISALLOWED) + " to " + code(first.onDisallowed())
							+ ", or " + first.locations().ownProperty(ON_DISALLOWED) + " to "
							+ code(second.onDisallowed()) + "."));
		}
	}

	private static String code(OnDisallowed value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static String property(CorsPolicySpecification policy, String key) {
		return policy.locations().property(key);
	}

	private static String see(CorsPolicySpecification policy, String property) {
		String place = policy.locations().place(property);
		return " See " + property + ((place != null) ? " (" + place + ")." : ".");
	}

}
