package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.corsstarter.origin.InvalidOriginPatternException;
import io.github.corsstarter.origin.OriginOverlaps;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import org.jspecify.annotations.Nullable;

/**
 * Checks the policies that have a path pattern in common: no origin may match two of
 * them, and they must agree on settings that concern requests of unknown origins. A group
 * of policies that was checked before is not checked again. Create an instance for each
 * validation.
 */
final class AudienceChecks {

	/** Two checks that find a problem with the same key have found the same problem. */
	private final Map<List<String>, CorsProblem> problems = new LinkedHashMap<>();

	private final Map<Group, Map<List<String>, CorsProblem>> results = new HashMap<>();

	/** A policy can be in several groups. */
	private final Map<CorsPolicySpecification, List<@Nullable OriginPattern>> parsed = new HashMap<>();

	private final Set<List<CorsPolicySpecification>> checked = new HashSet<>();

	/**
	 * Check policies.
	 * @param groups the policies of each path pattern
	 * @param former the checks of former policies, or {@code null}
	 */
	AudienceChecks(Collection<PathGroups.Group<CorsPolicySpecification>> groups, @Nullable AudienceChecks former) {
		Map<Group, Map<List<String>, CorsProblem>> known = (former != null) ? former.results : Map.of();
		for (PathGroups.Group<CorsPolicySpecification> group : groups) {
			List<CorsPolicySpecification> policies = group.values();
			if (policies.size() > 1) {
				policies.forEach((policy) -> parse(policy, former));
				checkAll(policies, group.pattern().getPatternString(), known);
			}
		}
	}

	private void parse(CorsPolicySpecification policy, @Nullable AudienceChecks former) {
		this.parsed.computeIfAbsent(policy,
				(key) -> (former != null && former.parsed.containsKey(key)) ? former.origins(key) : parse(key));
	}

	private List<@Nullable OriginPattern> origins(CorsPolicySpecification policy) {
		return this.parsed.computeIfAbsent(policy, AudienceChecks::parse);
	}

	/** The candidates are checked as if all of them were in force. */
	private void checkAll(List<CorsPolicySpecification> policies, String path,
			Map<Group, Map<List<String>, CorsProblem>> known) {
		checkAudiences(new Group(policies, path, true), known);
		if (policies.stream().anyMatch((policy) -> policy.shadow() != null)) {
			checkAudiences(new Group(policies.stream().map(AudienceChecks::candidate).toList(), path, true), known);
		}
		Group methods = new Group(policies, path, false);
		Map<List<String>, CorsProblem> found = known.get(methods);
		add(methods, (found != null) ? found : new AudienceCheck(policies, path).checkMethods());
	}

	/** The result is the same for each path of the same policies. */
	private void checkAudiences(Group group, Map<Group, Map<List<String>, CorsProblem>> known) {
		if (this.checked.add(group.policies())) {
			Map<List<String>, CorsProblem> found = known.get(group);
			add(group, (found != null) ? found
					: new AudienceCheck(group.policies(), group.path()).checkAudiences(overlaps(group.policies())));
		}
	}

	private void add(Group group, Map<List<String>, CorsProblem> found) {
		this.results.put(group, found);
		found.forEach(this.problems::putIfAbsent);
	}

	private OriginOverlaps<CorsPolicySpecification> overlaps(List<CorsPolicySpecification> policies) {
		OriginOverlaps<CorsPolicySpecification> overlaps = new OriginOverlaps<>();
		policies.forEach((policy) -> addTo(overlaps, policy));
		return overlaps;
	}

	/**
	 * The errors and warnings.
	 */
	Collection<CorsProblem> problems() {
		return this.problems.values();
	}

	/**
	 * Remove the suggestion of a problem if it would make two policies overlap, or
	 * disagree.
	 */
	CorsProblem withoutRefusedSuggestion(CorsProblem problem) {
		String suggestion = problem.suggestion();
		boolean refused = suggestion != null && (isRefusedOrigin(problem.property(), suggestion)
				|| isShared(AudienceCheck.ON_DISALLOWED, problem.property())
				|| isShared(AudienceCheck.ENFORCE, problem.property()));
		return refused ? PathChecks.withoutSuggestion(problem) : problem;
	}

	private boolean isShared(String key, String property) {
		return property.endsWith(key) && this.checked.stream()
			.flatMap(List::stream)
			.anyMatch((policy) -> AudienceCheck.property(policy, key).equals(property));
	}

	private boolean isRefusedOrigin(String property, String suggestion) {
		OriginPattern origin = property.contains(AudienceCheck.ORIGINS) ? parse(suggestion) : null;
		if (origin == null) {
			return false;
		}
		for (List<CorsPolicySpecification> policies : this.checked) {
			for (CorsPolicySpecification policy : policies) {
				if (property.startsWith(AudienceCheck.property(policy, AudienceCheck.ORIGINS))
						&& overlaps(origin, policy, policies)) {
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

	private static CorsPolicySpecification candidate(CorsPolicySpecification policy) {
		CorsPolicySpecification shadow = policy.shadow();
		return (shadow != null) ? shadow : policy;
	}

	/** Elements that are not valid are reported by the check of their policy. */
	private void addTo(OriginOverlaps<CorsPolicySpecification> overlaps, CorsPolicySpecification policy) {
		List<@Nullable OriginPattern> patterns = origins(policy);
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

	/**
	 * The policies of a path.
	 *
	 * @param policies the policies, or their candidates
	 * @param path the path pattern
	 * @param audiences whether the check is the one of the origins
	 */
	private record Group(List<CorsPolicySpecification> policies, String path, boolean audiences) {

	}

}
