package io.github.corsstarter.test;

import java.util.List;
import java.util.Objects;

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
 * Assertions on the outcome of a request that a page wants a browser to send. Create them
 * with {@link CorsPoliciesAssert}. Methods that change the request return a new object,
 * so that several requests can start from one object. Each verification uses the policies
 * in force at that time.
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
	 * Let the script set headers. {@code content-type} always counts as a header that
	 * needs a preflight. Names that browsers do not let scripts set, such as
	 * {@code Cookie}, are dropped, as in a browser.
	 * @param names the names of all headers, in any case
	 * @return assertions on the changed request
	 */
	public CorsRequestAssert withHeaders(String... names) {
		return with(this.actual.withHeaders(List.of(names)));
	}

	/**
	 * Send cookies and other credentials with the request (credentials mode
	 * {@code include}).
	 * @return assertions on the changed request
	 */
	public CorsRequestAssert withCredentials() {
		return with(this.actual.withCredentials(true));
	}

	/**
	 * Send the request to a host. Without this, the allowed hosts
	 * ({@code cors.allowed-hosts}) are not checked.
	 * @param host the host in the address of the request, with or without a port
	 * @return assertions on the changed request
	 */
	public CorsRequestAssert toHost(String host) {
		return with(this.actual.withHost(host));
	}

	/**
	 * Send the request from a script of the server's own origin.
	 * @return assertions on the changed request
	 */
	public CorsRequestAssert fromOwnSite() {
		return with(this.actual.withInitiator(Initiator.OWN_SCRIPT));
	}

	/**
	 * Send the request as a navigation: by a link or a form of another site, such as the
	 * form post of an identity provider. A navigation is allowed if the handler runs.
	 * @return assertions on the changed request
	 * @throws IllegalArgumentException if the method is not {@code GET} or {@code POST},
	 * or if headers are set
	 */
	public CorsRequestAssert asNavigation() {
		return with(this.actual.withInitiator(Initiator.NAVIGATION));
	}

	/**
	 * Verify that the request is allowed: a script can read the response, or the handler
	 * of a navigation runs.
	 * @return this
	 */
	public CorsRequestAssert isAllowed() {
		BrowserVerdict verdict = verdict();
		if (!verdict.allowed()) {
			fail("Expecting browsers to allow", "but they refuse the request", verdict);
		}
		return this;
	}

	/**
	 * Verify that the request is rejected because of a policy.
	 * @return this
	 */
	public CorsRequestAssert isRejected() {
		BrowserVerdict verdict = verdict();
		if (verdict.allowed() || verdict.policy() == null) {
			fail("Expecting a policy to reject",
					verdict.allowed() ? "but the request is allowed" : "but no policy covers the path", verdict);
		}
		return this;
	}

	/**
	 * Verify that the request is rejected because of a policy, and for which reason.
	 * @param reason the first check that fails
	 * @return this
	 * @throws IllegalArgumentException if a request cannot be rejected for this reason
	 */
	public CorsRequestAssert isRejectedBecause(CorsReason reason) {
		if (reason == CorsReason.ALLOWED || reason == CorsReason.NO_POLICY) {
			throw new IllegalArgumentException(
					"'" + reason + "' is not the reason of a rejection. Use isAllowed() or isNotCovered()");
		}
		isRejected();
		BrowserVerdict verdict = verdict();
		if (verdict.reason() != reason) {
			fail("Expecting a policy to reject because of " + reason, "but the reason is", verdict);
		}
		return this;
	}

	/**
	 * Verify that no policy covers the path. Other CORS rules of the application can then
	 * decide.
	 * @return this
	 */
	public CorsRequestAssert isNotCovered() {
		BrowserVerdict verdict = verdict();
		if (verdict.policy() != null) {
			fail("Expecting no policy to cover the path of", "but the policy '" + verdict.policy().name() + "' does",
					verdict);
		}
		return this;
	}

	/**
	 * Verify which policy decides on the request, whether it allows the request or not.
	 * @param policy the name of the policy
	 * @return this
	 */
	public CorsRequestAssert isDecidedBy(String policy) {
		BrowserVerdict verdict = verdict();
		if (verdict.policy() == null || !verdict.policy().name().equals(policy)) {
			fail("Expecting the policy '" + policy + "' to decide on", (verdict.policy() != null)
					? "but the policy '" + verdict.policy().name() + "' does" : "but no policy covers the path",
					verdict);
		}
		return this;
	}

	/**
	 * Verify that browsers send a preflight before the request.
	 * @return this
	 */
	public CorsRequestAssert needsPreflight() {
		BrowserVerdict verdict = verdict();
		if (!verdict.preflight()) {
			fail("Expecting browsers to send a preflight before", "but the request needs none", verdict);
		}
		return this;
	}

	/**
	 * Verify that browsers send the request without a preflight.
	 * @return this
	 */
	public CorsRequestAssert needsNoPreflight() {
		BrowserVerdict verdict = verdict();
		if (verdict.preflight()) {
			fail("Expecting browsers to send no preflight before", "but they send one", verdict);
		}
		return this;
	}

	/**
	 * Verify a header of the response to the actual request.
	 * @param name the name of a CORS header or {@code Vary}, in any case
	 * @param value the exact value
	 * @return this
	 */
	public CorsRequestAssert hasResponseHeader(String name, String value) {
		BrowserVerdict verdict = verdict();
		checkHeader("response", verdict.actualResponse(), name, value, verdict);
		return this;
	}

	/**
	 * Verify that the starter does not set a header on the response to the actual
	 * request. This also passes if browsers do not send the request.
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
	 * @param value the exact value
	 * @return this
	 */
	public CorsRequestAssert hasPreflightResponseHeader(String name, String value) {
		BrowserVerdict verdict = verdict();
		checkHeader("preflight response", verdict.preflightResponse(), name, value, verdict);
		return this;
	}

	/**
	 * Verify that the starter does not set a header on the response to the preflight.
	 * This also passes if browsers send no preflight.
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
			String found = (value != null) ? "but the value is " + value
					: "but there is no " + ((response != null) ? "such header" : what);
			fail("Expecting " + expectation + " for", found, verdict);
		}
	}

	private CorsRequestAssert with(BrowserRequest request) {
		return new CorsRequestAssert(request, this.policies, this.info.description());
	}

	private BrowserVerdict verdict() {
		return this.policies.current().check(this.actual);
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
			case OWN_SCRIPT -> " from the server's own origin";
			case NAVIGATION -> " as a navigation from " + request.origin();
		};
		return request.method() + " " + request.path() + who
				+ (request.headers().isEmpty() ? "" : " with " + String.join(", ", request.headers()))
				+ (request.credentials() ? " with credentials" : "")
				+ ((request.host() != null) ? " to the host " + request.host() : "");
	}

}
