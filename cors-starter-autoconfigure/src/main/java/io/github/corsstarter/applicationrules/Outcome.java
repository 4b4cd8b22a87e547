package io.github.corsstarter.applicationrules;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the rules of an application allow on the paths of one pattern. Immutable.
 *
 * @param parts the audiences, whose origins are disjoint; empty if no rule applies
 * @param notes what a person should know about differences
 * @param withoutRule the methods of handlers to which no rule applies
 * @param inCode the names of rules that decide in code; if there are any, the outcome is
 * unknown and has no parts
 */
record Outcome(List<Part> parts, Set<String> notes, Set<String> withoutRule, Set<String> inCode) {

	/** No rule applies: Spring adds no header and rejects no actual request. */
	static final Outcome NO_RULE = new Outcome(List.of(), Set.of(), Set.of());

	Outcome(List<Part> parts, Set<String> notes, Set<String> withoutRule) {
		this(parts, notes, withoutRule, Set.of());
	}

	/** The outcome of rules that decide in code. */
	static Outcome inCode(Set<String> sources) {
		return new Outcome(List.of(), Set.of(), Set.of(), sources);
	}

	boolean hasNoRule() {
		return this.parts.isEmpty();
	}

	/** What policies say about these paths; equal if they can have the same policies. */
	Object settings() {
		return List.of(this.parts.stream().map(Part::audience).toList(), this.notes, this.inCode);
	}

	/**
	 * An audience and where its rule comes from.
	 *
	 * @param audience the audience
	 * @param sources the names of the rules
	 */
	record Part(Audience audience, Set<String> sources) {

		Part with(Audience other) {
			return new Part(other, this.sources);
		}

		Part merge(Part other, Audience merged) {
			Set<String> all = new LinkedHashSet<>(this.sources);
			all.addAll(other.sources);
			return new Part(merged, all);
		}

	}

}
