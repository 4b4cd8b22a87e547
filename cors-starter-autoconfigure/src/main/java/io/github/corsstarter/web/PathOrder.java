package io.github.corsstarter.web;

import java.util.Comparator;

import org.springframework.web.util.pattern.PathPattern;

/**
 * The order in which a path is compared with patterns: the most specific pattern comes
 * first, and of equally specific ones, a literal.
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
