package io.github.corsstarter.policy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.policy.CorsProblem.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Runs all checks of one policy and collects every problem.
 */
final class PolicyValidator {

	/**
	 * RFC 9111, section 1.2.2: the largest number of seconds that caches must support.
	 */
	private static final Duration MAX_DELTA_SECONDS = Duration.ofSeconds(Integer.MAX_VALUE);

	/** The limit of Chromium. Only Firefox has a longer one. */
	private static final Duration CHROMIUM_MAX_AGE = Duration.ofHours(2);

	private final CorsPolicySpecification specification;

	private final ProblemCollector problems;

	PolicyValidator(CorsPolicySpecification specification, ProblemCollector problems) {
		this.specification = specification;
		this.problems = problems;
	}

	@Nullable CorsPolicy validate() {
		checkName();
		if (this.specification.paths().isEmpty()) {
			this.problems.add(Reason.NO_PATHS, "paths", "The policy covers no path. For all paths, write '/**'.", null);
		}
		List<OriginPattern> origins = new OriginChecks(this.specification, this.problems).check();
		new NameChecks(this.specification, this.problems).check();
		if (this.specification.allowCredentials()) {
			new CredentialChecks(this.specification, this.problems).check(origins);
		}
		else if (!this.specification.dangerouslyTolerate().isEmpty()) {
			this.problems.add(Reason.USELESS_TOLERANCE, "dangerously-tolerate",
					"Without credentials, this setting has no effect. Remove it.", null);
		}
		checkMaxAge();
		if (this.specification.allowPrivateNetwork()) {
			this.problems.add(Reason.PRIVATE_NETWORK_SUPERSEDED, "allow-private-network", true,
					"Browsers have replaced Private Network Access with Local Network Access, which asks the user.",
					null);
		}
		CorsPolicySpecification candidate = this.specification.shadow();
		CorsPolicy shadow = (candidate != null)
				? new PolicyValidator(candidate, this.problems.forCandidate(candidate)).validate() : null;
		return (this.problems.hasErrors() || (candidate != null && shadow == null)) ? null
				: new CorsPolicy(this.specification, origins, shadow);
	}

	private void checkName() {
		String name = this.specification.name();
		if (!isName(name)) {
			String candidate = name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^a-z0-9]+", "-")
				.replaceAll("^-|-$", "");
			this.problems.addToPolicy(Reason.INVALID_POLICY_NAME,
					"A policy name must consist of lower-case letters, digits and dashes, and not begin with a dash.",
					isName(candidate) ? candidate : null);
		}
	}

	private static boolean isName(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
			if (!letterOrDigit && (c != '-' || i == 0)) {
				return false;
			}
		}
		return !text.isEmpty();
	}

	private void checkMaxAge() {
		Duration maxAge = this.specification.maxAge();
		if (maxAge.isNegative()) {
			this.problems.add(Reason.INVALID_MAX_AGE, "max-age", maxAge,
					"The time must not be negative. To disable caching, write 0.", "0");
		}
		else if (maxAge.compareTo(MAX_DELTA_SECONDS) > 0) {
			this.problems.add(Reason.INVALID_MAX_AGE, "max-age", maxAge,
					"The time must not be longer than 2147483647 seconds (RFC 9111).", "2h");
		}
		else if (maxAge.compareTo(CHROMIUM_MAX_AGE) > 0) {
			this.problems.add(Reason.MAX_AGE_CAPPED, "max-age", maxAge,
					"Browsers limit this time: Chromium to 2 hours, Firefox to 24 hours, Safari to 10 minutes.", "2h");
		}
		if (!maxAge.equals(Duration.ofSeconds(maxAge.toSeconds()))) {
			this.problems.add(Reason.MAX_AGE_FRACTION, "max-age", maxAge,
					"The time is sent in whole seconds and is rounded down.", null);
		}
	}

}
