package io.github.corsstarter.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.github.corsstarter.policy.CorsProblem.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Parses one path pattern of a configuration. It refuses patterns that Spring does not
 * accept, and patterns that Spring accepts but that can hardly match a path, because
 * their author meant something else, such as a regular expression.
 */
final class PathSyntax {

	/** A suggestion can have a mistake of its own, which has a suggestion in turn. */
	private static final int MAX_CORRECTIONS = 4;

	/**
	 * What separates paths: the next path begins with a slash, perhaps in quotes. A match
	 * never begins inside white space, so that each white space is read only once.
	 */
	private static final Pattern SEPARATOR = Pattern
		.compile("[\"'`]?(?<!\\s)(?:\\s*[,;|]\\s*|\\s+)[\"'`]?(?=/)|[\"'`]?(?<!\\s)\\s*,\\s+");

	private static final String QUOTES = "\"'`";

	/** Characters that a decoded escape sequence must not add to a pattern. */
	private static final String SYNTAX = QUOTES + "/*?{}\\;#<>()[]|^$:,";

	/** A longer segment is not converted from a regular expression. */
	private static final int MAX_CONVERTED_LENGTH = 1000;

	private static final Pattern QUERY = Pattern.compile("\\?[^/?#=]+=");

	private static final Pattern ESCAPE_SEQUENCE = Pattern.compile("%[0-9a-fA-F]{2}");

	private static final Pattern ESCAPED_BRACE = Pattern.compile("\\\\[{}]");

	private static final Pattern REGULAR_EXPRESSION = Pattern
		.compile("[|()\\[\\]]|^/?\\^|\\$/?$|/\\.\\*|/\\.\\+(?=/|$)|\\\\(?:[dwsDWS](?![a-zA-Z])|[^a-zA-Z0-9])");

	/** The parts of a regular expression that a suggestion can keep. */
	private static final Pattern SIMPLE_EXPRESSION = Pattern.compile("(?:[a-zA-Z0-9_~-]|\\\\[.dw-][+*]?"
			+ "|\\((?:\\?:)?[a-zA-Z0-9_-]++(?:\\|[a-zA-Z0-9_-]++)*+\\)|\\[[a-zA-Z0-9_-]++][+*]?)++");

	private static final Pattern FOREIGN_VARIABLE = Pattern
		.compile(":([a-zA-Z_][a-zA-Z0-9_]*)|<(?:[a-z]+:)?([a-zA-Z_][a-zA-Z0-9_]*)>");

	private static final Pattern BACK_REFERENCE_OR_NAME = Pattern.compile("\\\\[1-9kQ]|\\(\\?<[a-zA-Z]");

	private PathSyntax() {
	}

	/**
	 * Parse a pattern.
	 * @param text the pattern as configured
	 * @return the pattern
	 * @throws InvalidPath if the pattern is refused. Its suggestion is a pattern that
	 * would be accepted
	 */
	static PathPattern parse(String text) throws InvalidPath {
		try {
			return parseStrictly(text);
		}
		catch (InvalidPath ex) {
			throw new InvalidPath(ex.reason, ex.message, ex.values, accepted(ex.suggestion));
		}
	}

	static boolean isValid(String text) {
		try {
			parseStrictly(text);
			return true;
		}
		catch (InvalidPath ex) {
			return false;
		}
	}

	private static @Nullable String accepted(@Nullable String suggestion) {
		String candidate = suggestion;
		for (int i = 0; candidate != null && i < MAX_CORRECTIONS; i++) {
			try {
				parseStrictly(candidate);
				return candidate;
			}
			catch (InvalidPath ex) {
				candidate = ex.suggestion;
			}
		}
		return null;
	}

