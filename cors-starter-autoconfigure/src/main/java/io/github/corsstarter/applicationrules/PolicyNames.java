package io.github.corsstarter.applicationrules;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the names of policies from the sources of their rules.
 */
final class PolicyNames {

	private static final Pattern QUOTED = Pattern.compile("'([^']+)'");

	private static final Pattern ROUTE = Pattern.compile("\\.routes\\[(\\d+)]");

	private PolicyNames() {
	}

	/**
	 * A name for a policy that replaces rules. Rules of the same type share the name of
	 * the type; otherwise the first source gives its name.
	 */
	static String of(Collection<String> sources) {
		List<String> annotated = sources.stream().filter((source) -> source.startsWith("@CrossOrigin ")).toList();
		if (annotated.size() > 1) {
			return of(annotated.get(0).split("#", 2)[0]);
		}
		return of((annotated.size() == 1) ? annotated.get(0) : sources.iterator().next());
	}

	private static String of(String source) {
		Matcher quoted = QUOTED.matcher(source);
		Matcher route = ROUTE.matcher(source);
		String text = source.startsWith("management.") ? "actuator"
				: source.startsWith("spring.graphql.") ? "graphql"
						: route.find() ? "gateway-route-" + route.group(1) : source.startsWith("spring.cloud.gateway.")
								? "gateway" : quoted.find() ? quoted.group(1) : source.replace("@CrossOrigin ", "");
		String name = text.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
			.replaceAll("[^a-zA-Z0-9]+", "-")
			.replaceAll("^-+|-+$", "")
			.toLowerCase(Locale.ROOT);
		return name.isEmpty() ? "rule" : name;
	}

}
