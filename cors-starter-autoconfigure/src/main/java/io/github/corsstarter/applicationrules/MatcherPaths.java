package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the paths of Spring Security's matchers. Most of them reveal their paths only as
 * text.
 */
final class MatcherPaths {

	private static final String ONE = "(?:PathPattern \\[(/[^ \\[\\]]*)]|(?:Mvc|Ant) \\[pattern='(/[^']*)']"
			+ "|PathMatcherServerWebExchangeMatcher\\{pattern='(/[^']*)', method=null})";

	private static final Pattern ITEM = Pattern.compile(ONE);

	private static final Pattern ALL = Pattern.compile("(?:Or \\[)?" + ONE + "(?:, " + ONE + ")*+]?"
			+ "|OrServerWebExchangeMatcher\\{matchers=\\[" + ONE + "(?:, " + ONE + ")*+]}");

	private MatcherPaths() {
	}

	/**
	 * The path patterns of a matcher.
	 * @param matcher the text of the matcher
	 * @return the patterns, or an empty list if they are unknown
	 */
	static List<String> of(String matcher) {
		if (matcher.equals("any request") || matcher.contains("ServerWebExchangeMatchers$1@")) {
			return List.of("/**");
		}
		List<String> paths = new ArrayList<>();
		if (ALL.matcher(matcher).matches()) {
			Matcher item = ITEM.matcher(matcher);
			while (item.find()) {
				paths.add((item.group(1) != null) ? item.group(1)
						: (item.group(2) != null) ? item.group(2) : item.group(3));
			}
		}
		return paths;
	}

}
