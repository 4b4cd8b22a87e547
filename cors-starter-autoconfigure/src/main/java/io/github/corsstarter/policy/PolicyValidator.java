package io.github.corsstarter.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.corsstarter.origin.InvalidOriginPatternException;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.origin.OriginPattern.Kind;
import io.github.corsstarter.policy.CorsProblem.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The checks that one policy must pass, all of them in one go.
 */
final class PolicyValidator {

	private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");

	/** Methods whose lower-case form is a slip of the pen. */
	private static final Set<String> KNOWN_METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH",
			"QUERY", "COPY", "LINK", "LOCK", "MKCOL", "MOVE", "PROPFIND", "PROPPATCH", "PURGE", "REPORT", "SEARCH",
			"UNLINK", "UNLOCK");

	/** Fetch, "forbidden method". */
	private static final Set<String> FORBIDDEN_METHODS = Set.of("CONNECT", "TRACE", "TRACK");

	/** Fetch, "forbidden request-header". */
	private static final Set<String> FORBIDDEN_REQUEST_HEADERS = Set.of("accept-charset", "accept-encoding",
			"connection", "content-length", "cookie", "cookie2", "date", "dnt", "expect", "host", "keep-alive",
			"origin", "referer", "set-cookie", "te", "trailer", "transfer-encoding", "upgrade", "via");

	/** Fetch, "forbidden response-header name". */
	private static final Set<String> FORBIDDEN_RESPONSE_HEADERS = Set.of("set-cookie", "set-cookie2");

	/** RFC 9111, section 1.2.2: the largest number of seconds that a cache must know. */
	private static final long MAX_DELTA_SECONDS = Integer.MAX_VALUE;

	private final CorsPolicySpecification specification;

	private final List<CorsProblem> problems;

	private final int before;

	PolicyValidator(CorsPolicySpecification specification, List<CorsProblem> problems) {
		this.specification = specification;
		this.problems = problems;
		this.before = problems.size();
	}

	@Nullable CorsPolicy validate() {
		checkName();
		if (this.specification.paths().isEmpty()) {
			add(Reason.NO_PATHS, "paths", null, "The policy covers no path", "/**");
		}
		List<OriginPattern> origins = checkOrigins();
		checkMethods();
		checkAllowedHeaders();
		checkExposedHeaders();
		if (this.specification.allowCredentials()) {
			checkCredentials(origins);
		}
		checkMaxAge();
		return (this.problems.size() == this.before) ? new CorsPolicy(this.specification, origins) : null;
	}

	private void checkName() {
		String name = this.specification.name();
		if (!NAME.matcher(name).matches()) {
			String candidate = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
			this.problems.add(new CorsProblem(Reason.INVALID_POLICY_NAME, name, "cors.policies." + name, name,
					"The name of a policy has lower case letters, digits and dashes only",
					NAME.matcher(candidate).matches() ? candidate : null, placeOf("paths")));
		}
	}

	private List<OriginPattern> checkOrigins() {
		List<String> texts = this.specification.allowedOrigins();
		List<OriginPattern> patterns = new ArrayList<>(texts.size());
		if (texts.isEmpty()) {
			add(Reason.NO_ORIGINS, "allowed-origins", null,
					"The policy allows no origin; write 'none' if nobody is meant to be allowed", null);
		}
		for (int i = 0; i < texts.size(); i++) {
			OriginPattern pattern = checkOrigin(texts.get(i), i);
			if (pattern != null) {
				patterns.add(pattern);
			}
		}
		if (texts.size() > 1) {
			for (int i = 0; i < texts.size(); i++) {
				if (texts.get(i).equals("*") || texts.get(i).equals("none")) {
					add(Reason.CONTRADICTING_ORIGINS, element("allowed-origins", i), texts.get(i),
							"'" + texts.get(i) + "' stands alone: beside it, other origins have no meaning", null);
				}
			}
		}
		return patterns;
	}

	private @Nullable OriginPattern checkOrigin(String text, int index) {
		try {
			return OriginPattern.parse(text);
		}
		catch (InvalidOriginPatternException ex) {
			String message = text.isEmpty()
					? "The origin is empty; write \"null\" in quotes if the opaque origin is meant, or remove it"
					: "No browser sends this origin: " + ex.problem().description();
			add(Reason.INVALID_ORIGIN, element("allowed-origins", index), text, message, ex.suggestion());
			return null;
		}
	}

	private void checkMethods() {
		List<String> methods = this.specification.allowedMethods();
		if (methods.isEmpty()) {
			add(Reason.NO_METHODS, "allowed-methods", null, "The policy allows no method", null);
		}
		for (int i = 0; i < methods.size(); i++) {
			String method = methods.get(i);
			String property = element("allowed-methods", i);
			String upperCase = method.toUpperCase(Locale.ROOT);
			if (!HttpTokens.isToken(method)) {
				add(Reason.INVALID_METHOD, property, method, "This is not the name of a method",
						KNOWN_METHODS.contains(upperCase.strip()) ? upperCase.strip() : null);
			}
			else if (FORBIDDEN_METHODS.contains(upperCase)) {
				add(Reason.FORBIDDEN_METHOD, property, method, "Browsers let no script send this method", null);
			}
			else if (!method.equals(upperCase) && KNOWN_METHODS.contains(upperCase)) {
				add(Reason.INVALID_METHOD, property, method, "Methods are case-sensitive", upperCase);
			}
		}
	}

	private void checkAllowedHeaders() {
		List<String> headers = this.specification.allowedHeaders();
		for (int i = 0; i < headers.size(); i++) {
			String property = element("allowed-headers", i);
			String lowerCase = headers.get(i).toLowerCase(Locale.ROOT);
			if (!checkHeaderName(property, headers.get(i))) {
				continue;
			}
			if (lowerCase.startsWith("access-control-")) {
				add(Reason.FORBIDDEN_HEADER, property, headers.get(i),
						"Headers of the CORS protocol itself are not headers that a script sends", null);
			}
			else if (FORBIDDEN_REQUEST_HEADERS.contains(lowerCase) || lowerCase.startsWith("sec-")
					|| lowerCase.startsWith("proxy-")) {
				add(Reason.FORBIDDEN_HEADER, property, headers.get(i), "Browsers let no script set this header", null);
			}
		}
	}

	private void checkExposedHeaders() {
		List<String> headers = this.specification.exposedHeaders();
		for (int i = 0; i < headers.size(); i++) {
			String property = element("exposed-headers", i);
			if (checkHeaderName(property, headers.get(i))
					&& FORBIDDEN_RESPONSE_HEADERS.contains(headers.get(i).toLowerCase(Locale.ROOT))) {
				add(Reason.FORBIDDEN_HEADER, property, headers.get(i), "Browsers let no script read this header", null);
			}
		}
		if (this.specification.allowCredentials() && headers.contains("*")) {
			add(Reason.ANY_EXPOSED_HEADER_WITH_CREDENTIALS, element("exposed-headers", headers.indexOf("*")), "*",
					"With credentials, browsers take '*' for a header of that name: list the headers", null);
		}
	}

	private boolean checkHeaderName(String property, String name) {
		if (HttpTokens.isToken(name)) {
			return true;
		}
		String stripped = name.strip();
		add(Reason.INVALID_HEADER, property, name, "This is not the name of a header",
				HttpTokens.isToken(stripped) ? stripped : null);
		return false;
	}

	private void checkCredentials(List<OriginPattern> patterns) {
		Set<DangerousTolerance> tolerated = this.specification.dangerouslyTolerate();
		for (OriginPattern pattern : patterns) {
			String parent = pattern.wildcardParent();
			if (pattern.kind() == Kind.ANY) {
				addOrigin(Reason.ANY_ORIGIN_WITH_CREDENTIALS, pattern,
						"With credentials, '*' would hand every user's data to every site, and browsers refuse it: "
								+ "list the origins",
						null);
			}
			else if (pattern.kind() == Kind.OPAQUE && !tolerated.contains(DangerousTolerance.NULL_ORIGIN)) {
				addOrigin(Reason.NULL_ORIGIN_WITH_CREDENTIALS, pattern,
						"Any site can give itself the origin 'null' and would read with your users' credentials", null);
			}
			else if (pattern.scheme().equals("http") && !pattern.isLoopback()
					&& !tolerated.contains(DangerousTolerance.INSECURE_ORIGINS)) {
				addOrigin(Reason.INSECURE_ORIGIN_WITH_CREDENTIALS, pattern,
						"Whoever is on the network can read with your users' credentials through an http origin",
						"https" + pattern.toString().substring("http".length()));
			}
			if (parent != null && isPublicSuffix(parent)
					&& !tolerated.contains(DangerousTolerance.PUBLIC_SUFFIX_SUBDOMAINS)) {
				addOrigin(Reason.PUBLIC_SUFFIX_WITH_CREDENTIALS, pattern, "Anybody can register a name below '" + parent
						+ "' and would read with your users' credentials", null);
			}
		}
	}

	/**
	 * A name without a dot is a top-level domain, except the one that is this machine.
	 */
	private static boolean isPublicSuffix(String domain) {
		return domain.indexOf('.') == -1 && !domain.equals("localhost");
	}

	private void checkMaxAge() {
		long seconds = this.specification.maxAge().toSeconds();
		if (seconds < 0) {
			add(Reason.INVALID_MAX_AGE, "max-age", this.specification.maxAge().toString(),
					"A time cannot be negative; 0 keeps browsers from caching", "0");
		}
		else if (seconds > MAX_DELTA_SECONDS) {
			add(Reason.INVALID_MAX_AGE, "max-age", this.specification.maxAge().toString(),
					"No cache knows so long a time", "30m");
		}
	}

	private void addOrigin(Reason reason, OriginPattern pattern, String message, @Nullable String suggestion) {
		int index = this.specification.allowedOrigins().indexOf(pattern.toString());
		add(reason, element("allowed-origins", index), pattern.toString(), message, suggestion);
	}

	private static String element(String key, int index) {
		return key + "[" + index + "]";
	}

	private @Nullable String placeOf(String key) {
		Provenance provenance = this.specification.provenance();
		return provenance.place(provenance.property(key));
	}

	private void add(Reason reason, String key, @Nullable String value, String message, @Nullable String suggestion) {
		this.problems.add(new CorsProblem(reason, this.specification.name(),
				this.specification.provenance().property(key), value, message, suggestion, placeOf(key)));
	}

}
