package io.github.corsstarter.test;

import java.util.List;
import java.util.Objects;

import io.github.corsstarter.decision.BrowserCheck;
import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserRequest.Initiator;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.decision.BrowserVerdict.Response;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.web.CorsPolicies;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.description.Description;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on what comes of a request that a page wants a browser to make; made by
 * {@link CorsPoliciesAssert}. Each step makes a new object, so that steps can be shared;
 * each verb decides anew, by the rules in force at that time.
 */
public final class CorsRequestAssert extends AbstractAssert<CorsRequestAssert, BrowserRequest> {

	private final CorsPolicies policies;

	CorsRequestAssert(BrowserRequest request, CorsPolicies policies, @Nullable Description description) {
		super(request, CorsRequestAssert.class);
		this.policies = policies;
		if (description != null) {
			this.info.description(description);
		}
	}

	/**
	 * Go on with headers that the script sets. {@code content-type} counts as one that
	 * needs a preflight, whatever its value; names that browsers let no script set, such
	 * as {@code Cookie}, are dropped as browsers do.
	 * @param names the names of all headers, in any case
	 * @return assertions on that request
	 */
	public CorsRequestAssert withHeaders(String... names) {
		return with(this.actual.withHeaders(List.of(names)));
	}

	/**
	 * Go on with cookies and other credentials: the credentials mode {@code include}.
	 * @return assertions on that request
	 */
	public CorsRequestAssert withCredentials() {
		return with(this.actual.withCredentials(true));
	}

	/**
	 * Go on with a script of the server's own site.
	 * @return assertions on that request
	 */
	public CorsRequestAssert fromOwnSite() {
		return with(this.actual.withInitiator(Initiator.OWN_SCRIPT));
	}

	/**
	 * Go on with a link or a form of another site that leads to the server, such as the
	 * form post of an identity provider. It is allowed if the handler runs.
	 * @return assertions on that request
	 * @throws IllegalArgumentException for another method than {@code GET} and
	 * {@code POST}, or with headers
	 */
	public CorsRequestAssert asNavigation() {
		return with(this.actual.withInitiator(Initiator.NAVIGATION));
	}

	/**
	 * Verify that the page gets what it wants.
	 * @return this
	 */
	public CorsRequestAssert isAllowed() {
		BrowserVerdict verdict = verdict();
		if (!verdict.allowed()) {
			fail("Expecting browsers to allow", "but they refuse it", verdict);
		}
		return this;
	}

	/**
	 * Verify that the page does not get what it wants, because of a policy.
	 * @return this
	 */
	public CorsRequestAssert isRejected() {
		BrowserVerdict verdict = verdict();
		if (verdict.allowed() || verdict.policy() == null) {
			fail("Expecting a policy to reject", verdict.allowed() ? "but it is allowed" : "but none covers the path",
					verdict);
		}
		return this;
	}

	/**
	 * Verify that the page does not get what it wants, and why.
	 * @param reason the first check that fails
	 * @return this
	 * @throws IllegalArgumentException if the reason is none for a rejection
	 */
	public CorsRequestAssert isRejectedBecause(CorsReason reason) {
		if (reason == CorsReason.ALLOWED || reason == CorsReason.NO_POLICY) {
			throw new IllegalArgumentException(
					"Nothing is rejected because of '" + reason + "': use isAllowed() or isNotCovered()");
		}
		isRejected();
		BrowserVerdict verdict = verdict();
		if (verdict.reason() != reason) {
			fail("Expecting a policy to reject because of " + reason, "but it does for another reason", verdict);
		}
		return this;
	}

	/**
	 * Verify that no policy covers the path, so that it is left to the application's own
	 * rules.
	 * @return this
	 */
	public CorsRequestAssert isNotCovered() {
		BrowserVerdict verdict = verdict();
		if (verdict.policy() != null) {
			fail("Expecting no policy to cover the path of", "but one does", verdict);
		}
		return this;
	}

	/**
	 * Verify which policy decides, whatever it decides.
	 * @param policy the name of the policy
	 * @return this
	 */
	public CorsRequestAssert isDecidedBy(String policy) {
		BrowserVerdict verdict = verdict();
		if (verdict.policy() == null || !verdict.policy().name().equals(policy)) {
			fail("Expecting the policy '" + policy + "' to decide on",
					(verdict.policy() != null) ? "but another one does" : "but none covers the path", verdict);
		}
		return this;
	}

