package io.github.corsstarter.reference;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A header whose value is a list.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1">RFC 9110, section
 * 5.6.1</a>
 */
final class HeaderList {

	private static final Pattern OPTIONAL_WHITE_SPACE = Pattern.compile("^[ \t]+|[ \t]+$");

	private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	private HeaderList() {
	}

	/** The elements of one line that are not empty. */
	static List<String> elements(String line) {
		return Arrays.stream(line.split(",", -1))
			.filter((element) -> !element.isEmpty())
			.map((element) -> OPTIONAL_WHITE_SPACE.matcher(element).replaceAll(""))
			.filter((element) -> !element.isEmpty())
			.toList();
	}

	static boolean isToken(String text) {
		return TOKEN.matcher(text).matches();
	}

}
