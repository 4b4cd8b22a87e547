package io.github.corsstarter.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.corsstarter.origin.InvalidOriginPatternException;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.origin.OriginProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Checks the allowed origins, each one separately and all of them together.
 */
final class OriginChecks {

	private static final String KEY = "allowed-origins";

	private final CorsPolicySpecification specification;

	private final List<String> texts;

	private final boolean credentials;

	private final ProblemCollector problems;

	OriginChecks(CorsPolicySpecification specification, ProblemCollector problems) {
		this.specification = specification;
		this.texts = specification.allowedOrigins();
		this.credentials = specification.allowCredentials();
		this.problems = problems;
	}

	/**
	 * Check and parse the origins.
	 * @return the valid patterns, in the order of the configuration
	 */
	List<OriginPattern> check() {
		if (this.texts.isEmpty()) {
			this.problems.add(Reason.NO_ORIGINS, KEY, "The policy allows no origin. If this is intended, write 'none'.",
					null);
			return List.of();
		}
		List<@Nullable OriginPattern> patterns = new ArrayList<>(this.texts.size());
		for (int i = 0; i < this.texts.size(); i++) {
			patterns.add(parse(i));
		}
		checkContradictions();
		checkRedundancy(patterns);
		checkReach(patterns);
		List<OriginPattern> parsed = new ArrayList<>(patterns.size());
		for (OriginPattern pattern : patterns) {
			if (pattern != null) {
				parsed.add(pattern);
			}
		}
		return parsed;
	}

	private @Nullable OriginPattern parse(int index) {
		String text = this.texts.get(index);
		try {
			return OriginPattern.parse(text);
		}
		catch (InvalidOriginPatternException ex) {
			List<String> values = ListSyntax.origins(text);
			if (values.isEmpty()) {
				report(index, text, ex);
			}
			else {
				this.problems.addList(KEY, index, text, values, accepted(values.get(0)));
			}
			return null;
		}
	}

	/**
	 * Report an invalid origin. If the corrected form would be unsafe with credentials,
	 * the same problem says so, and suggests a safe form or none.
	 */
	private void report(int index, String text, InvalidOriginPatternException ex) {
		StringBuilder message = new StringBuilder(message(ex.problem()));
		String suggestion = ex.suggestion();
		if (suggestion != null && this.credentials) {
			List<CorsProblem> unsafe = CredentialChecks.ofSuggestion(suggestion, this.specification);
			unsafe.forEach((problem) -> message.append(' ').append(problem.message()));
			suggestion = unsafe.isEmpty() ? suggestion : unsafe.get(0).suggestion();
		}
		this.problems.add(Reason.of(ex.problem()), KEY, index, text, message.toString(), accepted(suggestion));
	}

	/** A suggestion must not be a value that the checks refuse. */
	private @Nullable String accepted(@Nullable String suggestion) {
		boolean alone = "*".equals(suggestion) || "none".equals(suggestion);
		if (suggestion == null || (alone && this.texts.size() > 1)) {
			return null;
		}
		CorsPolicySpecification candidate = CorsPolicySpecification.builder("candidate")
			.paths("/")
			.allowedOrigins(suggestion)
			.allowCredentials(this.credentials)
			.dangerouslyTolerate(this.specification.dangerouslyTolerate())
			.build();
		return (CorsPolicy.of(candidate, new ArrayList<>()) != null) ? suggestion : null;
	}

	private static String message(OriginProblem problem) {
		return switch (problem) {
			case EMPTY -> "The origin is empty. Remove it, or write \"null\" in quotes for the opaque origin.";
			case ADDRESS_WILDCARD ->
				"An IP address cannot contain '*'. A pattern such as http://192.168.*.*:* would also match names that "
						+ "anyone can register, such as http://192.168.0.7.evil.example:8080. In a development profile, list the addresses "
						+ "that you use, or write only '*', without allow-credentials.";
			default -> "No browser sends this origin: " + problem.description() + ".";
		};
	}

	private void checkContradictions() {
		for (int i = 0; i < this.texts.size() && this.texts.size() > 1; i++) {
			String text = this.texts.get(i);
			if (text.equals("*") || text.equals("none")) {
				this.problems.add(Reason.CONTRADICTING_ORIGINS, KEY, i, text,
						"'" + text + "' must be the only origin. Remove it or the other origins.", null);
			}
		}
	}

	private void checkRedundancy(List<@Nullable OriginPattern> patterns) {
		if (patterns.size() == 1) {
			return;
		}
		CoveringOrigins covering = new CoveringOrigins();
		Set<String> seen = new HashSet<>();
		for (int i = 0; i < patterns.size(); i++) {
			OriginPattern pattern = patterns.get(i);
			if (pattern != null && seen.add(pattern.toString())) {
				covering.add(pattern, i);
			}
		}
		seen.clear();
		for (int i = 0; i < patterns.size(); i++) {
			OriginPattern pattern = patterns.get(i);
			if (pattern == null) {
				continue;
			}
			if (!seen.add(pattern.toString())) {
				add(i, pattern, "This origin is listed twice.");
				continue;
			}
			OriginPattern cover = covering.find(pattern, i);
			if (cover != null) {
				add(i, pattern, "The pattern " + cover + " already covers this origin.");
			}
		}
	}

	/** With credentials, {@link CredentialChecks} reports names that anyone can get. */
	private void checkReach(List<@Nullable OriginPattern> patterns) {
		for (int i = 0; i < patterns.size(); i++) {
			OriginPattern pattern = patterns.get(i);
			if (pattern == null || pattern.wildcardParent() == null) {
				continue;
			}
			if (WildcardReach.isInRegistrableName(pattern)) {
				String rest = pattern.host().substring(pattern.host().indexOf('*') + 1);
				this.problems.add(Reason.WILDCARD_IN_REGISTRABLE_NAME, KEY, i, pattern.toString(),
						"This pattern also matches 'evil" + rest
								+ "', which anyone can register. Write a dot after '*'.",
						accepted(WildcardReach.beforeWholeName(pattern)));
			}
			else if (!this.credentials) {
				String open = WildcardReach.open(pattern);
				if (open != null) {
					this.problems.add(Reason.PUBLIC_SUFFIX_WILDCARD, KEY, i, pattern.toString(),
							"A" + open.substring(1) + " and then read what this policy allows.", null);
				}
			}
		}
	}

	private void add(int index, OriginPattern pattern, String message) {
		this.problems.add(Reason.COVERED_ORIGIN, KEY, index, pattern.toString(), message, null);
	}

}
