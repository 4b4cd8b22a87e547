package io.github.corsstarter.applicationrules;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.policy.DangerousTolerance;
import io.github.corsstarter.web.CorsPolicies;
import org.jspecify.annotations.Nullable;

import org.springframework.web.cors.CorsConfiguration;

/**
 * What a rule allows, in the terms of a policy. Immutable.
 *
 * @param origins the allowed origins; empty for nobody
 * @param methods the allowed methods; {@code *} alone for all
 * @param headers the allowed headers; {@code *} alone for all
 * @param exposed the exposed headers; {@code *} alone for all
 * @param credentials whether credentials are allowed
 * @param privateNetwork whether the header of Private Network Access is sent
 * @param maxAge how long browsers may cache a preflight
 * @param tolerances the tolerances that the origins need
 * @param notes what a person should know about differences
 */
record Audience(List<String> origins, Set<String> methods, List<String> headers, List<String> exposed,
		boolean credentials, boolean privateNetwork, Duration maxAge, Set<DangerousTolerance> tolerances,
		List<String> notes) {

	/** What browsers use if there is no header (Fetch, "cache entry"). */
	private static final Duration BROWSER_DEFAULT_MAX_AGE = Duration.ofSeconds(5);

	private static final Duration LONGEST_MAX_AGE = Duration.ofSeconds(Integer.MAX_VALUE);

	static final String ANY = "*";

	private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	Audience {
		origins = List.copyOf(origins);
		methods = normalize(methods);
		headers = List.copyOf(headers);
		exposed = List.copyOf(exposed);
		tolerances = Set.copyOf(tolerances);
		notes = List.copyOf(notes);
	}

	/**
	 * Convert the settings of a rule.
	 * @param configuration the settings
	 * @param methods the methods that the rule really allows
	 */
	static Audience of(CorsConfiguration configuration, Set<String> methods) {
		OriginConversion conversion = OriginConversion.of(configuration);
		boolean credentials = Boolean.TRUE.equals(configuration.getAllowCredentials());
		Set<String> notes = new LinkedHashSet<>(conversion.notes());
		List<String> exposed = names(withoutCommas(configuration.getExposedHeaders()),
				CorsPolicySpecification.Builder::exposedHeaders);
		addNameNotes(configuration, notes);
		if (credentials && conversion.any()) {
			addAnyOriginNotes(configuration, conversion.listed(), notes);
			credentials = false;
		}
		if (credentials && exposed.contains(ANY)) {
			notes.add("With credentials, browsers do not take '*' in exposed headers as a wildcard. Left out. List the"
					+ " headers that scripts read.");
			exposed = List.of();
		}
		return new Audience(conversion.origins(), methods,
				names(configuration.getAllowedHeaders(), CorsPolicySpecification.Builder::allowedHeaders), exposed,
				credentials, Boolean.TRUE.equals(configuration.getAllowPrivateNetwork()),
				maxAge(configuration.getMaxAge()), conversion.tolerances(), List.copyOf(notes));
	}

	/** Spring writes exposed headers into one field, where browsers read commas. */
	private static @Nullable List<String> withoutCommas(@Nullable List<String> names) {
		return (names != null) ? names.stream()
			.flatMap((name) -> Stream.of(name.split(",")))
			.map(String::strip)
			.filter((name) -> !name.isEmpty())
			.toList() : null;
	}

	private static void addNameNotes(CorsConfiguration configuration, Set<String> notes) {
		addNameNotes("allowed", configuration.getAllowedHeaders(), notes);
		addNameNotes("exposed", withoutCommas(configuration.getExposedHeaders()), notes);
	}

	private static void addNameNotes(String kind, @Nullable List<String> names, Set<String> notes) {
		if (names != null && !names.contains(ANY)) {
			names.stream()
				.filter((name) -> !NAME.matcher(name.strip()).matches())
				.forEach((name) -> notes
					.add("Left out: the " + kind + " header " + MigrationYaml.shown(MigrationYaml.quoted(name))
							+ ", because it is not the name of a header, and has no effect in Spring either."
							+ (name.contains(",") ? " If several headers are meant, list them one by one." : "")));
		}
	}

	private static void addAnyOriginNotes(CorsConfiguration configuration, List<String> listed, Set<String> notes) {
		List<String> origins = configuration.getAllowedOrigins();
		notes.add((origins != null && origins.contains(CorsConfiguration.ALL))
				? "This rule has never worked: Spring refuses \"*\" with credentials and answers with an error."
						+ " Here, \"*\" is without credentials."
				: "UNSAFE: this rule lets every site read your users' data, because the origin pattern \"*\" has"
						+ " credentials. Here, \"*\" is without credentials.");
		notes.add("If pages need cookies, replace allowed-origins by these two lines, with your own origins:");
		notes.add("  allowed-origins: ["
				+ (listed.isEmpty() ? "\"https://app.example.com\"" : MigrationYaml.quoted(listed)) + "]");
		notes.add("  allow-credentials: true");
	}

	/** The methods that a configuration allows. */
	static Set<String> methods(CorsConfiguration configuration) {
		List<String> methods = configuration.getAllowedMethods();
		if (methods == null || methods.isEmpty()) {
			return Set.of("GET", "HEAD");
		}
		return methods.contains(ANY) ? Set.of(ANY)
				: new LinkedHashSet<>(names(methods, CorsPolicySpecification.Builder::allowedMethods));
	}

	/** {@code GET} implies {@code HEAD} in a policy. */
	private static Set<String> normalize(Set<String> methods) {
		if (methods.contains(ANY)) {
			return Set.of(ANY);
		}
		Set<String> sorted = new TreeSet<>(MethodOrder.INSTANCE);
		sorted.addAll(methods);
		if (sorted.contains("GET")) {
			sorted.remove("HEAD");
		}
		return sorted;
	}

	/** The names that have an effect, in the order of the rule. */
	private static List<String> names(@Nullable List<String> names,
			BiConsumer<CorsPolicySpecification.Builder, List<String>> key) {
		if (names == null) {
			return List.of();
		}
		if (names.contains(ANY)) {
			return List.of(ANY);
		}
		Set<String> seen = new LinkedHashSet<>();
		return names.stream()
			.filter((name) -> hasEffect(name, key))
			.filter((name) -> seen.add(name.toLowerCase(Locale.ROOT)))
			.toList();
	}

	private static boolean hasEffect(String name, BiConsumer<CorsPolicySpecification.Builder, List<String>> key) {
		CorsPolicySpecification.Builder candidate = CorsPolicySpecification.builder("candidate")
			.paths("/")
			.allowedOrigins("none");
		key.accept(candidate, List.of(name));
		return CorsPolicies.validate(List.of(candidate.build()))
			.stream()
			.allMatch((problem) -> problem.reason() == Reason.MISSPELLED_METHOD || isSentByMistake(problem));
	}

	/** Pages do send response headers of the protocol, so allowing them has an effect. */
	private static boolean isSentByMistake(CorsProblem problem) {
		return problem.reason() == Reason.PROTOCOL_HEADER && problem.property().contains("allowed-headers");
	}

	private static Duration maxAge(@Nullable Long seconds) {
		if (seconds == null) {
			return BROWSER_DEFAULT_MAX_AGE;
		}
		Duration maxAge = Duration.ofSeconds(Math.max(0, seconds));
		return (maxAge.compareTo(LONGEST_MAX_AGE) > 0) ? LONGEST_MAX_AGE : maxAge;
	}

	/**
	 * What both audiences allow, for the given origins.
	 */
	Audience intersect(Audience other, List<String> origins, Set<String> methods) {
		Set<DangerousTolerance> needed = new LinkedHashSet<>(this.tolerances);
		needed.addAll(other.tolerances);
		Set<String> all = new LinkedHashSet<>(this.notes);
		all.addAll(other.notes);
		return new Audience(origins, methods, intersection(this.headers, other.headers),
				intersection(this.exposed, other.exposed), this.credentials && other.credentials,
				this.privateNetwork && other.privateNetwork,
				(this.maxAge.compareTo(other.maxAge) < 0) ? this.maxAge : other.maxAge, needed, List.copyOf(all));
	}

	private static List<String> intersection(List<String> names, List<String> others) {
		if (names.contains(ANY)) {
			return others;
		}
		return others.contains(ANY) ? names
				: names.stream().filter((name) -> others.stream().anyMatch(name::equalsIgnoreCase)).toList();
	}

	Audience with(List<String> newOrigins, Set<String> newMethods) {
		return new Audience(newOrigins, newMethods, this.headers, this.exposed, this.credentials, this.privateNetwork,
				this.maxAge, this.tolerances, this.notes);
	}

	/** This audience as it is for requests without a preflight only. */
	Audience withoutPreflights() {
		Set<String> safelisted = this.methods.contains(ANY) ? Set.of("GET", "POST") : new LinkedHashSet<>(this.methods);
		if (!this.methods.contains(ANY)) {
			safelisted.retainAll(Set.of("GET", "HEAD", "POST"));
		}
		return new Audience(this.origins, safelisted, List.of(), this.exposed, this.credentials, this.privateNetwork,
				this.maxAge, this.tolerances, this.notes);
	}

	Audience withAnyHeader() {
		return new Audience(this.origins, this.methods, List.of(ANY), this.exposed, this.credentials,
				this.privateNetwork, this.maxAge, this.tolerances, this.notes);
	}

	/** Whether another audience differs in its methods and origins at most. */
	boolean hasSameSettings(Audience other) {
		return this.headers.equals(other.headers) && this.exposed.equals(other.exposed)
				&& this.credentials == other.credentials && this.privateNetwork == other.privateNetwork
				&& this.maxAge.equals(other.maxAge);
	}

	/** Whether every origin that an entry matches is allowed. */
	boolean allows(OriginPattern entry) {
		return this.origins.stream().map(OriginPattern::parse).anyMatch((own) -> own.covers(entry));
	}

	/** Whether some origin that an entry matches is allowed. */
	boolean meets(OriginPattern entry) {
		return this.origins.stream().map(OriginPattern::parse).anyMatch((own) -> own.commonOrigin(entry) != null);
	}

}
