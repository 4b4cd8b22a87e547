package io.github.corsstarter.web;

import java.util.Comparator;

import org.springframework.web.util.pattern.PathPattern;

/**
 * The order in which a path is compared with patterns. The most specific pattern comes
 * first. Of equally specific patterns, a literal comes first, and then the order of the
 * texts decides. Not a chain of comparators, because these would take time at start-up.
 */
final class PathOrder implements Comparator<PathPattern> {

	static final PathOrder INSTANCE = new PathOrder();

	private PathOrder() {
	}

	@Override
	public int compare(PathPattern one, PathPattern other) {
		int specificity = PathPattern.SPECIFICITY_COMPARATOR.compare(one, other);
		if (specificity != 0) {
			return specificity;
		}
		int syntax = Boolean.compare(one.hasPatternSyntax(), other.hasPatternSyntax());
		return (syntax != 0) ? syntax : one.getPatternString().compareTo(other.getPatternString());
	}

}
