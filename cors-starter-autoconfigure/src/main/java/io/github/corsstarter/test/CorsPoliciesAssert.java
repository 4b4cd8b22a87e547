package io.github.corsstarter.test;

import java.util.List;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.web.CorsPolicies;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on a set of policies. Create them with {@link CorsAssertions}. Not safe for
 * use by several threads.
 */
public final class CorsPoliciesAssert extends AbstractAssert<CorsPoliciesAssert, CorsPolicies> {

	CorsPoliciesAssert(CorsPolicies actual) {
		super(actual, CorsPoliciesAssert.class);
	}

	/**
	 * Select the page that sends requests.
	 * @param origin the origin of the page as browsers send it, without path, trailing
	 * slash and default port; the text {@code "null"} for the opaque origin
	 * @return the page
	 */
	public Page from(String origin) {
		isNotNull();
		return new Page(this, origin);
	}

	/**
	 * Verify that no policy allows an origin that only looks like one of its origins. For
	 * each pattern of each policy, this tries names with a prefix or a suffix, sibling
	 * domains, missing dots, other schemes and ports, user info, a trailing dot, the
	 * opaque origin, homographs, upper case and typing errors. It leaves out origins that
	 * another pattern of the same policy matches, and policies that allow {@code *}. The
	 * look-alikes are the same in every run.
	 * @return this
	 */
	public CorsPoliciesAssert grantsNothingToLookAlikes() {
		isNotNull();
		String report = new LookAlikeCheck().report(this.actual.policies());
		if (!report.isEmpty()) {
			failWithMessage("%s", report);
		}
		return this;
	}

	/**
	 * Verify that exactly these policies are in force.
	 * @param names the names of the policies, in any order
	 * @return this
	 */
	public CorsPoliciesAssert hasExactlyPolicies(String... names) {
		isNotNull();
		List<String> expected = List.of(names).stream().sorted().toList();
		List<String> found = this.actual.policies().stream().map(CorsPolicy::name).sorted().toList();
		if (!found.equals(expected)) {
			failWithMessage("%s", "Expecting exactly the policies " + expected + "%nbut found: ".formatted() + found);
		}
		return this;
	}

	/**
	 * Verify that the policies have no warnings: no setting is redundant, unreachable or
	 * less effective than it seems.
	 * @return this
	 */
	public CorsPoliciesAssert hasNoWarnings() {
		isNotNull();
		if (!this.actual.warnings().isEmpty()) {
			StringBuilder message = new StringBuilder("Expecting no warnings, but found:");
			for (CorsProblem warning : this.actual.warnings()) {
				message.append("%n  ".formatted()).append(warning.property());
				if (warning.place() != null) {
					message.append("%n    at ".formatted()).append(warning.place());
				}
				message.append("%n    ".formatted()).append(warning.message());
			}
			failWithMessage("%s", message);
		}
		return this;
	}

	/**
	 * A page in a browser. Immutable.
	 */
	public static final class Page {

		private final CorsPoliciesAssert policies;

		private final String origin;

		private Page(CorsPoliciesAssert policies, String origin) {
			this.policies = policies;
			this.origin = origin;
		}

		/**
		 * Select the request that the page sends.
		 * @param method the method, such as {@code PUT}
		 * @param path the path after the context path, as sent, with or without a query
		 * @return assertions on the outcome of the request
		 * @throws IllegalArgumentException if the path does not begin with a slash
		 */
		public CorsRequestAssert sending(String method, String path) {
			if (!path.startsWith("/")) {
				throw new IllegalArgumentException("The path must begin with a slash, but is '" + path + "'");
			}
			return new CorsRequestAssert(BrowserRequest.of(this.origin, method, path), this.policies.actual,
					this.policies.info.description());
		}

	}

}
