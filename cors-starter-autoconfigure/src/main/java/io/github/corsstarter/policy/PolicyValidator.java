package io.github.corsstarter.policy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.policy.CorsProblem.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The checks that one policy must pass, all of them in one go.
 */
final class PolicyValidator {

	private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");

	/** RFC 9111, section 1.2.2: the largest number of seconds that a cache must know. */
	private static final Duration MAX_DELTA_SECONDS = Duration.ofSeconds(Integer.MAX_VALUE);

	/** Chromium's limit, the widest that matters: only Firefox goes beyond it. */
	private static final Duration HONOURED_MAX_AGE = Duration.ofHours(2);

	private final CorsPolicySpecification specification;

	private final ProblemCollector problems;

	PolicyValidator(CorsPolicySpecification specification, ProblemCollector problems) {
		this.specification = specification;
		this.problems = problems;
	}

	@Nullable CorsPolicy validate() {
		checkName();
		if (this.specification.paths().isEmpty()) {
			this.problems.add(Reason.NO_PATHS, "paths", "The policy covers no path; '/**' would mean all.", null);
		}
		List<OriginPattern> origins = new OriginChecks(this.specification, this.problems).check();
		new NameChecks(this.specification, this.problems).check();
		if (this.specification.allowCredentials()) {
			new CredentialChecks(this.specification, this.problems).check(origins);
		}
		else if (!this.specification.dangerouslyTolerate().isEmpty()) {
			this.problems.add(Reason.USELESS_TOLERANCE, "dangerously-tolerate",
					"Without credentials there is nothing to tolerate.", null);
		}
		checkMaxAge();
		if (this.specification.allowPrivateNetwork()) {
			this.problems.add(Reason.PRIVATE_NETWORK_SUPERSEDED, "allow-private-network", true,
					"Browsers have given up Private Network Access for Local Network Access, which asks the user.",
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
		if (!NAME.matcher(name).matches()) {
			String candidate = name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^a-z0-9]+", "-")
				.replaceAll("^-|-$", "");
			this.problems.addToPolicy(Reason.INVALID_POLICY_NAME,
					"The name of a policy has lower case letters, digits and dashes only.",
					NAME.matcher(candidate).matches() ? candidate : null);
		}
	}

	private void checkMaxAge() {
		Duration maxAge = this.specification.maxAge();
		if (maxAge.isNegative()) {
			this.problems.add(Reason.INVALID_MAX_AGE, "max-age", maxAge,
					"A time cannot be negative; 0 keeps browsers from caching.", "0");
		}
		else if (maxAge.compareTo(MAX_DELTA_SECONDS) > 0) {
			this.problems.add(Reason.INVALID_MAX_AGE, "max-age", maxAge, "No cache knows so long a time.", "2h");
		}
		else if (maxAge.compareTo(HONOURED_MAX_AGE) > 0) {
			this.problems.add(Reason.MAX_AGE_CAPPED, "max-age", maxAge,
					"Browsers cap this: Chromium at 2 hours, Firefox at 24 hours, Safari at 10 minutes.", "2h");
		}
		if (!maxAge.equals(Duration.ofSeconds(maxAge.toSeconds()))) {
			this.problems.add(Reason.MAX_AGE_FRACTION, "max-age", maxAge,
					"The time is sent in whole seconds, rounded down.", null);
		}
	}

}
