package io.github.corsstarter.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.github.corsstarter.policy.CorsProblem.Reason;

/**
 * The checks of the names of methods and headers.
 */
final class NameChecks {

	private static final String METHODS = "allowed-methods";

	private static final String REQUEST_HEADERS = "allowed-headers";

	private static final String RESPONSE_HEADERS = "exposed-headers";

	/** Methods whose lower-case form is a slip of the pen. */
	private static final Set<String> KNOWN_METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH",
			"QUERY", "COPY", "LINK", "LOCK", "MKCOL", "MOVE", "PROPFIND", "PROPPATCH", "PURGE", "REPORT", "SEARCH",
			"UNLINK", "UNLOCK");

	/** Fetch, "forbidden response-header name". */
	private static final Set<String> FORBIDDEN_RESPONSE_HEADERS = Set.of("set-cookie", "set-cookie2");

	/**
	 * Fetch, "CORS-safelisted response-header name". Not {@code content-length}, which
	 * older browsers do not show unless it is exposed.
	 */
	private static final Set<String> SAFELISTED_RESPONSE_HEADERS = Set.of("cache-control", "content-language",
			"content-type", "expires", "last-modified", "pragma");

	private final CorsPolicySpecification specification;

	private final ProblemCollector problems;

	NameChecks(CorsPolicySpecification specification, ProblemCollector problems) {
		this.specification = specification;
		this.problems = problems;
	}

	void check() {
		checkMethods(this.specification.allowedMethods());
		checkRequestHeaders(this.specification.allowedHeaders());
		checkResponseHeaders(this.specification.exposedHeaders());
		checkRedundancy(METHODS, this.specification.allowedMethods(), UnaryOperator.identity());
		checkRedundancy(REQUEST_HEADERS, this.specification.allowedHeaders(), NameChecks::toLowerCase);
		checkRedundancy(RESPONSE_HEADERS, this.specification.exposedHeaders(), NameChecks::toLowerCase);
	}

	private void checkMethods(List<String> methods) {
		if (methods.isEmpty()) {
			this.problems.add(Reason.NO_METHODS, METHODS, "The policy allows no method.", null);
		}
		for (int i = 0; i < methods.size(); i++) {
			String method = methods.get(i);
			String upperCase = method.strip().toUpperCase(Locale.ROOT);
			if (!FetchNames.isToken(method)) {
				this.problems.add(Reason.INVALID_METHOD, METHODS, i, method,
						method.isEmpty() ? "The name of the method is empty." : "This is not the name of a method.",
						KNOWN_METHODS.contains(upperCase) ? upperCase : null);
			}
			else if (FetchNames.isForbiddenMethod(method)) {
				this.problems.add(Reason.FORBIDDEN_METHOD, METHODS, i, method,
						"Browsers let no script send this method.", null);
			}
			else if (!method.equals(upperCase) && KNOWN_METHODS.contains(upperCase)) {
				this.problems.add(Reason.METHOD_CASE, METHODS, i, method,
						"Methods are case-sensitive, and this one is sent in upper case.", upperCase);
			}
		}
	}

	private void checkRequestHeaders(List<String> headers) {
		for (int i = 0; i < headers.size(); i++) {
			String name = headers.get(i);
			String lowerCase = toLowerCase(name);
			if (!checkHeaderName(REQUEST_HEADERS, i, name)) {
				continue;
			}
			if (lowerCase.startsWith("access-control-")) {
				this.problems.add(Reason.PROTOCOL_HEADER, REQUEST_HEADERS, i, name,
						"This is a header of the CORS protocol itself, not one that a script sends.", null);
			}
			else if (FetchNames.isForbiddenRequestHeader(name)) {
				this.problems.add(Reason.FORBIDDEN_REQUEST_HEADER, REQUEST_HEADERS, i, name,
						"Browsers let no script set this header.", null);
			}
			else if (FetchNames.isSafelistedRequestHeader(name)) {
				this.problems.add(Reason.SAFELISTED_REQUEST_HEADER, REQUEST_HEADERS, i, name,
						"Browsers send this header without asking, unless its value is unusually long.", null);
			}
		}
	}

	private void checkResponseHeaders(List<String> headers) {
		for (int i = 0; i < headers.size(); i++) {
			String name = headers.get(i);
			String lowerCase = toLowerCase(name);
			if (!checkHeaderName(RESPONSE_HEADERS, i, name)) {
				continue;
			}
			if (FORBIDDEN_RESPONSE_HEADERS.contains(lowerCase)) {
				this.problems.add(Reason.FORBIDDEN_RESPONSE_HEADER, RESPONSE_HEADERS, i, name,
						"Browsers let no script read this header.", null);
			}
			else if (SAFELISTED_RESPONSE_HEADERS.contains(lowerCase)) {
				this.problems.add(Reason.SAFELISTED_RESPONSE_HEADER, RESPONSE_HEADERS, i, name,
						"Scripts can read this header anyway.", null);
			}
		}
	}

	private boolean checkHeaderName(String key, int index, String name) {
		if (FetchNames.isToken(name)) {
			return true;
		}
		String stripped = name.strip();
		stripped = stripped.endsWith(":") ? stripped.substring(0, stripped.length() - 1) : stripped;
		this.problems.add(Reason.INVALID_HEADER, key, index, name,
				name.isEmpty() ? "The name of the header is empty." : "This is not the name of a header.",
				FetchNames.isToken(stripped) ? stripped : null);
		return false;
	}

	/** Methods are compared byte by byte, header names without regard to case. */
	private void checkRedundancy(String key, List<String> names, UnaryOperator<String> normalize) {
		boolean any = names.contains("*");
		Set<String> seen = new HashSet<>();
		for (int i = 0; i < names.size(); i++) {
			String name = names.get(i);
			if (!FetchNames.isToken(name)) {
				continue;
			}
			if (!seen.add(normalize.apply(name))) {
				this.problems.add(Reason.REDUNDANT_VALUE, key, i, name, "This name is listed twice.", null);
			}
			else if (any && !name.equals("*")) {
				this.problems.add(Reason.REDUNDANT_VALUE, key, i, name, "'*' means this name, too.", null);
			}
		}
	}

	private static String toLowerCase(String name) {
		return name.toLowerCase(Locale.ROOT);
	}

}
