package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Splits path patterns that Spring has parsed. Braces enclose variables; the regular
 * expression of a variable can contain slashes, braces and escaped braces.
 */
final class PathSegments {

	private PathSegments() {
	}

	/**
	 * The segments of a pattern.
	 */
	static List<String> of(String pattern) {
		List<String> segments = new ArrayList<>();
		int start = 0;
		for (int i = 0; i < pattern.length(); i++) {
			if (pattern.charAt(i) == '{') {
				i = variableEnd(pattern, i);
			}
			else if (pattern.charAt(i) == '/') {
				segments.add(pattern.substring(start, i));
				start = i + 1;
			}
		}
		segments.add(pattern.substring(start));
		return segments;
	}

	/**
	 * Find the end of the variable that begins at an index.
	 * @return the index of its closing brace
	 */
	static int variableEnd(String pattern, int start) {
		int depth = 0;
		for (int i = start; i < pattern.length(); i++) {
			char c = pattern.charAt(i);
			if (c == '\\') {
				i++;
			}
			else if (c == '{') {
				depth++;
			}
			else if (c == '}' && --depth == 0) {
				return i;
			}
		}
		return pattern.length() - 1;
	}

	/**
	 * Whether a segment is one variable and nothing else.
	 */
	static boolean isVariable(String segment) {
		return segment.startsWith("{") && variableEnd(segment, 0) == segment.length() - 1;
	}

	/**
	 * Whether a segment has neither a wildcard nor a variable.
	 */
	static boolean isLiteral(String segment) {
		return segment.indexOf('*') == -1 && segment.indexOf('?') == -1 && segment.indexOf('{') == -1;
	}

	/**
	 * Whether one of a segment's variables has neither a name nor a regular expression.
	 */
	static boolean hasVariableWithoutName(String segment) {
		return tokens(segment).contains("{}");
	}

	/**
	 * The regular expressions of a segment's variables.
	 */
	static List<String> expressions(String segment) {
		List<String> expressions = new ArrayList<>();
		for (String token : tokens(segment)) {
			String expression = token.startsWith("{") ? expression(token) : null;
			if (expression != null) {
				expressions.add(expression);
			}
		}
		return expressions;
	}

	/**
	 * The regular expression of a variable.
	 * @return the expression, or {@code null} if the variable has none
	 */
	static @Nullable String expression(String variable) {
		int colon = variable.indexOf(':');
		return (colon != -1) ? variable.substring(colon + 1, variable.length() - 1) : null;
	}

	/**
	 * Replace each variable of a segment with {@code *}.
	 */
	static String withoutVariables(String segment) {
		StringBuilder text = new StringBuilder();
		tokens(segment).forEach((token) -> text.append(token.startsWith("{") ? "*" : token));
		return text.toString();
	}

	/**
	 * Convert a segment to a regular expression. Each variable becomes a group, as in
	 * Spring's own expression, so that back references have the same numbers.
	 */
	static String toExpression(String segment) {
		StringBuilder text = new StringBuilder();
		for (String token : tokens(segment)) {
			text.append(tokenToExpression(token));
		}
		return text.toString();
	}

	private static String tokenToExpression(String token) {
		if (token.startsWith("{")) {
			String expression = expression(token);
			return "(" + ((expression != null) ? expression : ".*") + ")";
		}
		return token.equals("*") ? ".*" : token.equals("?") ? "." : Pattern.quote(token);
	}

	/** Wildcards, variables, and the text between them. */
	private static List<String> tokens(String segment) {
		List<String> tokens = new ArrayList<>();
		int start = 0;
		for (int i = 0; i < segment.length(); i++) {
			char c = segment.charAt(i);
			if (c == '*' || c == '?' || c == '{') {
				int end = (c == '{') ? variableEnd(segment, i) + 1 : i + 1;
				if (i > start) {
					tokens.add(segment.substring(start, i));
				}
				tokens.add(segment.substring(i, end));
				start = end;
				i = end - 1;
			}
		}
		if (start < segment.length()) {
			tokens.add(segment.substring(start));
		}
		return tokens;
	}

}
