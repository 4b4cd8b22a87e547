package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.corsstarter.origin.InvalidOriginPatternException;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.origin.OriginPattern.Kind;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.DangerousTolerance;
import io.github.corsstarter.policy.SafeText;
import io.github.corsstarter.web.CorsPolicies;
import org.jspecify.annotations.Nullable;

import org.springframework.web.cors.CorsConfiguration;

/**
 * Converts the origins and origin patterns of a {@link CorsConfiguration} to allowed
 * origins of a policy. An entry that has no equal form becomes the nearest form that
 * matches nothing else, and a note says so. Not safe for use by many threads.
 */
final class OriginConversion {

	private static final Pattern PORTS = Pattern.compile("(.*):\\[(\\*|\\d+(?:,\\d+)*)]");

	private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*)://(.*)");

	private static final Set<String> WEB = Set.of("http", "https");

	private final boolean credentials;

	private final Set<String> origins = new LinkedHashSet<>();

	private final Set<DangerousTolerance> tolerances = new LinkedHashSet<>();

	private final Set<String> notes = new LinkedHashSet<>();

	private boolean any;

	private OriginConversion(boolean credentials) {
		this.credentials = credentials;
	}

	static OriginConversion of(CorsConfiguration configuration) {
		OriginConversion conversion = new OriginConversion(Boolean.TRUE.equals(configuration.getAllowCredentials()));
		Stream.ofNullable(configuration.getAllowedOrigins()).flatMap(List::stream).forEach(conversion::addOrigin);
		Stream.ofNullable(configuration.getAllowedOriginPatterns())
			.flatMap(List::stream)
			.forEach(conversion::addPattern);
		return conversion;
	}

	/** The allowed origins; {@code *} alone if every origin is allowed. */
	List<String> origins() {
		return this.any ? List.of("*") : List.copyOf(this.origins);
	}

	/** Whether every origin is allowed. */
	boolean any() {
		return this.any;
	}

	/** The origins that are listed beside {@code *}. */
	List<String> listed() {
		return List.copyOf(this.origins);
	}

	Set<DangerousTolerance> tolerances() {
		return this.any ? Set.of() : this.tolerances;
	}

	Set<String> notes() {
		return this.notes;
	}

	private void addOrigin(String origin) {
		if (origin.equals(CorsConfiguration.ALL)) {
			this.any = true;
			return;
		}
		// Spring compares without regard to case. Browsers send these in lower case.
		String sent = isWeb(origin) ? origin.toLowerCase(Locale.ROOT) : origin;
		OriginPattern pattern = parse(sent);
		if (pattern == null || pattern.kind() == Kind.NONE || !pattern.isExactly(sent)) {
			this.notes.add(quoted(origin) + " matches nothing, because browsers do not send this text. Left out."
					+ didYouMean(sent));
		}
		else {
			addAccepted(origin, sent);
		}
	}

	private void addPattern(String text) {
		if (text.equals(CorsConfiguration.ALL)) {
			this.any = true;
			return;
		}
		Matcher ports = PORTS.matcher(text);
		boolean listed = ports.matches();
		String withoutPorts = listed ? ports.group(1) : text;
		if (withoutPorts.indexOf('*') == -1 && !listed) {
			if (isWeb(text) && !text.equals(text.toLowerCase(Locale.ROOT))) {
				this.notes.add(quoted(text) + " matches nothing, because browsers send lower case. Left out.");
			}
			else {
				addOrigin(text);
			}
			return;
		}
		String suffix = "";
		if (listed) {
			suffix = ports(withoutPorts, ports.group(2));
			if (suffix.isEmpty()) {
				this.notes
					.add(quoted(text) + " matches nothing, because browsers do not send the default port. Left out.");
				return;
			}
		}
		boolean anyPort = withoutPorts.endsWith(":*") && !listed;
		String converted = withoutPorts + suffix;
		OriginPattern pattern = parse(converted);
		if (pattern != null && !errors(converted).isEmpty() && !isTolerable(converted)) {
			pattern = null;
		}
		if (pattern == null || !isWithin(pattern, text, anyPort)) {
			addNearest(text, withoutPorts, suffix, anyPort);
			return;
		}
		if (anyPort) {
			this.notes
				.add(quoted(converted) + " also matches the origin without a port here. In Spring, ':*' needs a port.");
		}
		noteDots(text, pattern);
		addAccepted(text, converted);
	}

	/** In Spring, {@code *} also matches dots. */
	private void noteDots(String text, OriginPattern pattern) {
		String label = pattern.host().split("\\.", 2)[0];
		if (pattern.kind() == Kind.WILDCARD && label.indexOf('*') != -1 && !label.equals("*")) {
			this.notes.add(quoted(text) + ": here, '*' matches no dot. In Spring, it does.");
		}
	}

	/**
	 * The ports that Spring's pattern can match. Its list needs a port in the origin, so
	 * the default port matches nothing.
	 */
	private static String ports(String withoutPorts, String list) {
		if (list.equals("*")) {
			return ":*";
		}
		String defaultPort = withoutPorts.startsWith("https:") ? "443" : withoutPorts.startsWith("http:") ? "80" : "";
		List<String> ports = Arrays.stream(list.split(","))
			.filter((port) -> !port.equals(defaultPort) && port.matches("[1-9][0-9]{0,4}")
					&& Integer.parseInt(port) <= 65535)
			.distinct()
			.toList();
		return ports.isEmpty() ? "" : ":[" + String.join(",", ports) + "]";
	}

	private void addNearest(String text, String withoutPorts, String suffix, boolean anyPort) {
		List<OriginPattern> nearest = new ArrayList<>();
		for (String candidate : candidates(withoutPorts, suffix)) {
			OriginPattern pattern = parse(candidate);
			if (pattern != null && pattern.kind() != Kind.NONE && pattern.kind() != Kind.ANY
					&& errors(candidate).isEmpty() && isWithin(pattern, text, anyPort)) {
				nearest.add(pattern);
			}
		}
		List<String> widest = nearest.stream()
			.filter((pattern) -> nearest.stream().noneMatch((other) -> !other.equals(pattern) && other.covers(pattern)))
			.map(OriginPattern::toString)
			.distinct()
			.toList();
		if (widest.isEmpty()) {
			this.notes.add(quoted(text) + " has no safe form here, so it is left out. List the origins."
					+ (this.credentials ? "" : " If every site may read, write \"*\"."));
			return;
		}
		this.notes.add(quoted(text) + " has no safe form here. The nearest is "
				+ widest.stream().map(OriginConversion::quoted).collect(Collectors.joining(" and "))
				+ ", which matches less.");
		widest.forEach((entry) -> addAccepted(text, entry));
	}

	private static List<String> candidates(String withoutPorts, String suffix) {
		List<String> starts = new ArrayList<>();
		Matcher scheme = SCHEME.matcher(withoutPorts);
		if (scheme.matches()) {
			starts.add(withoutPorts);
		}
		else {
			// The scheme has a wildcard: *://, http*://, or none at all.
			String rest = withoutPorts.replaceFirst("^[a-zA-Z*]*://", "");
			String host = rest.equals(withoutPorts) ? rest.replaceFirst("^\\*(?!\\.)", "") : rest;
			starts.add("https://" + host);
			starts.add("http://" + host);
			starts.add("https://*." + host);
			starts.add("http://*." + host);
		}
		List<String> candidates = new ArrayList<>();
		for (String start : starts) {
			candidates.add(start + suffix);
			candidates.add(start.replaceFirst("://\\*\\.?", "://") + suffix);
			candidates.add(start.replaceFirst("://\\*\\.?", "://*.") + suffix);
			if (start.endsWith("*") && suffix.isEmpty()) {
				String stripped = start.replaceFirst(":?\\*$", "");
				candidates.add(stripped);
				candidates.add(stripped + ":*");
			}
		}
		candidates.add(suggestion(withoutPorts + suffix));
		return candidates.stream().filter(Objects::nonNull).distinct().toList();
	}

	/**
	 * Whether Spring's pattern matches every kind of origin that a pattern matches. The
	 * text {@code :*} is the exception: here it includes the default port.
	 */
	private static boolean isWithin(OriginPattern pattern, String text, boolean anyPort) {
		CorsConfiguration spring = new CorsConfiguration();
		spring.addAllowedOriginPattern(text);
		return witnesses(pattern, anyPort).stream().allMatch((origin) -> spring.checkOrigin(origin) != null);
	}

	private static List<String> witnesses(OriginPattern pattern, boolean anyPort) {
		String label = pattern.host().split("\\.", 2)[0];
		List<String> hosts = !label.contains("*") ? List.of(pattern.host())
				: (label.equals("*") && !pattern.isAnyHost())
						? List.of(replace(pattern, "a"), replace(pattern, "a.b-1"), replace(pattern, "x_y.z"))
						: List.of(replace(pattern, "a"), replace(pattern, "b-1"), replace(pattern, "x_y"));
		String port = pattern.port();
		List<String> ports = List.of("");
		if (port != null) {
			ports = (port.equals(":*") || port.equals(":[*]")) ? (anyPort ? List.of(":1234") : List.of("", ":1234"))
					: Arrays.stream(port.replaceAll("[:\\[\\]]", "").split(",")).map((number) -> ":" + number).toList();
		}
		List<String> suffixes = ports;
		return hosts.stream()
			.flatMap((host) -> suffixes.stream().map((number) -> pattern.scheme() + "://" + host + number))
			.toList();
	}

	private static String replace(OriginPattern pattern, String text) {
		return pattern.host().replace("*", text);
	}

	/** Add an entry that means the same here, if the policy may have it. */
	private void addAccepted(String text, String entry) {
		List<CorsProblem> errors = errors(entry);
		if (errors.isEmpty()) {
			this.origins.add(entry);
		}
		else if (isTolerable(entry)) {
			this.origins.add(entry);
			errors.forEach((problem) -> {
				this.tolerances.add(Objects.requireNonNull(tolerance(problem)));
				this.notes.add("UNSAFE: " + quoted(entry) + ": " + firstSentence(problem.message()));
			});
		}
		else {
			this.notes.add("UNSAFE: " + quoted(text) + " is left out. " + firstSentence(errors.get(0).message()));
		}
	}

	private static String firstSentence(String message) {
		int end = message.indexOf(". ");
		return (end != -1) ? message.substring(0, end + 1) : message;
	}

	private boolean isTolerable(String entry) {
		return errors(entry).stream().allMatch((problem) -> tolerance(problem) != null);
	}

	private static @Nullable DangerousTolerance tolerance(CorsProblem problem) {
		return switch (problem.reason()) {
			case INSECURE_ORIGIN_WITH_CREDENTIALS -> DangerousTolerance.INSECURE_ORIGINS;
			case PUBLIC_SUFFIX_WITH_CREDENTIALS -> DangerousTolerance.PUBLIC_SUFFIX_SUBDOMAINS;
			case NULL_ORIGIN_WITH_CREDENTIALS -> DangerousTolerance.NULL_ORIGIN;
			default -> null;
		};
	}

	private List<CorsProblem> errors(String entry) {
		return CorsPolicies.validate(List.of(CorsPolicySpecification.builder("candidate")
			.paths("/")
			.allowedOrigins(entry)
			.allowCredentials(this.credentials)
			.build())).stream().filter(CorsProblem::isError).toList();
	}

	private static boolean isWeb(String text) {
		Matcher scheme = SCHEME.matcher(text);
		return scheme.matches() && WEB.contains(scheme.group(1).toLowerCase(Locale.ROOT));
	}

	private static @Nullable OriginPattern parse(String text) {
		try {
			return OriginPattern.parse(text);
		}
		catch (InvalidOriginPatternException ex) {
			return null;
		}
	}

	private static @Nullable String suggestion(String text) {
		try {
			OriginPattern.parse(text);
			return null;
		}
		catch (InvalidOriginPatternException ex) {
			return ex.suggestion();
		}
	}

	private static String didYouMean(String text) {
		String suggestion = suggestion(text);
		return (suggestion != null) ? " If you mean " + quoted(suggestion) + ", add it." : "";
	}

	private static String quoted(String text) {
		return "\"" + SafeText.ofConfiguration(text) + "\"";
	}

}
