package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Path patterns with the same outcome. They become one policy, or one for each audience.
 *
 * @param paths the patterns
 * @param outcome the outcome of all of them
 * @param sources where the rules come from
 * @param comments what a person should know about the paths
 */
record PolicyGroup(List<String> paths, Outcome outcome, Set<String> sources, List<String> comments) {

	/**
	 * Group the patterns that have the same outcome.
	 * @param outcomes the outcomes by pattern
	 * @param rules the rules of the application
	 * @param order compares patterns
	 */
	static List<PolicyGroup> of(Map<String, Outcome> outcomes, ExistingRules rules, PatternOrder order) {
		Map<Object, List<String>> bySettings = new LinkedHashMap<>();
		outcomes.forEach((pattern,
				outcome) -> bySettings.computeIfAbsent(outcome.settings(), (key) -> new ArrayList<>()).add(pattern));
		List<PolicyGroup> groups = new ArrayList<>();
		bySettings.values().forEach((patterns) -> groups.add(group(patterns, outcomes, rules, order)));
		groups.sort(Comparator.comparing((PolicyGroup group) -> String.join(",", group.sources()))
			.thenComparing((group) -> String.join(",", group.paths())));
		return groups;
	}

	private static PolicyGroup group(List<String> patterns, Map<String, Outcome> outcomes, ExistingRules rules,
			PatternOrder order) {
		Set<String> sources = new TreeSet<>();
		Map<String, List<String>> withoutRule = new TreeMap<>(MethodOrder.INSTANCE);
		List<String> sorted = patterns.stream().sorted().toList();
		for (String pattern : sorted) {
			Outcome outcome = outcomes.getOrDefault(pattern, Outcome.NO_RULE);
			outcome.parts().forEach((part) -> sources.addAll(part.sources()));
			outcome.withoutRule()
				.forEach((method) -> withoutRule.computeIfAbsent(method, (key) -> new ArrayList<>()).add(pattern));
		}
		List<String> comments = new ArrayList<>();
		withoutRule.forEach((method, paths) -> comments.add(method + " on " + String.join(", ", paths)
				+ " has no CORS rule: Spring calls the handler and adds no header, and the policy rejects the request."));
		List<String> paths = rules.hasUnknownHandlers() ? sorted
				: withPrefixes(sorted, outcomes.keySet(), rules, order);
		paths.stream()
			.filter((path) -> !sorted.contains(path))
			.forEach(
					(path) -> comments.add(path + " also covers paths without a handler. Nothing else answers there."));
		return new PolicyGroup(paths, outcomes.getOrDefault(sorted.get(0), Outcome.NO_RULE), sources, comments);
	}

	/** Replace patterns by a common prefix if nothing else can answer below it. */
	private static List<String> withPrefixes(List<String> patterns, Collection<String> all, ExistingRules rules,
			PatternOrder order) {
		Set<String> others = new LinkedHashSet<>(all);
		rules.handlers().forEach((handler) -> others.add(handler.pattern()));
		others.removeAll(patterns);
		List<String> left = new ArrayList<>(patterns);
		List<String> result = new ArrayList<>();
		while (!left.isEmpty()) {
			String prefix = prefix(left.get(0), left, others, order);
			result.add(prefix);
			// A pattern that covers another one need not decide on all of its paths.
			boolean shared = !patterns.contains(prefix);
			left.removeIf((pattern) -> pattern.equals(prefix) || (shared && order.covers(prefix, pattern)));
		}
		return result;
	}

	private static String prefix(String pattern, List<String> patterns, Set<String> others, PatternOrder order) {
		List<String> segments = literalSegments(pattern);
		for (int length = 1; length <= segments.size(); length++) {
			String prefix = "/" + String.join("/", segments.subList(0, length)) + "/**";
			List<String> members = patterns.stream().filter((member) -> order.covers(prefix, member)).toList();
			boolean alone = others.stream().noneMatch((other) -> order.mayMeet(prefix, other));
			if (members.size() > 1 && alone) {
				List<String> common = segments;
				for (String member : members) {
					common = commonStart(common, literalSegments(member));
				}
				return "/" + String.join("/", common) + "/**";
			}
		}
		return pattern;
	}

	private static List<String> commonStart(List<String> segments, List<String> others) {
		int length = 0;
		while (length < Math.min(segments.size(), others.size()) && segments.get(length).equals(others.get(length))) {
			length++;
		}
		return segments.subList(0, length);
	}

	private static List<String> literalSegments(String pattern) {
		List<String> segments = new ArrayList<>();
		for (String segment : pattern.substring(1).split("/", -1)) {
			if (segment.isEmpty() || segment.matches(".*[*?{}].*")) {
				break;
			}
			segments.add(segment);
		}
		return segments;
	}

}
