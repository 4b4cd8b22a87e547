package io.github.corsstarter.decision;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes the values of fixes as YAML, with quotes where YAML would otherwise read another
 * value.
 */
final class YamlText {

	/** An element of a list that YAML reads as it is written. */
	private static final Pattern ELEMENT = Pattern.compile("[a-zA-Z_/]([^\\s,\\[\\]{}#'\"`%]*[^\\s,\\[\\]{}#'\"`%:])?");

	/** A text that YAML reads as it is written, also within braces. */
	private static final Pattern IN_BRACES = Pattern.compile("[a-zA-Z/]([a-zA-Z0-9/._~:-]*[a-zA-Z0-9/._~-])?");

	/** A text with commas that YAML reads as it is written. */
	private static final Pattern WITH_COMMAS = Pattern.compile("[a-zA-Z*][^\\s\"#:]*(, [^\\s\"#:]+)*");

	private static final Set<String> WORDS = Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

	private YamlText() {
	}

	/**
	 * Write an element of a list.
	 */
	static String element(String value) {
		return isPlain(value, ELEMENT) ? value : quoted(value);
	}

	/**
	 * Write elements of a list.
	 */
	static String elements(List<String> values) {
		return values.stream().map(YamlText::element).collect(Collectors.joining(", "));
	}

	/**
	 * Write a list as one text with commas.
	 */
	static String withCommas(List<String> values) {
		String text = String.join(", ", values);
		return isPlain(text, WITH_COMMAS) ? text : quoted(text);
	}

	/**
	 * Write a value of a key within braces.
	 */
	static String inBraces(String value) {
		return isPlain(value, IN_BRACES) ? value : quoted(value);
	}

	/**
	 * Write a list as the value of a key within braces.
	 */
	static String inBraces(List<String> values) {
		return (values.size() == 1) ? inBraces(values.get(0))
				: values.stream().map(YamlText::inBraces).collect(Collectors.joining(", ", "[", "]"));
	}

	private static boolean isPlain(String value, Pattern pattern) {
		return pattern.matcher(value).matches() && !WORDS.contains(value.toLowerCase(Locale.ROOT));
	}

	private static String quoted(String value) {
		return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
	}

}
