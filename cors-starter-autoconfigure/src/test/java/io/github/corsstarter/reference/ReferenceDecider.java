package io.github.corsstarter.reference;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.testing.SlowSpelling;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Sections 2 and 3 of the design, word by word. Where two readings are possible, a
 * comment has the one that was chosen.
 */
final class ReferenceDecider {

	private static final String PORT = "[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}"
			+ "|655[0-2][0-9]|6553[0-5]";

	private static final Pattern ORIGIN_PATTERN = Pattern
		.compile("([a-z][a-z0-9+.-]*)://(\\[[0-9a-f:]+]|[^:]+)(?::(\\*|\\[\\*]|\\[[0-9,]+]|[0-9]+))?");

	/** URL, "forbidden host code point" and "opaque-host parser". */
	private static final String ANY_HOST = "(?:[\\x21-\\x7e&&[^#/:<>?@\\[\\\\\\]^|]]+|\\[[0-9a-fA-F:.]+])";

	private static final String LABEL = "[a-z0-9_-]+";

	private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "ws", 80, "https", 443, "wss", 443,
			"ftp", 21);

	private static final Set<String> NO_VARY = Set.of();

	private static final Set<String> VARY_ORIGIN = Set.of("Origin");

	private static final Set<String> VARY_PREFLIGHT = new TreeSet<>(
			Set.of("Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"));

	private static final String DECIMAL = "(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";

	private static final Pattern IPV4 = Pattern.compile(DECIMAL + "(?:\\." + DECIMAL + "){3}");

	private final List<String> hosts;

	private final boolean debug;

	/** In the order of their names. */
	private final Map<PathPattern, List<PlainPolicy>> policiesByPath = new HashMap<>();

	private final Map<String, Pattern> originExpressions = new HashMap<>();

	ReferenceDecider(PlainConfiguration configuration) {
		this.debug = configuration.debug();
		this.hosts = configuration.hosts().stream().map((host) -> host.replaceFirst("\\.$", "")).toList();
		Map<String, Set<String>> spellings = new HashMap<>();
		for (PlainPolicy policy : configuration.policies()) {
			for (String path : policy.paths()) {
				spellings.computeIfAbsent(withoutNames(path), (key) -> new TreeSet<>()).add(path);
			}
		}
		spellings.forEach((key, paths) -> this.policiesByPath.put(
				PathPatternParser.defaultInstance.parse(paths.iterator().next()),
				configuration.policies()
					.stream()
					.filter((policy) -> policy.paths().stream().anyMatch((path) -> withoutNames(path).equals(key)))
					.sorted(Comparator.comparing(PlainPolicy::name))
					.toList()));
	}

	/** "Patterns that differ only in variable names count as the same." */
	private static String withoutNames(String path) {
		return path.replaceAll("\\{(\\*?)[a-z]+", "{$1");
	}

	/**
	 * "Any other path is looked up twice: as written, and in its plain spelling." If the
	 * results differ, "a CORS request must be allowed by both policies (no policy allows
	 * everything)", and "a request that is not CORS passes, with Vary: Origin and without
	 * *". A response that is allowed varies as well: a cache would give it to an origin
	 * that the other policy does not allow.
	 */
	Outcome decide(FakeCorsRequest request) {
		List<PlainPolicy> written = policiesFor(request.path());
		List<List<PlainPolicy>> others = new ArrayList<>();
		for (String spelling : spellings(request.path())) {
			others.add(policiesFor(SlowSpelling.encode(spelling)));
		}
		if (!this.hosts.isEmpty() && !isForAllowedHosts(request)) {
			Optional<List<PlainPolicy>> covering = Stream.concat(Stream.of(written), others.stream())
				.filter((policies) -> !policies.isEmpty())
				.findFirst();
			if (covering.isPresent()) {
				return misdirected(nameGiver(covering.get()), request);
			}
		}
		Outcome outcome = decide(written, request);
		if (others.stream().allMatch((other) -> other.equals(written))) {
			return outcome;
		}
		List<Outcome> all = new ArrayList<>(List.of(outcome));
		others.forEach((other) -> all.add(decide(other, request)));
		for (Outcome one : all) {
			if (!one.policy().isEmpty() && one.kind().equals("not-cors")) {
				return new Outcome(one.policy(), "not-cors", "allowed", true, 0, Map.of(), VARY_ORIGIN);
			}
		}
		Outcome answer = all.stream()
			.filter((one) -> one.isRejected() && !one.handlerRuns())
			.findFirst()
			.or(() -> all.stream().filter(Outcome::isRejected).findFirst())
			.orElse(outcome);
		return (answer.policy().isEmpty() || !answer.vary().isEmpty()) ? answer : answer.with(VARY_ORIGIN);
	}

	/**
	 * "Two names must both be allowed: the one as received, and the one after forwarded
	 * headers."
	 */
	private boolean isForAllowedHosts(FakeCorsRequest request) {
		String received = request.receivedHost();
		return received != null && request.host() != null && isAllowedHost(received.replaceFirst(":[0-9]*$", ""))
				&& (isAllowedHost(request.host()) || isIpv6(request.host()));
	}

	/**
	 * "Names are compared without the port, without regard to case and to one final dot."
	 */
	private boolean isAllowedHost(String host) {
		if (IPV4.matcher(host).matches()
				|| (host.startsWith("[") && host.endsWith("]") && isIpv6(host.substring(1, host.length() - 1)))) {
			return true;
		}
		String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
		return name.equals("localhost") || name.matches("(?s).+\\.localhost")
				|| this.hosts.stream()
					.anyMatch((entry) -> entry.startsWith("*.")
							? name.endsWith(entry.substring(1)) && name.length() > entry.length() - 1
							: name.equals(entry));
	}

	private static boolean isIpv6(String text) {
		try {
			return text.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*") && InetAddress.getByName("[" + text + "]") != null;
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	/**
	 * "421, with or without Origin, whatever on-disallowed says, with Vary: Origin."
	 */
	private static Outcome misdirected(PlainPolicy policy, FakeCorsRequest request) {
		boolean preflight = request.method().equals("OPTIONS") && !request.values("Origin").isEmpty()
				&& !request.values("Access-Control-Request-Method").isEmpty();
		return new Outcome(policy.name(), preflight ? "preflight" : "actual", "host-not-allowed", false, 421, Map.of(),
				VARY_ORIGIN);
	}

	private static Set<String> spellings(String path) {
		if (path.equals(CorsRequest.UNKNOWN_PATH)) {
			return Set.of();
		}
		return isPlain(path) ? Set.of(path) : SlowSpelling.all(path);
	}

	private static boolean isPlain(String path) {
		return path.equals(SlowSpelling.plain(path)) && path.matches("[a-zA-Z0-9/._~!$&'()+,=:@-]*");
	}

	private Outcome decide(List<PlainPolicy> policies, FakeCorsRequest request) {
		if (policies.isEmpty()) {
			// "A path that no policy covers is left alone entirely."
			return new Outcome("", "not-cors", "no-policy", true, 0, Map.of(), NO_VARY);
		}
		if (policies.size() == 1) {
			return decide(policies.get(0), request);
		}
		Outcome outcome = decide(audience(policies, request), request);
		if (outcome.kind().equals("not-cors") && !isEmbeddedRefusal(policies, request)) {
			// "A not-CORS response has the headers of the * policy, if there is one and
			// it allows the method."
			outcome = notCors(everyOther(policies).orElseGet(() -> nameGiver(policies)), request);
		}
		// "Every response on such a path has Vary: Origin."
		return outcome.vary().isEmpty() ? outcome.with(VARY_ORIGIN) : outcome;
	}

	/** Whether the request passes only because it is embedded. */
	private boolean isEmbeddedRefusal(List<PlainPolicy> policies, FakeCorsRequest request) {
		FakeCorsRequest notEmbedded = new FakeCorsRequest(request.method(), request.path(),
				request.lines().stream().filter((line) -> !line.name().equalsIgnoreCase("Sec-Fetch-Mode")).toList(),
				request.scheme(), request.host(), request.port());
		return isEmbedded(request) && decide(audience(policies, request), notEmbedded).isRejected();
	}

	/**
	 * "If no origin matches two of them. {@code *} then means every origin that the
	 * others do not match."
	 */
	private PlainPolicy audience(List<PlainPolicy> policies, FakeCorsRequest request) {
		List<String> origins = request.values("Origin");
		if (origins.size() != 1 || origins.get(0).isEmpty() || origins.get(0).length() > 512) {
			return nameGiver(policies);
		}
		List<PlainPolicy> matching = policies.stream()
			.filter((policy) -> !policy.origins().contains("*") && allowsOrigin(policy, origins.get(0)))
			.toList();
		if (matching.size() > 1) {
			throw new AssertionError(origins + " matches two policies: " + matching);
		}
		return !matching.isEmpty() ? matching.get(0) : everyOther(policies).orElseGet(() -> nameGiver(policies));
	}

	private static Optional<PlainPolicy> everyOther(List<PlainPolicy> policies) {
		return policies.stream().filter((policy) -> policy.origins().contains("*")).findFirst();
	}

	/**
	 * "Rejected in the name of the alphabetically first policy without credentials, or
	 * else the alphabetically first (the same for hosts)."
	 */
	private static PlainPolicy nameGiver(List<PlainPolicy> policies) {
		return policies.stream().filter((policy) -> !policy.credentials()).findFirst().orElse(policies.get(0));
	}

	private Outcome decide(PlainPolicy policy, FakeCorsRequest request) {
		List<String> origins = request.values("Origin");
		if (origins.isEmpty()) {
			return notCors(policy, request);
		}
		// "Origin-malformed is an Origin that is empty, repeated, or longer than 512";
		// such a value never equals the address of the request.
		String origin = origins.get(0);
		boolean malformed = origin.isEmpty() || origins.size() > 1 || origin.length() > 512;
		String originReason = malformed ? "origin-malformed"
				: allowsOrigin(policy, origin) ? "allowed" : "origin-not-allowed";
		boolean preflight = request.method().equals("OPTIONS")
				&& !request.values("Access-Control-Request-Method").isEmpty();
		Outcome outcome = preflight ? preflight(policy, originReason, request) : actual(policy, originReason, request);
		// "The exceptions in this table (own site, embedded, Sec-Fetch-Site: none) may be
		// evaluated last, when a request would otherwise be rejected."
		if (!outcome.isRejected()) {
			return outcome;
		}
		if (isOfOwnSite(request) || isOutsideOfSites(origin, malformed, request)) {
			return notCors(policy, request);
		}
		// "Without permission it gets what the row omit-headers says, and there is no
		// count, log line, event or rejection."
		return isEmbedded(request) ? new Outcome(policy.name(), "not-cors", "allowed", true, 0, Map.of(), VARY_ORIGIN)
				: outcome;
	}

	/**
	 * "Sec-Fetch-Site: same-origin (sent once), or Origin equal to the request's own
	 * scheme, host and port".
	 */
	static boolean isOfOwnSite(FakeCorsRequest request) {
		List<String> origins = request.values("Origin");
		return request.values("Sec-Fetch-Site").equals(List.of("same-origin"))
				|| (origins.size() == 1 && isOwnOrigin(origins.get(0), request));
	}

	/**
	 * "Sec-Fetch-Site: none: not CORS for GET and HEAD; for other methods only if Origin
	 * has a scheme other than http and https and is not null or file://". A malformed
	 * origin has no scheme.
	 */
	private static boolean isOutsideOfSites(String origin, boolean malformed, FakeCorsRequest request) {
		return request.values("Sec-Fetch-Site").equals(List.of("none"))
				&& (isGetOrHead(request) || (!malformed && origin.matches("(?s)[a-z][a-z0-9+.-]*://.*")
						&& !origin.matches("(?s)https?://.*") && !origin.equals("file://")));
	}

	/**
	 * "GET or HEAD with Sec-Fetch-Mode: no-cors or navigate, unless it has Upgrade". The
	 * mode counts "only if sent once, with one value".
	 */
	private static boolean isEmbedded(FakeCorsRequest request) {
		List<String> modes = request.values("Sec-Fetch-Mode");
		return isGetOrHead(request) && (modes.equals(List.of("no-cors")) || modes.equals(List.of("navigate")))
				&& request.values("Upgrade").isEmpty();
	}

	private static boolean isGetOrHead(FakeCorsRequest request) {
		return request.method().equals("GET") || request.method().equals("HEAD");
	}

	/** "The policy with the most specific matching path pattern." */
	private List<PlainPolicy> policiesFor(String path) {
		PathContainer container;
		try {
			container = PathContainer.parsePath(path);
		}
		catch (IllegalArgumentException ex) {
			return List.of();
		}
		return this.policiesByPath.keySet()
			.stream()
			.filter((pattern) -> pattern.matches(container))
			.min(Comparator.naturalOrder())
			.map(this.policiesByPath::get)
			.orElse(List.of());
	}

	/** Rows "not CORS" of the table of responses. */
	private Outcome notCors(PlainPolicy policy, FakeCorsRequest request) {
		if (policy.origins().contains("*") && allowsMethod(policy, request.method())) {
			return new Outcome(policy.name(), "not-cors", "allowed", true, 0, readable(policy, request), NO_VARY);
		}
		return new Outcome(policy.name(), "not-cors", "allowed", true, 0, Map.of(), VARY_ORIGIN);
	}

	/** "Actual requests check origin and method." */
	private Outcome actual(PlainPolicy policy, String originReason, FakeCorsRequest request) {
		String reason = !originReason.equals("allowed") ? originReason
				: allowsMethod(policy, request.method()) ? "allowed" : "method-not-allowed";
		if (reason.equals("allowed")) {
			// "Vary is absent only where * is sent to everybody."
			return new Outcome(policy.name(), "actual", reason, true, 0, readable(policy, request),
					policy.origins().contains("*") ? NO_VARY : VARY_ORIGIN);
		}
		boolean handlerRuns = policy.omitHeaders();
		return new Outcome(policy.name(), "actual", reason, handlerRuns, handlerRuns ? 0 : 403, Map.of(), VARY_ORIGIN);
	}

	private Map<String, String> readable(PlainPolicy policy, FakeCorsRequest request) {
		Map<String, String> headers = originHeaders(policy, request);
		if (policy.timing()) {
			headers.put("Timing-Allow-Origin", headers.get("Access-Control-Allow-Origin"));
		}
		List<String> exposed = names(policy.exposed());
		if (!exposed.isEmpty()) {
			headers.put("Access-Control-Expose-Headers", String.join(", ", exposed));
		}
		return headers;
	}

	private Map<String, String> originHeaders(PlainPolicy policy, FakeCorsRequest request) {
		Map<String, String> headers = new TreeMap<>();
		headers.put("Access-Control-Allow-Origin",
				policy.origins().contains("*") ? "*" : request.values("Origin").get(0));
		if (policy.credentials()) {
			headers.put("Access-Control-Allow-Credentials", "true");
		}
		return headers;
	}

	/** "Checks in Fetch's order: origin, method, then headers." */
	private Outcome preflight(PlainPolicy policy, String originReason, FakeCorsRequest request) {
		String method = request.values("Access-Control-Request-Method").get(0);
		List<String> lines = request.values("Access-Control-Request-Headers");
		if (!originReason.equals("allowed")) {
			return rejectedPreflight(policy, originReason, Map.of());
		}
		Map<String, String> headers = originHeaders(policy, request);
		if (policy.privateNetwork() && isFirst(request, "Access-Control-Request-Private-Network", "true")) {
			headers.put("Access-Control-Allow-Private-Network", "true");
		}
		boolean anyMethod = policy.methods().contains("*");
		headers.put("Access-Control-Allow-Methods",
				(!anyMethod || !policy.credentials()) ? String.join(", ", withHead(names(policy.methods()))) : method);
		if (!allowsMethod(policy, method)) {
			// "Browsers do not look at -Allow-Methods for it, so -Allow-Origin is
			// withheld", and so are the other headers. A text that is not a valid method
			// gets no headers either.
			boolean browserGoesOn = List.of("GET", "HEAD", "POST").contains(method) || !HeaderList.isToken(method)
					|| policy.methods().contains("*");
			return rejectedPreflight(policy, "method-not-allowed", browserGoesOn ? Map.of() : headers);
		}
		boolean anyHeader = policy.headers().contains("*");
		if (!anyHeader && !policy.headers().isEmpty()) {
			headers.put("Access-Control-Allow-Headers", String.join(", ", names(policy.headers())));
		}
		else if (anyHeader) {
			headers.put("Access-Control-Allow-Headers", policy.credentials() ? echo(lines) : "*, authorization");
		}
		switch (checkHeaders(policy, lines)) {
			case "not-allowed" -> {
				return rejectedPreflight(policy, "headers-not-allowed", headers);
			}
			case "unreadable" -> {
				return rejectedPreflight(policy, "headers-not-allowed", Map.of());
			}
			case "none" -> headers.remove("Access-Control-Allow-Headers");
			default -> {
			}
		}
		headers.put("Access-Control-Max-Age", Long.toString(Math.floorDiv(policy.maxAgeMillis(), 1000L)));
		return new Outcome(policy.name(), "preflight", "allowed", false, 200, headers, VARY_PREFLIGHT);
	}

	/**
	 * "A rejected preflight is 403 in both modes"; "with cors.debug a rejected preflight
	 * gets status 200 and the headers that did pass". This class reads this as the
	 * headers of the passed checks and of the failed check, without
	 * {@code Access-Control-Max-Age}.
	 */
	private Outcome rejectedPreflight(PlainPolicy policy, String reason, Map<String, String> passed) {
		return new Outcome(policy.name(), "preflight", reason, false, this.debug ? 200 : 403,
				this.debug ? passed : Map.of(), VARY_PREFLIGHT);
	}

	/**
	 * Every name in {@code Access-Control-Request-Headers} must be allowed, whatever its
	 * case. Lines are read one after the other. Each line reduces an allowance by its
	 * length plus one. The allowance is 4096 characters if every name is allowed.
	 * Otherwise it is 256 plus, for each allowed name, its length plus three. A line that
	 * exceeds the allowance is not read. If every name is allowed, it must still be a
	 * token.
	 */
	private String checkHeaders(PlainPolicy policy, List<String> lines) {
		boolean any = policy.headers().contains("*");
		Set<String> allowed = new LinkedHashSet<>();
		int allowance = any ? 4096 : 256;
		for (String name : names(policy.headers())) {
			allowed.add(lowerCase(name));
			allowance += any ? 0 : name.length() + 3;
		}
		int used = 0;
		String result = "none";
		for (String line : lines) {
			used += line.length() + 1;
			if (used > allowance) {
				return "unreadable";
			}
			for (String name : HeaderList.elements(line)) {
				if (any && !HeaderList.isToken(name)) {
					return "unreadable";
				}
				if (!any && !allowed.contains(lowerCase(name))) {
					return "not-allowed";
				}
				result = "allowed";
			}
		}
		return result;
	}

	/**
	 * "GET implies HEAD"; under {@code *}, a method must be a token of at most 64
	 * characters.
	 */
	private static boolean allowsMethod(PlainPolicy policy, String method) {
		return policy.methods().contains("*") ? isMethod(method) : withHead(policy.methods()).contains(method);
	}

	private static boolean isMethod(String method) {
		return HeaderList.isToken(method) && method.length() <= 64;
	}

	private static List<String> withHead(List<String> methods) {
		Set<String> all = new LinkedHashSet<>();
		for (String method : methods) {
			all.add(method);
			if (method.equals("GET")) {
				all.add("HEAD");
			}
		}
		return new ArrayList<>(all);
	}

	/** "{@code *} means all of them": names beside it add nothing. */
	private static List<String> names(List<String> names) {
		return names.contains("*") ? List.of("*") : new ArrayList<>(new LinkedHashSet<>(names));
	}

	private boolean allowsOrigin(PlainPolicy policy, String origin) {
		for (String pattern : policy.origins()) {
			boolean matches = switch (pattern) {
				case "*" -> true;
				case "none" -> false;
				case "null", "file://" -> origin.equals(pattern);
				default -> this.originExpressions.computeIfAbsent(pattern, ReferenceDecider::originExpression)
					.matcher(origin)
					.matches();
			};
			if (matches) {
				return true;
			}
		}
		return false;
	}

	/** The table of origin patterns. */
	static Pattern originExpression(String pattern) {
		Matcher parts = ORIGIN_PATTERN.matcher(pattern);
		if (!parts.matches()) {
			throw new AssertionError("Not in the table: " + pattern);
		}
		String scheme = parts.group(1);
		return Pattern.compile(Pattern.quote(scheme + "://") + hostExpression(parts.group(2))
				+ portExpression(parts.group(3), DEFAULT_PORTS.getOrDefault(scheme, -1)));
	}

	private static String hostExpression(String host) {
		if (host.equals("*")) {
			return ANY_HOST;
		}
		if (host.startsWith("*.")) {
			return "(?:" + LABEL + "\\.)+" + Pattern.quote(host.substring(2));
		}
		int star = host.indexOf('*');
		if (star != -1) {
			return Pattern.quote(host.substring(0, star)) + LABEL + Pattern.quote(host.substring(star + 1));
		}
		return Pattern.quote(host);
	}

	private static String portExpression(String port, int defaultPort) {
		if (port == null) {
			return "";
		}
		if (port.equals("*") || port.equals("[*]")) {
			return "(?::(?:" + PORT + "))?";
		}
		List<String> alternatives = new ArrayList<>();
		for (String number : port.replaceAll("[\\[\\]]", "").split(",")) {
			alternatives.add((Integer.parseInt(number) == defaultPort) ? "" : ":" + number);
		}
		return "(?:" + String.join("|", alternatives) + ")";
	}

	/**
	 * "Origin equal to the request's own scheme, host and port", without regard to case.
	 * The default port of the scheme may be left out.
	 */
	static boolean isOwnOrigin(String origin, FakeCorsRequest request) {
		if (request.scheme() == null || request.host() == null || request.host().isEmpty()) {
			return false;
		}
		String scheme = lowerCase(request.scheme());
		String host = lowerCase(request.host());
		if (host.contains(":") && !host.startsWith("[")) {
			host = "[" + host + "]";
		}
		int defaultPort = DEFAULT_PORTS.getOrDefault(scheme, -1);
		int port = (request.port() > 0) ? request.port() : defaultPort;
		List<String> own = new ArrayList<>();
		own.add(scheme + "://" + host + ":" + port);
		if (port == defaultPort) {
			own.add(scheme + "://" + host);
		}
		return own.contains(lowerCase(origin));
	}

	private static boolean isFirst(FakeCorsRequest request, String name, String value) {
		List<String> values = request.values(name);
		return !values.isEmpty() && values.get(0).equals(value);
	}

	/** Converts ASCII letters only. */
	private static String lowerCase(String text) {
		StringBuilder result = new StringBuilder(text);
		for (int i = 0; i < result.length(); i++) {
			char c = result.charAt(i);
			if (c >= 'A' && c <= 'Z') {
				result.setCharAt(i, (char) (c + 32));
			}
		}
		return result.toString();
	}

	/**
	 * The requested headers in one line. If there are several lines, blank ones are left
	 * out.
	 */
	private static String echo(List<String> lines) {
		return (lines.size() == 1) ? lines.get(0)
				: String.join(", ", lines.stream().filter((line) -> !line.isBlank()).toList());
	}

}
