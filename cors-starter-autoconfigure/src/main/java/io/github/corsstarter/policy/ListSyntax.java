package io.github.corsstarter.policy;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the syntax of a list inside one element: several values with separators, JSON in
 * a text, quotes and brackets. A placeholder or an environment variable often has such a
 * value.
 */
final class ListSyntax {

	private static final Pattern PORTS = Pattern.compile(":\\[[^\\[\\]]*]");

	private static final Pattern COMMAS = Pattern.compile("[,;]");

	private static final Pattern ANY_SEPARATOR = Pattern.compile("[,;|\\s]+");

	private static final String QUOTES = "\"'`";

	private static final Pattern HOST = Pattern
		.compile("(?:localhost|[a-zA-Z0-9*-]++(?:\\.[a-zA-Z0-9*-]++)++)(?::[0-9*]+)?");

	private ListSyntax() {
	}

	/**
	 * The origins in one element.
	 * @return the values: one if it only has quotes or brackets around it; none if the
	 * element has no syntax of a list
	 */
	static List<String> origins(String text) {
		// The commas between ports do not separate origins.
		String masked = PORTS.matcher(text).replaceAll((ports) -> Matcher.quoteReplacement(mask(ports.group())));
		List<String> values = values(masked, COMMAS, (value) -> isOrigin(value) || HOST.matcher(value).matches());
		if (values.isEmpty()) {
			values = values(masked, ANY_SEPARATOR, ListSyntax::isOrigin);
		}
		return values.stream()
			.map((value) -> value.replace('\u0000', ',').replaceAll(":\\(([^()]*)\\)", ":[$1]"))
			.toList();
	}

	/** Write {@code :(1 2)} instead of {@code :[1,2]}, with another separator. */
	private static String mask(String ports) {
		return ":(" + ports.substring(2, ports.length() - 1).replace(',', '\u0000') + ")";
	}

	private static boolean isOrigin(String value) {
		return value.equals("*") || value.equals("null") || value.equals("none")
				|| (value.indexOf("://") > 0 && value.chars().noneMatch((c) -> "\\^$|{}[ ".indexOf(c) != -1)
						&& value.indexOf('(') <= value.indexOf(":(") + 1);
	}

	/**
	 * The names of methods in one element.
	 */
	static List<String> methods(String text) {
		return values(text, ANY_SEPARATOR, FetchNames::isToken);
	}

	/**
	 * The names of headers in one element. A name with a blank in place of a dash, such
	 * as {@code content type}, is not a list.
	 */
	static List<String> headers(String text) {
		List<String> values = values(text, COMMAS, FetchNames::isToken);
		if (values.isEmpty()) {
			List<String> names = methods(text);
			boolean several = text.indexOf('|') != -1 || names.stream().anyMatch((name) -> name.indexOf('-') != -1);
			return several ? names : List.of();
		}
		return values;
	}

	private static List<String> values(String text, Pattern separator, Predicate<String> check) {
		String stripped = text.strip();
		String inner = (stripped.startsWith("[") && stripped.endsWith("]"))
				? stripped.substring(1, stripped.length() - 1) : stripped;
		List<String> values = Arrays.stream(separator.split(inner))
			.map((value) -> unquote(value.strip()).strip())
			.filter((value) -> !value.isEmpty())
			.toList();
		boolean wrapped = inner.length() < stripped.length() || startsWithQuote(stripped);
		return (values.size() > (wrapped ? 0 : 1) && values.stream().allMatch(check)) ? values : List.of();
	}

	private static String unquote(String value) {
		if (!startsWithQuote(value)) {
			return value;
		}
		int start = 0;
		int end = value.length();
		while (start < end && isQuote(value.charAt(start))) {
			start++;
		}
		while (end > start && isQuote(value.charAt(end - 1))) {
			end--;
		}
		return value.substring(start, end);
	}

	private static boolean startsWithQuote(String text) {
		return !text.isEmpty() && isQuote(text.charAt(0));
	}

	private static boolean isQuote(char c) {
		return QUOTES.indexOf(c) != -1;
	}

}
