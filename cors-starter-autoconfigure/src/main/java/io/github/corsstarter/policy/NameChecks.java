package io.github.corsstarter.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.corsstarter.policy.CorsProblem.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Checks the names of methods and headers.
 */
final class NameChecks {

	private static final String METHODS = "allowed-methods";

	private static final String REQUEST_HEADERS = "allowed-headers";

	private static final String RESPONSE_HEADERS = "exposed-headers";

	private static final String PROTOCOL_PREFIX = "access-control-";

	/**
	 * Methods that must be written in upper case. Any other spelling is reported as a
	 * mistake.
	 */
	private static final Set<String> KNOWN_METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH",
			"QUERY", "COPY", "LINK", "LOCK", "MKCOL", "MOVE", "PROPFIND", "PROPPATCH", "PURGE", "REPORT", "SEARCH",
			"UNLINK", "UNLOCK");

	/** The names that people write for all methods. */
	private static final Set<String> EVERY_METHOD = Set.of("ALL", "ANY");

	private static final int MIN_LENGTH = 4;

	/** Fetch, "forbidden response-header name". */
	private static final Set<String> FORBIDDEN_RESPONSE_HEADERS = Set.of("set-cookie", "set-cookie2");

	/**
	 * Fetch, "CORS-safelisted response-header name". {@code content-length} is not
	 * included, because older browsers show it only if it is exposed.
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
		checkRedundancy(METHODS, this.specification.allowedMethods(), true);
		checkRedundancy(REQUEST_HEADERS, this.specification.allowedHeaders(), false);
		checkRedundancy(RESPONSE_HEADERS, this.specification.exposedHeaders(), false);
	}

	private void checkMethods(List<String> methods) {
		if (methods.isEmpty()) {
			this.problems.add(Reason.NO_METHODS, METHODS,
					"The policy allows no method. List at least one, such as GET.", null);
		}
		for (int i = 0; i < methods.size(); i++) {
			String method = methods.get(i);
			String upperCase = method.strip().toUpperCase(Locale.ROOT);
			List<String> values = isPlain(method) ? List.of() : ListSyntax.methods(method);
			if (!values.isEmpty()) {
				this.problems.addList(METHODS, i, method, values, accepted(METHODS, values.get(0)));
			}
			else if (!FetchNames.isToken(method)) {
				this.problems.add(Reason.INVALID_METHOD, METHODS, i, method,
						method.isEmpty() ? "The name of the method is empty." : "This is not a valid method name.",
						KNOWN_METHODS.contains(upperCase) ? upperCase : null);
			}
			else if (FetchNames.isForbiddenMethod(method)) {
				this.problems.add(Reason.FORBIDDEN_METHOD, METHODS, i, method,
						"Browsers do not let scripts send this method. Remove it.", null);
			}
			else if (!method.equals(upperCase) && KNOWN_METHODS.contains(upperCase)) {
				this.problems.add(Reason.METHOD_CASE, METHODS, i, method,
						"Method names are case-sensitive. Write this one in upper case.", upperCase);
			}
			else if (EVERY_METHOD.contains(upperCase)) {
				this.problems.add(Reason.INVALID_METHOD, METHODS, i, method,
						"This is not the name of a method. For all methods, write '*'.", "*");
			}
			else if (!hasWildcard(METHODS, i, method) && !KNOWN_METHODS.contains(method)) {
				checkSpelling(i, method, upperCase);
			}
		}
	}

	/**
	 * Whether a name cannot have the syntax of a list, because it consists of letters,
	 * digits and dashes, or is {@code *}. Most names are.
	 */
	private static boolean isPlain(String name) {
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (c != '-' && !(c < 0x80 && Character.isLetterOrDigit(c))) {
				return name.equals("*");
			}
		}
		return !name.isEmpty();
	}

	private void checkSpelling(int index, String method, String upperCase) {
		String meant = KNOWN_METHODS.stream()
			.filter((known) -> isMisspelled(upperCase, known))
			.min(Comparator.naturalOrder())
			.orElse(null);
		if (meant != null) {
			this.problems.add(Reason.MISSPELLED_METHOD, METHODS, index, method,
					"This is not a standard method. It is probably meant to be " + meant + ".", meant);
		}
	}

	/**
	 * Whether one letter is missing, superfluous or wrong, or two are interchanged.
	 */
	private static boolean isMisspelled(String text, String name) {
		int start = 0;
		int shorter = Math.min(text.length(), name.length());
		while (start < shorter && text.charAt(start) == name.charAt(start)) {
			start++;
		}
		String rest = text.substring(start);
		String nameRest = name.substring(start);
		if (rest.length() < 2 && nameRest.length() < 2 && text.length() < MIN_LENGTH) {
			// Short names, such as GET and SET, often differ in one letter.
			return rest.isEmpty() != nameRest.isEmpty();
		}
		return tail(rest, 1).equals(nameRest) || rest.equals(tail(nameRest, 1))
				|| (text.length() >= MIN_LENGTH && !rest.isEmpty() && tail(rest, 1).equals(tail(nameRest, 1)))
				|| (rest.length() > 1 && nameRest.length() > 1 && rest.charAt(0) == nameRest.charAt(1)
						&& rest.charAt(1) == nameRest.charAt(0) && tail(rest, 2).equals(tail(nameRest, 2)));
	}

	private static String tail(String text, int start) {
		return text.substring(Math.min(start, text.length()));
	}

	private boolean hasWildcard(String key, int index, String name) {
		boolean wildcard = name.indexOf('*') != -1 && !name.equals("*");
		if (wildcard) {
			this.problems.add(Reason.WILDCARD_IN_NAME, key, index, name,
					"'*' has a meaning only as the whole value. List the names, or write '*' alone for all.", null);
		}
		return wildcard;
	}

	/** A suggestion must not be a value that is refused, or that has no effect. */
	private @Nullable String accepted(String key, String suggestion) {
		CorsPolicySpecification.Builder candidate = CorsPolicySpecification.builder("candidate")
			.paths("/")
			.allowedOrigins("none")
			.allowCredentials(this.specification.allowCredentials());
		List<String> list = List.of(suggestion);
		switch (key) {
			case METHODS -> candidate.allowedMethods(list);
			case REQUEST_HEADERS -> candidate.allowedHeaders(list);
			default -> candidate.exposedHeaders(list);
		}
		List<CorsProblem> problems = new ArrayList<>();
		boolean valid = CorsPolicy.of(candidate.build(), problems) != null;
		return (valid && problems.stream().noneMatch(NameChecks::isWithoutEffect)) ? suggestion : null;
	}

	private static boolean isWithoutEffect(CorsProblem problem) {
		return problem.reason() == Reason.FORBIDDEN_REQUEST_HEADER
				|| problem.reason() == Reason.FORBIDDEN_RESPONSE_HEADER;
	}

	private void checkRequestHeaders(List<String> headers) {
		for (int i = 0; i < headers.size(); i++) {
			String name = headers.get(i);
			String lowerCase = toLowerCase(name);
			if (!checkHeaderName(REQUEST_HEADERS, i, name)) {
				continue;
			}
			if (FetchNames.isForbiddenRequestHeader(name)) {
				this.problems.add(Reason.FORBIDDEN_REQUEST_HEADER, REQUEST_HEADERS, i, name,
						"Browsers do not let scripts set this header, so this entry has no effect. Remove it.", null);
			}
			// Fetch lets scripts send it, and existing pages do. So the entry has an
			// effect.
			else if (lowerCase.startsWith(PROTOCOL_PREFIX)) {
				this.problems.add(Reason.PROTOCOL_HEADER, REQUEST_HEADERS, i, name,
						"This is a response header of the CORS protocol. A page that sends it does so by mistake. "
								+ "Remove it here once no page sends it.",
						null);
			}
			else if (FetchNames.isSafelistedRequestHeader(name)) {
				this.problems.add(Reason.SAFELISTED_REQUEST_HEADER, REQUEST_HEADERS, i, name,
						"Browsers send this header without a preflight, unless its value is unusually long.", null);
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
						"Browsers do not let scripts read this header, so this entry has no effect. Remove it.", null);
			}
			else if (lowerCase.startsWith(PROTOCOL_PREFIX) || lowerCase.equals("origin")) {
				this.problems.add(Reason.PROTOCOL_HEADER, RESPONSE_HEADERS, i, name,
						"Browsers use this header for the CORS protocol. Scripts do not need to read it. Remove it.",
						null);
			}
			else if (SAFELISTED_RESPONSE_HEADERS.contains(lowerCase)) {
				this.problems.add(Reason.SAFELISTED_RESPONSE_HEADER, RESPONSE_HEADERS, i, name,
						"Scripts can always read this header. Remove it.", null);
			}
		}
	}

	private boolean checkHeaderName(String key, int index, String name) {
		List<String> values = isPlain(name) ? List.of() : ListSyntax.headers(name);
		if (!values.isEmpty()) {
			this.problems.addList(key, index, name, values, accepted(key, values.get(0)));
			return false;
		}
		if (FetchNames.isToken(name)) {
			return !hasWildcard(key, index, name);
		}
		String stripped = name.strip();
		stripped = stripped.endsWith(":") ? stripped.substring(0, stripped.length() - 1) : stripped;
		this.problems.add(Reason.INVALID_HEADER, key, index, name,
				name.isEmpty() ? "The name of the header is empty." : "This is not a valid header name.",
				FetchNames.isToken(stripped) ? accepted(key, stripped) : null);
		return false;
	}

	/**
	 * Report the names that other elements of the list include, unless the check of this
	 * name has already reported it.
	 * @param caseSensitive whether the names are case-sensitive: method names are, header
	 * names are not
	 */
	private void checkRedundancy(String key, List<String> names, boolean caseSensitive) {
		boolean any = names.contains("*");
		Set<String> seen = new HashSet<>();
		for (int i = 0; i < names.size(); i++) {
			String name = names.get(i);
			if (!FetchNames.isToken(name) || this.problems.has(key, i)) {
				continue;
			}
			if (!seen.add(caseSensitive ? name : toLowerCase(name))) {
				this.problems.add(Reason.REDUNDANT_VALUE, key, i, name, "This name is listed twice.", null);
			}
			else if (any && !name.equals("*")) {
				this.problems.add(Reason.REDUNDANT_VALUE, key, i, name, "'*' already includes this name. Remove it.",
						null);
			}
		}
	}

	private static String toLowerCase(String name) {
		return name.toLowerCase(Locale.ROOT);
	}

}
