package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits path patterns into segments. Braces enclose a variable, whose regular expression
 * may contain slashes and braces.
 */
final class PathSegments {

	private PathSegments() {
	}

	/**
	 * The segments of a valid pattern.
	 */
	static List<String> of(String pattern) {
		List<String> segments = new ArrayList<>();
		int depth = 0;
		int start = 0;
		for (int i = 0; i < pattern.length(); i++) {
			depth += depth(pattern.charAt(i));
			if (pattern.charAt(i) == '/' && depth == 0) {
				segments.add(pattern.substring(start, i));
				start = i + 1;
			}
		}
		segments.add(pattern.substring(start));
		return segments;
	}

	/**
	 * Count the wildcards and variables of a segment; {@code **} and {@code {*rest}}
	 * count as one each.
	 */
	static int wildcards(String segment) {
		int count = 0;
		int depth = 0;
		boolean star = false;
		for (int i = 0; i < segment.length(); i++) {
			char c = segment.charAt(i);
			boolean counts = depth == 0 && (c == '{' || (c == '*' && !star));
			count += counts ? 1 : 0;
			star = depth == 0 && c == '*';
			depth += depth(c);
		}
		return count;
	}

	/**
	 * The regular expressions of a segment's variables.
	 */
	static List<String> expressions(String segment) {
		List<String> expressions = new ArrayList<>();
		int depth = 0;
		int start = 0;
		for (int i = 0; i < segment.length(); i++) {
			int before = depth;
			depth += depth(segment.charAt(i));
			if (before == 0 && depth == 1) {
				start = i + 1;
			}
			else if (before == 1 && depth == 0) {
				String variable = segment.substring(start, i);
				int colon = variable.indexOf(':');
				if (colon != -1) {
					expressions.add(variable.substring(colon + 1));
				}
			}
		}
		return expressions;
	}

	private static int depth(char c) {
		return (c == '{') ? 1 : (c == '}') ? -1 : 0;
	}

}