	/**
	 * Verify that browsers ask before they send the request.
	 * @return this
	 */
	public CorsRequestAssert needsPreflight() {
		BrowserVerdict verdict = verdict();
		if (!verdict.preflight()) {
			fail("Expecting browsers to send a preflight before", "but they need none", verdict);
		}
		return this;
	}

	/**
	 * Verify that browsers send the request without asking.
	 * @return this
	 */
	public CorsRequestAssert needsNoPreflight() {
		BrowserVerdict verdict = verdict();
		if (verdict.preflight()) {
			fail("Expecting browsers to send no preflight before", "but they do", verdict);
		}
		return this;
	}

	/**
	 * Verify a header of the response to the request itself.
	 * @param name the name of a CORS header or {@code Vary}, in any case
	 * @param value its value, to the letter
	 * @return this
	 */
	public CorsRequestAssert hasResponseHeader(String name, String value) {
		BrowserVerdict verdict = verdict();
		checkHeader("response", verdict.actualResponse(), name, value, verdict);
		return this;
	}

	/**
	 * Verify that the starter does not put a header on the response to the request
	 * itself. Holds, too, where browsers do not send the request.
	 * @param name the name of a CORS header or {@code Vary}, in any case
	 * @return this
	 */
	public CorsRequestAssert doesNotHaveResponseHeader(String name) {
		BrowserVerdict verdict = verdict();
		checkHeader("response", verdict.actualResponse(), name, null, verdict);
		return this;
	}

	/**
	 * Verify a header of the response to the preflight.
	 * @param name the name of a CORS header or {@code Vary}, in any case
	 * @param value its value, to the letter
	 * @return this
	 */
	public CorsRequestAssert hasPreflightResponseHeader(String name, String value) {
		BrowserVerdict verdict = verdict();
		checkHeader("preflight response", verdict.preflightResponse(), name, value, verdict);
		return this;
	}

	/**
	 * Verify that the starter does not put a header on the response to the preflight.
	 * Holds, too, where browsers send none.
	 * @param name the name of a CORS header or {@code Vary}, in any case
	 * @return this
	 */
	public CorsRequestAssert doesNotHavePreflightResponseHeader(String name) {
		BrowserVerdict verdict = verdict();
		checkHeader("preflight response", verdict.preflightResponse(), name, null, verdict);
		return this;
	}

	private void checkHeader(String what, @Nullable Response response, String name, @Nullable String expected,
			BrowserVerdict verdict) {
		String value = (response != null) ? response.header(name) : null;
		if (!Objects.equals(value, expected)) {
			String expectation = (expected != null) ? "the " + what + " header " + name + ": " + expected
					: "no " + what + " header " + name;
			String found = (value != null) ? "but it is " + value
					: "but there is no such " + ((response != null) ? "header" : "response");
			fail("Expecting " + expectation + " for", found, verdict);
		}
	}

	private CorsRequestAssert with(BrowserRequest request) {
		return new CorsRequestAssert(request, this.policies, this.info.description());
	}

	private BrowserVerdict verdict() {
		return new BrowserCheck(this.policies::decide).check(this.actual);
	}

	private void fail(String expectation, String finding, BrowserVerdict verdict) {
		StringBuilder message = new StringBuilder(expectation);
		line(message, "  ", describe(this.actual));
		line(message, finding, verdict.allowed() ? "" : ": " + verdict.reason());
		line(message, "  ", verdict.explanation());
		CorsPolicy policy = verdict.policy();
		if (policy != null) {
			String property = verdict.property();
			String shown = (property != null) ? property : policy.locations().property("paths");
			line(message, "  policy:   ", policy.name());
			line(message, "  property: ", shown);
			line(message, "  at:       ", policy.locations().place(shown));
		}
		line(message, "  fix:      ", verdict.fix());
		failWithMessage("%s", message);
	}

	private static void line(StringBuilder message, String label, @Nullable String text) {
		if (text != null) {
			message.append(System.lineSeparator()).append(label).append(text);
		}
	}

	private static String describe(BrowserRequest request) {
		String who = switch (request.initiator()) {
			case SCRIPT -> " from " + request.origin();
			case OWN_SCRIPT -> " from the site itself";
			case NAVIGATION -> " as a navigation from " + request.origin();
		};
		return request.method() + " " + request.path() + who
				+ (request.headers().isEmpty() ? "" : " with " + String.join(", ", request.headers()))
				+ (request.credentials() ? " with credentials" : "");
	}

}
