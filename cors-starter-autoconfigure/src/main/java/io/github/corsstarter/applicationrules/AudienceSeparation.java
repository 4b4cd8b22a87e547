package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.corsstarter.applicationrules.Outcome.Part;
import io.github.corsstarter.origin.OriginPattern;

/**
 * Separates rules for different methods of one path by origin, as several policies with
 * the same path need it. An origin of several rules gets the methods of all of them, and
 * of the other settings only what all of them allow.
 */
final class AudienceSeparation {

	private final Set<String> notes;

	/**
	 * Create a separation.
	 * @param notes where to add what a person should know
	 */
	AudienceSeparation(Set<String> notes) {
		this.notes = notes;
	}

	/**
	 * Make the origins of all parts disjoint.
	 * @param parts the parts; each is about other methods
	 */
	List<Part> separate(List<Part> parts) {
		List<Part> merged = merge(parts);
		if (merged.size() < 2) {
			return merged;
		}
		Map<Set<Part>, List<String>> byRules = new LinkedHashMap<>();
		List<OriginPattern> kept = new ArrayList<>();
		for (OriginPattern entry : entries(merged)) {
			Set<Part> rules = new LinkedHashSet<>();
			merged.stream().filter((part) -> part.audience().allows(entry)).forEach(rules::add);
			List<String> group = byRules.computeIfAbsent(rules, (key) -> new ArrayList<>());
			boolean overlap = kept.stream()
				.anyMatch((other) -> other.kind() != OriginPattern.Kind.ANY && other.commonOrigin(entry) != null
						&& !group.contains(other.toString()));
			if (overlap) {
				this.notes
					.add("\"" + entry + "\" is left out, because another policy for these paths has an origin that"
							+ " overlaps with it. That policy allows less.");
			}
			else {
				group.add(entry.toString());
				kept.add(entry);
			}
		}
		List<Part> separate = new ArrayList<>();
		byRules.forEach((rules, origins) -> {
			if (!origins.isEmpty()) {
				separate.add(combine(List.copyOf(rules), origins));
			}
		});
		// Rules that allow nobody.
		return separate.isEmpty() ? List.of(merged.get(0)) : merge(separate);
	}

	/** Wide entries first, because a narrow entry can be left out safely. */
	private static List<OriginPattern> entries(List<Part> parts) {
		List<OriginPattern> entries = new ArrayList<>(parts.stream()
			.flatMap((part) -> part.audience().origins().stream())
			.distinct()
			.map(OriginPattern::parse)
			.toList());
		List<OriginPattern> sorted = new ArrayList<>();
		while (!entries.isEmpty()) {
			OriginPattern widest = entries.stream()
				.filter((entry) -> entries.stream()
					.noneMatch((other) -> !other.equals(entry) && other.covers(entry) && !entry.covers(other)))
				.findFirst()
				.orElse(entries.get(0));
			entries.remove(widest);
			sorted.add(widest);
		}
		return sorted;
	}

	private Part combine(List<Part> rules, List<String> origins) {
		Part result = rules.get(0).with(rules.get(0).audience().with(origins, rules.get(0).audience().methods()));
		for (Part other : rules.subList(1, rules.size())) {
			Audience audience = result.audience();
			if (!audience.hasSameSettings(other.audience())) {
				this.notes.add("Rules for different methods allow the same origins, but differ in their settings. A"
						+ " policy has one set of settings, so it has only what all of these rules allow.");
			}
			result = result.merge(other, audience.intersect(other.audience(), origins,
					union(audience.methods(), other.audience().methods())));
		}
		return result;
	}

	/** Join the parts that differ only in their methods, or only in their origins. */
	private static List<Part> merge(List<Part> parts) {
		List<Part> merged = new ArrayList<>();
		for (Part part : parts) {
			Audience audience = part.audience();
			int same = 0;
			while (same < merged.size() && !isSame(merged.get(same).audience(), audience)) {
				same++;
			}
			if (same == merged.size()) {
				merged.add(part);
			}
			else {
				Part other = merged.get(same);
				merged.set(same, other.merge(part, other.audience()
					.with(audience.origins(), union(other.audience().methods(), audience.methods()))));
			}
		}
		return merged;
	}

	private static boolean isSame(Audience audience, Audience other) {
		return audience.hasSameSettings(other) && audience.origins().equals(other.origins())
				&& audience.notes().equals(other.notes());
	}

	private static Set<String> union(Set<String> methods, Set<String> others) {
		Set<String> all = new LinkedHashSet<>(methods);
		all.addAll(others);
		return all;
	}

}
