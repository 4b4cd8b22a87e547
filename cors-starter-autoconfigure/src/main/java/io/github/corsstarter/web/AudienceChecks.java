package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

	/**
	 * The number of changed elements up to which it is faster to compare each of them
	 * with all others than to look for overlaps among all.
	 */
	private static final int MAX_CHANGED = 100;

	/** Two checks that find a problem with the same key have found the same problem. */
	private final Map<List<String>, CorsProblem> problems = new LinkedHashMap<>();

	private final Map<Subject, Result> results = new HashMap<>();

	private final Map<Subject, Result> former;

	/** A policy can be in several groups. */
	private final Map<CorsPolicySpecification, List<@Nullable OriginPattern>> parsed = new HashMap<>();

	private final Set<List<CorsPolicySpecification>> checked = new HashSet<>();

	/**
	 * Check policies.
	 * @param groups the policies of each path pattern that several policies have
	 * @param former the checks of former policies, or {@code null}
	 */
	AudienceChecks(Collection<PathGroups.Group<CorsPolicySpecification>> groups, @Nullable AudienceChecks former) {
		this.former = (former != null) ? former.results : Map.of();
		for (PathGroups.Group<CorsPolicySpecification> group : groups) {
			List<CorsPolicySpecification> policies = group.values();
			policies.forEach((policy) -> parse(policy, former));
			checkAll(policies, group.pattern().getPatternString());
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
	private void checkAll(List<CorsPolicySpecification> policies, String path) {
		checkAudiences(new Subject(Check.AUDIENCES, path), policies);
		if (policies.stream().anyMatch((policy) -> policy.shadow() != null)) {
			checkAudiences(new Subject(Check.CANDIDATES, path),
					policies.stream().map(AudienceChecks::candidate).toList());
		}
		Subject methods = new Subject(Check.METHODS, path);
		Result known = this.former.get(methods);
		add(methods, policies, (known != null && known.policies().equals(policies)) ? known.problems()
				: new AudienceCheck(policies, path).checkMethods());
	}

	/** The result is the same for each path of the same policies. */
	private void checkAudiences(Subject subject, List<CorsPolicySpecification> policies) {
		if (!this.checked.add(policies)) {
			return;
		}
		Result known = this.former.get(subject);
		AudienceCheck check = new AudienceCheck(policies, subject.path());
		if (known == null) {
			add(subject, policies, check.checkAudiences(overlaps(policies)));
		}
		else if (known.policies().equals(policies)) {
			add(subject, policies, known.problems());
		}
		else {
			add(subject, policies, check
				.checkAudiences(isStillWithoutOverlap(known, policies) ? new OriginOverlaps<>() : overlaps(policies)));
		}
	}

	/**
	 * Whether policies certainly have no overlap, because the former ones had none and
	 * little has changed.
	 */
	private boolean isStillWithoutOverlap(Result known, List<CorsPolicySpecification> policies) {
		Set<CorsPolicySpecification> before = new HashSet<>(known.policies());
		List<CorsPolicySpecification> changed = policies.stream().filter((policy) -> !before.contains(policy)).toList();
		List<OriginPattern> elements = patterns(changed);
		return known.problems().isEmpty() && elements.size() <= MAX_CHANGED && overlaps(changed).find().isEmpty()
				&& !OriginOverlaps.isAny(elements, patterns(policies.stream().filter(before::contains).toList()));
	}

	private List<OriginPattern> patterns(List<CorsPolicySpecification> policies) {
		return policies.stream().flatMap((policy) -> origins(policy).stream()).filter(Objects::nonNull).toList();
	}

	private void add(Subject subject, List<CorsPolicySpecification> policies, Map<List<String>, CorsProblem> found) {
		this.results.put(subject, new Result(policies, found));
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
	 * What is checked.
	 */
	private enum Check {

		/** The origins of the policies, and what they must have in common. */
		AUDIENCES,

		/** The same, for the candidates of the policies. */
		CANDIDATES,

		/** The methods that only every other origin may use. */
		METHODS

	}

	/**
	 * A check of the policies of one path.
	 *
	 * @param check what is checked
	 * @param path the path pattern
	 */
	private record Subject(Check check, String path) {

	}

	/**
	 * The result of a check.
	 *
	 * @param policies the policies, or their candidates
	 * @param problems what was found
	 */
	private record Result(List<CorsPolicySpecification> policies, Map<List<String>, CorsProblem> problems) {

	}

}