	private static PathPattern parseStrictly(String text) throws InvalidPath {
		String masked = mask(text);
		refuseSeveralPaths(text, masked);
		if (text.contains("://")) {
			int slash = text.indexOf('/', text.indexOf("://") + "://".length());
			throw new InvalidPath(Reason.INVALID_PATH, "A path must not contain a scheme or a host.",
					(slash != -1) ? text.substring(slash) : null);
		}
		refuseWrapped(text);
		if (text.startsWith("^")) {
			throw regularExpression(text);
		}
		if (!text.startsWith("/")) {
			String stripped = withoutBlanks(text);
			throw new InvalidPath(Reason.INVALID_PATH,
					text.isEmpty() ? "The path is empty." : "A path must start with a slash.",
					stripped.isEmpty() ? null : stripped.startsWith("/") ? stripped : "/" + stripped);
		}
		refuseOtherSyntax(text, masked);
		PathPattern pattern = parseBySpring(text);
		refuseUnmatchable(text, masked);
		try {
			refuseUnbounded(text);
			new PathPatternMatcher(text);
		}
		catch (PatternSyntaxException | StackOverflowError ex) {
			// The JDK needs more stack for the regular expressions than there is.
			throw tooLong();
		}
		return pattern;
	}

	/**
	 * Replace each variable, including its braces, with letters, so that only the text
	 * outside variables is checked. Positions do not change.
	 */
	private static String mask(String text) {
		StringBuilder masked = new StringBuilder(text);
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) == '{') {
				int end = PathSegments.variableEnd(text, i);
				for (int j = i; j <= end; j++) {
					masked.setCharAt(j, 'v');
				}
				i = end;
			}
		}
		return masked.toString();
	}

	private static void refuseSeveralPaths(String text, String masked) throws InvalidPath {
		Matcher separator = SEPARATOR.matcher(masked);
		List<String> paths = new ArrayList<>();
		int start = 0;
		while (separator.find(start)) {
			paths.add(text.substring(start, separator.start()));
			start = separator.end();
		}
		paths.add(text.substring(start));
		paths.replaceAll(PathSyntax::withoutQuotesOrBrackets);
		paths.removeIf(String::isEmpty);
		if (paths.size() > 1) {
			throw new InvalidPath(paths, null);
		}
	}

	private static String withoutQuotesOrBrackets(String path) {
		int start = 0;
		int end = path.length();
		while (start < end && isBlankOr("[" + QUOTES, path.charAt(start))) {
			start++;
		}
		while (end > start && isBlankOr("]" + QUOTES, path.charAt(end - 1))) {
			end--;
		}
		return path.substring(start, end);
	}

	private static boolean isBlankOr(String characters, char c) {
		return Character.isWhitespace(c) || characters.indexOf(c) != -1;
	}

	private static void refuseWrapped(String text) throws InvalidPath {
		String path = text.strip();
		if (path.length() > 1 && path.startsWith("[") && path.endsWith("]")) {
			path = path.substring(1, path.length() - 1).strip();
			int start = (!path.isEmpty() && isQuote(path.charAt(0))) ? 1 : 0;
			int end = (path.length() > start && isQuote(path.charAt(path.length() - 1))) ? path.length() - 1
					: path.length();
			path = path.substring(start, end);
		}
		else if (path.length() > 1 && isQuote(path.charAt(0)) && path.charAt(0) == path.charAt(path.length() - 1)) {
			path = path.substring(1, path.length() - 1);
		}
		else {
			return;
		}
		throw new InvalidPath(List.of(path), path);
	}

	private static boolean isQuote(char c) {
		return QUOTES.indexOf(c) != -1;
	}

	private static void refuseOtherSyntax(String text, String masked) throws InvalidPath {
		Matcher query = QUERY.matcher(masked);
		int end = query.find() ? query.start() : masked.length();
		int fragment = masked.indexOf('#');
		end = (fragment != -1) ? Math.min(fragment, end) : end;
		if (end < text.length()) {
			throw new InvalidPath(Reason.PATH_QUERY_OR_FRAGMENT,
					"A pattern is compared with the path only. A server receives the query separately, and the fragment not at all.",
					text.substring(0, end));
		}
		if (masked.contains("/:") || masked.indexOf('<') != -1 || masked.indexOf('>') != -1) {
			throw new InvalidPath(Reason.PATH_FOREIGN_VARIABLE,
					"This is the path variable of another framework, and Spring would take it literally. Write {name}.",
					withVariables(text));
		}
		if (REGULAR_EXPRESSION.matcher(masked).find()) {
			throw regularExpression(text);
		}
	}

	private static String withVariables(String text) {
		List<String> segments = new ArrayList<>(PathSegments.of(text));
		segments.replaceAll((segment) -> {
			Matcher variable = FOREIGN_VARIABLE.matcher(segment);
			return variable.matches()
					? "{" + ((variable.group(1) != null) ? variable.group(1) : variable.group(2)) + "}" : segment;
		});
		return String.join("/", segments);
	}

	private static InvalidPath regularExpression(String text) {
		return new InvalidPath(Reason.PATH_REGULAR_EXPRESSION,
				"A pattern is not a regular expression. Only a variable can have one: {name:[a-z]+}.",
				fromRegularExpression(text));
	}

	/**
	 * Convert a regular expression to a pattern that matches the same paths, as far as
	 * that is possible.
	 */
	private static @Nullable String fromRegularExpression(String text) {
		String path = text.strip().replaceAll("^/?\\^|\\$/?$", "").replace("\\/", "/");
		path = path.replaceAll("\\(?\\[\\^/][+*]\\)?", "*");
		path = path.replaceAll("/\\(?\\.[*+]\\)?/?$", "/**");
		List<String> segments = new ArrayList<>(Arrays.asList(path.split("/", -1)));
		int variables = (path.contains("{name}") || path.contains("{name:")) ? 1 : 0;
		for (int i = 0; i < segments.size(); i++) {
			String segment = segments.get(i);
			if (segment.matches("\\(?\\.[*+]\\)?")) {
				segments.set(i, "*");
			}
			else if (segment.matches("[a-zA-Z0-9_~-]++(?:\\\\[.-][a-zA-Z0-9_~-]++)*+")) {
				segments.set(i, segment.replace("\\", ""));
			}
			else if (REGULAR_EXPRESSION.matcher("/" + segment).find()) {
				if (segment.length() > MAX_CONVERTED_LENGTH || !SIMPLE_EXPRESSION.matcher(segment).matches()
						|| segment.matches("(?:\\\\[.-]|[+*])++")) {
					return null;
				}
				String expression = segment.replaceAll("^\\((?:\\?:)?([^()]*)\\)$", "$1")
					.replaceAll("\\((?!\\?)", "(?:");
				variables++;
				segments.set(i, "{name" + ((variables > 1) ? variables : "") + ":" + expression + "}");
			}
		}
		String pattern = String.join("/", segments);
		return pattern.startsWith("/") ? pattern : "/" + pattern;
	}

	private static PathPattern parseBySpring(String text) throws InvalidPath {
		try {
			return PathPatternParser.defaultInstance.parse(text);
		}
		catch (PatternParseException ex) {
			throw new InvalidPath(Reason.INVALID_PATH, "This is not a valid path pattern: " + ex.getMessage()
					+ " (at character " + (ex.getPosition() + 1) + ").", null);
		}
		catch (PatternSyntaxException ex) {
			// Spring wraps this exception only if the variable is the whole segment.
			throw new InvalidPath(Reason.INVALID_PATH, "This is not a valid path pattern: " + ex.getDescription() + ".",
					null);
		}
		catch (StackOverflowError ex) {
			throw tooLong();
		}
	}

	private static InvalidPath tooLong() {
		return new InvalidPath(Reason.INVALID_PATH, "The path pattern is too long. Write a shorter one.", null);
	}

	/**
	 * Spring compares patterns with path segments that are decoded and have no path
	 * parameters, and this starter prefers plain spellings, so some patterns never match.
	 */
	private static void refuseUnmatchable(String text, String masked) throws InvalidPath {
		if (masked.indexOf(';') != -1) {
			throw new InvalidPath(Reason.UNMATCHABLE_PATH,
					"Path parameters are removed before paths are compared, so ';' never matches.",
					text.replaceAll(";[^/]*", ""));
		}
		if (ESCAPE_SEQUENCE.matcher(masked).find()) {
			throw new InvalidPath(Reason.UNMATCHABLE_PATH,
					"Paths are decoded before they are compared, so an escape sequence never matches.",
					decoded(text, masked));
		}
		if (!text.equals(text.strip())) {
			throw new InvalidPath(Reason.UNMATCHABLE_PATH, "The path ends with white space.", text.strip());
		}
		if (masked.chars().anyMatch(PathSyntax::isOtherBlank)) {
			String stripped = withoutBlanks(text);
			throw new InvalidPath(Reason.UNMATCHABLE_PATH,
					"The path contains white space other than a blank, such as a no-break space. Remove it.",
					stripped.equals(text) ? null : stripped);
		}
		if (masked.chars().anyMatch((c) -> isQuote((char) c))) {
			throw new InvalidPath(Reason.UNMATCHABLE_PATH,
					"Quotes are part of the path here. If that is intended, write a variable such as {name:o'neil}.",
					null);
		}
		if (masked.indexOf('\\') != -1) {
			throw new InvalidPath(Reason.UNMATCHABLE_PATH, "Browsers send '/' instead of a backslash.",
					text.replace('\\', '/'));
		}
		List<String> segments = PathSegments.of(text);
		List<String> plain = plain(segments);
		if (!plain.equals(segments)) {
			throw new InvalidPath(Reason.UNMATCHABLE_PATH,
					"Browsers and servers resolve empty segments, '.' and '..', so a pattern must not have them.",
					String.join("/", plain));
		}
	}

	/** Resolve empty and dot segments. A slash at the end stays. */
	private static List<String> plain(List<String> segments) {
		List<String> plain = new ArrayList<>();
		plain.add("");
		for (String segment : segments.subList(1, segments.size())) {
			if (segment.equals("..") && plain.size() > 1) {
				plain.remove(plain.size() - 1);
			}
			else if (!segment.isEmpty() && !segment.equals(".") && !segment.equals("..")) {
				plain.add(segment);
			}
		}
		String last = segments.get(segments.size() - 1);
		if (plain.size() == 1 || last.isEmpty()) {
			plain.add("");
		}
		return plain;
	}

	/**
	 * Refuse a pattern that Spring and this starter cannot match. Spring turns a segment
	 * into a regular expression if it holds more than a single wildcard or variable. It
	 * throws an exception if the expression of a variable has capturing groups. It takes
	 * a variable without a name literally if there is other text beside it.
	 */
	private static void refuseUnbounded(String text) throws InvalidPath {
		for (String segment : PathSegments.of(text)) {
			if (!PathSegments.isVariable(segment) && ESCAPED_BRACE.matcher(segment).find()) {
				throw new InvalidPath(Reason.INVALID_PATH,
						"A segment with text around a variable cannot have an escaped brace. Write \\x7B for { and \\x7D for }.",
						text.replace("\\{", "\\x7B").replace("\\}", "\\x7D"));
			}
			if (PathSegments.hasVariableWithoutName(segment)) {
				throw new InvalidPath(Reason.INVALID_PATH,
						"A variable has no name. Write a name between the braces, or * for any text.", null);
			}
			for (String expression : PathSegments.expressions(segment)) {
				if (Pattern.compile(expression).matcher("").groupCount() != 0) {
					throw new InvalidPath(Reason.INVALID_PATH,
							"Spring does not match regular expressions with capturing groups. Write (?: instead of (.",
							withoutCapturingGroups(text));
				}
			}
		}
	}

	/**
	 * Replace the capturing groups in the expressions of all variables.
	 * @return the pattern, or {@code null} if a group has a name or a back reference may
	 * refer to a group
	 */
	private static @Nullable String withoutCapturingGroups(String text) {
		String pattern = text;
		for (String segment : PathSegments.of(text)) {
			for (String expression : PathSegments.expressions(segment)) {
				if (BACK_REFERENCE_OR_NAME.matcher(expression).find()) {
					return null;
				}
				pattern = pattern.replace(":" + expression + "}", ":" + withoutCapturing(expression) + "}");
			}
		}
		return pattern;
	}

	/** A parenthesis after a backslash or in brackets does not begin a group. */
	private static String withoutCapturing(String expression) {
		StringBuilder result = new StringBuilder();
		int brackets = 0;
		for (int i = 0; i < expression.length(); i++) {
			char c = expression.charAt(i);
			result.append(c);
			if (c == '\\' && i + 1 < expression.length()) {
				i++;
				result.append(expression.charAt(i));
			}
			else if (c == '[') {
				brackets++;
			}
			else if (c == ']') {
				brackets = Math.max(0, brackets - 1);
			}
			else if (c == '(' && brackets == 0 && !expression.startsWith("?", i + 1)) {
				result.append("?:");
			}
		}
		return result.toString();
	}

	/**
	 * Decode escape sequences. The result would be another pattern if a decoded character
	 * had a meaning in patterns, or in what people write in place of them.
	 * @return the pattern, or {@code null} if it would be another one
	 */
	private static @Nullable String decoded(String path, String masked) {
		try {
			String decoded = StringUtils.uriDecode(path, StandardCharsets.UTF_8);
			boolean inVariable = count(path, '%') != count(masked, '%');
			boolean syntax = SYNTAX.chars().anyMatch((c) -> count(decoded, c) != count(path, c));
			boolean blank = !decoded.equals(decoded.strip()) || decoded.chars().anyMatch(PathSyntax::isOtherBlank);
			return (inVariable || syntax || blank || ESCAPE_SEQUENCE.matcher(decoded).find()) ? null : decoded;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static long count(String text, int character) {
		return text.chars().filter((c) -> c == character).count();
	}

	/** Blanks that people copy or type by mistake, such as the no-break space. */
	private static boolean isOtherBlank(int c) {
		return c != ' ' && (Character.isSpaceChar(c) || Character.isWhitespace(c) || Character.isISOControl(c));
	}

	private static String withoutBlanks(String text) {
		int start = 0;
		int end = text.length();
		while (start < end && (text.charAt(start) == ' ' || isOtherBlank(text.charAt(start)))) {
			start++;
		}
		while (end > start && (text.charAt(end - 1) == ' ' || isOtherBlank(text.charAt(end - 1)))) {
			end--;
		}
		return text.substring(start, end);
	}

	/**
	 * Thrown at the first mistake to stop parsing.
	 */
	static final class InvalidPath extends Exception {

		private final Reason reason;

		private final String message;

		private final List<String> values;

		private final @Nullable String suggestion;

		private InvalidPath(Reason reason, String message, @Nullable String suggestion) {
			this(reason, message, List.of(), suggestion);
		}

		private InvalidPath(List<String> values, @Nullable String suggestion) {
			this(Reason.LIST_IN_ELEMENT, "", values, suggestion);
		}

		private InvalidPath(Reason reason, String message, List<String> values, @Nullable String suggestion) {
			super(message, null, false, false);
			this.reason = reason;
			this.message = message;
			this.values = values;
			this.suggestion = suggestion;
		}

		Reason reason() {
			return this.reason;
		}

		String message() {
			return this.message;
		}

		/** The values, if the element has the syntax of a list. */
		List<String> values() {
			return this.values;
		}

		/** A pattern that would be accepted, or {@code null}. */
		@Nullable String suggestion() {
			return this.suggestion;
		}

	}

}
