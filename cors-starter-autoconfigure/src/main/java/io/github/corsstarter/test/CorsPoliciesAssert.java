package io.github.corsstarter.test;

import java.util.List;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.web.CorsPolicies;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on all policies together; made by {@link CorsAssertions}. Not safe for use
 * by several threads.
 */
public final class CorsPoliciesAssert extends AbstractAssert<CorsPoliciesAssert, CorsPolicies> {

	CorsPoliciesAssert(CorsPolicies actual) {
		super(actual, CorsPoliciesAssert.class);
	}

	/**
	 * Go on with a page.
	 * @param origin the origin of the page, as browsers send it: no path, no slash at the
	 * end, no default port; {@code null} in quotes for an opaque one
	 * @return what the page may send
	 */
	public Page from(String origin) {
		isNotNull();
		return new Page(this, origin);
	}

	/**
	 * Verify that no policy lets in what merely looks like one of its origins: for every
	 * pattern of every policy, names with something attached in front or behind, other
	 * domains beside it, a dot left out, another scheme or port, user info, a dot at the
	 * end, the opaque origin, homographs, upper case, and slips of a key. What another
	 * pattern of the same policy lets in is left out, and so are policies for every
	 * origin. The look-alikes are the same in every run.
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
	 * Verify that these policies are in force, and no others.
	 * @param names the names of the policies, in any order
	 * @return this
	 */
	public CorsPoliciesAssert hasExactlyPolicies(String... names) {
		isNotNull();
		List<String> expected = List.of(names).stream().sorted().toList();
		List<String> found = this.actual.policies().stream().map(CorsPolicy::name).sorted().toList();
		if (!found.equals(expected)) {
			failWithMessage("%s",
					"Expecting the policies " + expected + "%nbut these are in force: ".formatted() + found);
		}
		return this;
	}

	/**
	 * Verify that nothing in the policies is redundant, unreachable or of less effect
	 * than it looks.
	 * @return this
	 */
	public CorsPoliciesAssert hasNoWarnings() {
		isNotNull();
		if (!this.actual.warnings().isEmpty()) {
			StringBuilder message = new StringBuilder("Expecting policies without warnings, but");
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
		 * Go on with what the page sends.
		 * @param method the method, such as {@code PUT}
		 * @param path the path below the context path, as sent, with or without a query
		 * @return assertions on what comes of it
		 * @throws IllegalArgumentException if the path does not begin with a slash
		 */
		public CorsRequestAssert sending(String method, String path) {
			if (!path.startsWith("/")) {
				throw new IllegalArgumentException("A path begins with a slash, but this is '" + path + "'");
			}
			return new CorsRequestAssert(BrowserRequest.of(this.origin, method, path), this.policies.actual,
					this.policies.info.description());
		}

	}

}
