package io.github.corsstarter.reference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsPolicies;

/**
 * Follows the text of a fix, as a person who reads it would do.
 */
final class AppliedFix {

	private static final Pattern ADD = Pattern
		.compile("add (.+) to cors\\.policies\\.([a-z0-9-]+)\\.(allowed-(?:origins|methods|headers))");

	private static final Pattern SET = Pattern
		.compile("set cors\\.policies\\.([a-z0-9-]+)\\.allow-credentials to true");

	private AppliedFix() {
	}

	/**
	 * Apply a fix.
	 * @throws io.github.corsstarter.policy.InvalidCorsPolicyException if the changed
	 * configuration would not start
	 */
	static CorsPolicies to(PlainConfiguration configuration, String fix) {
		List<CorsPolicySpecification> specifications = new ArrayList<>(
				configuration.policies().stream().map(PlainPolicy::toSpecification).toList());
		for (String change : fix.split("; ")) {
			specifications.replaceAll((specification) -> apply(change, specification));
		}
		return new CorsPolicies(List.of(() -> specifications), configuration.debug());
	}

	private static CorsPolicySpecification apply(String change, CorsPolicySpecification specification) {
		Matcher set = SET.matcher(change);
		if (set.matches()) {
			return set.group(1).equals(specification.name()) ? specification.mutate().allowCredentials(true).build()
					: specification;
		}
		Matcher add = ADD.matcher(change);
		if (!add.matches()) {
			throw new AssertionError("Nobody can follow: " + change);
		}
		if (!add.group(2).equals(specification.name())) {
			return specification;
		}
		CorsPolicySpecification.Builder changed = specification.mutate();
		List<String> added = List.of(add.group(1).replace("\"", "").split(", "));
		return switch (add.group(3)) {
			case "allowed-origins" -> changed.allowedOrigins(with(specification.allowedOrigins(), added)).build();
			case "allowed-methods" -> changed.allowedMethods(with(specification.allowedMethods(), added)).build();
			default -> changed.allowedHeaders(with(specification.allowedHeaders(), added)).build();
		};
	}

	private static List<String> with(Collection<String> values, List<String> added) {
		List<String> all = new ArrayList<>(values);
		all.addAll(added);
		return all;
	}

}
