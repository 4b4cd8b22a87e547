package io.github.corsstarter.policy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.github.corsstarter.origin.InvalidOriginPatternException;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.origin.OriginPattern.Kind;
import io.github.corsstarter.policy.CorsProblem.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The checks of a policy that allows credentials. Origins that may read with credentials
 * can read everything that the signed-in user can.
 */
final class CredentialChecks {

	private static final String ORIGINS = "allowed-origins";

	/** Fetch, "credentials": cookies, client certificates and HTTP authentication. */
	private static final String WITHOUT_COOKIES = " If pages send tokens and no cookies, remove allow-credentials.";

	private final CorsPolicySpecification specification;

	private final ProblemCollector problems;

	private final Set<DangerousTolerance> needed = EnumSet.noneOf(DangerousTolerance.class);

	private final Map<String, Integer> indexes = new HashMap<>();

	CredentialChecks(CorsPolicySpecification specification, ProblemCollector problems) {
		this.specification = specification;
		this.problems = problems;
		List<String> origins = specification.allowedOrigins();
		for (int i = 0; i < origins.size(); i++) {
			this.indexes.putIfAbsent(origins.get(i), i);
		}
	}

	/**
	 * Find the first setting of a policy that is not valid together with credentials.
	 * @param policy a policy that does not allow credentials
	 * @return a message that says what is wrong with this setting; empty if there is none
	 */
	static Optional<String> obstacle(CorsPolicy policy) {
		Stream<CorsPolicySpecification.Builder> origins = policy.allowedOrigins()
			.stream()
			.filter((pattern) -> pattern.kind() != Kind.EXACT || pattern.scheme().equals("http"))
			.map((pattern) -> CorsPolicySpecification.builder("candidate").allowedOrigins(pattern.toString()));
		CorsPolicySpecification.Builder others = CorsPolicySpecification.builder("candidate")
			.allowedOrigins("none")
			.exposedHeaders(policy.exposedHeaders());
		return Stream.concat(origins, Stream.of(others))
			.map((candidate) -> candidate.paths("/")
				.allowCredentials(true)
				.dangerouslyTolerate(policy.dangerouslyTolerate())
				.build())
			.flatMap(CredentialChecks::errors)
			.findFirst()
			.map((problem) -> problem.message().replace(WITHOUT_COOKIES, ""));
	}

	private static Stream<CorsProblem> errors(CorsPolicySpecification candidate) {
		List<CorsProblem> problems = new ArrayList<>();
		CorsPolicy.of(candidate, problems);
		return problems.stream().filter(CorsProblem::isError);
	}

	void check(List<OriginPattern> patterns) {
		for (OriginPattern pattern : patterns) {
			check(pattern);
		}
		if (!this.specification.dangerouslyTolerate().isEmpty()) {
			findNeededBySuggestions();
		}
		int any = this.specification.exposedHeaders().indexOf("*");
		if (any != -1) {
			this.problems.add(Reason.ANY_EXPOSED_HEADER_WITH_CREDENTIALS, "exposed-headers", any, "*",
					"With credentials, browsers treat '*' as the name of a header, not as a wildcard. List the headers.",
					null);
		}
		for (DangerousTolerance tolerance : this.specification.dangerouslyTolerate()) {
			if (!this.needed.contains(tolerance)) {
				this.problems.add(Reason.USELESS_TOLERANCE, "dangerously-tolerate",
						"No allowed origin needs '" + tolerance.code() + "'. Remove it.", null);
			}
		}
	}

	/**
	 * Find out whether a suggestion that replaces an invalid origin would be unsafe. Such
	 * a problem belongs to the report about the invalid origin, because a person changes
	 * the origin once.
	 * @return the problems of the suggestion
	 */
	static List<CorsProblem> ofSuggestion(String suggestion, CorsPolicySpecification specification) {
		List<CorsProblem> problems = new ArrayList<>();
		forSuggestion(suggestion, specification, problems);
		return problems;
	}

	private static CredentialChecks forSuggestion(String suggestion, CorsPolicySpecification specification,
			List<CorsProblem> problems) {
		CorsPolicySpecification candidate = CorsPolicySpecification.builder("candidate")
			.allowedOrigins(suggestion)
			.dangerouslyTolerate(specification.dangerouslyTolerate())
			.build();
		CredentialChecks checks = new CredentialChecks(candidate, new ProblemCollector(candidate, problems));
		checks.check(OriginPattern.parse(suggestion));
		return checks;
	}

	/** A suggestion can need a tolerance, as the origin that was meant does. */
	private void findNeededBySuggestions() {
		for (String origin : this.specification.allowedOrigins()) {
			String suggestion = suggestion(origin);
			if (suggestion != null) {
				this.needed.addAll(forSuggestion(suggestion, this.specification, new ArrayList<>()).needed);
			}
		}
	}

	private static @Nullable String suggestion(String origin) {
		try {
			OriginPattern.parse(origin);
			return null;
		}
		catch (InvalidOriginPatternException ex) {
			return ex.suggestion();
		}
	}

	private void check(OriginPattern pattern) {
		if (pattern.kind() == Kind.ANY) {
			add(Reason.ANY_ORIGIN_WITH_CREDENTIALS, pattern,
					"With credentials, '*' would let every site read every user's data. Browsers refuse it. "
							+ "List the origins." + WITHOUT_COOKIES,
					null);
		}
		if (pattern.isAnyHost()) {
			add(Reason.ANY_HOST_WITH_CREDENTIALS, pattern,
					"With credentials, this would let every application that uses the scheme '" + pattern.scheme()
							+ "' read your users' data. List the origins." + WITHOUT_COOKIES,
					null);
		}
		if (pattern.kind() == Kind.OPAQUE) {
			addUnlessTolerated(DangerousTolerance.NULL_ORIGIN, Reason.NULL_ORIGIN_WITH_CREDENTIALS, pattern, pattern
				.toString()
				.equals("null") ? "Any site can obtain the origin 'null' and then read your users' data."
						: "Any page that is opened from disk can have the origin 'file://' and then read your users'"
								+ " data.",
					null);
		}
		if (pattern.scheme().equals("http") && !pattern.isLoopback()) {
			addUnlessTolerated(DangerousTolerance.INSECURE_ORIGINS, Reason.INSECURE_ORIGIN_WITH_CREDENTIALS, pattern,
					"With credentials, an http origin would let anyone on the network read your users' data.",
					secure(pattern));
		}
		String open = WildcardReach.open(pattern);
		if (open != null && !WildcardReach.isInRegistrableName(pattern)) {
			addUnlessTolerated(DangerousTolerance.PUBLIC_SUFFIX_SUBDOMAINS, Reason.PUBLIC_SUFFIX_WITH_CREDENTIALS,
					pattern,
					"A" + open.substring(1) + " and then read your users' data. List the origins." + WITHOUT_COOKIES,
					null);
		}
	}

	private static @Nullable String secure(OriginPattern pattern) {
		String secure = "https" + pattern.toString().substring("http".length());
		boolean refused = WildcardReach.open(pattern) != null || WildcardReach.isInRegistrableName(pattern);
		return (pattern.port() == null && !refused) ? secure : null;
	}

	private void addUnlessTolerated(DangerousTolerance tolerance, Reason reason, OriginPattern pattern, String message,
			@Nullable String suggestion) {
		this.needed.add(tolerance);
		if (!this.specification.dangerouslyTolerate().contains(tolerance)) {
			add(reason, pattern, message + " To accept this, add '" + tolerance.code() + "' to dangerously-tolerate.",
					suggestion);
		}
	}

	private void add(Reason reason, OriginPattern pattern, String message, @Nullable String suggestion) {
		this.problems.add(reason, ORIGINS, this.indexes.getOrDefault(pattern.toString(), 0), pattern.toString(),
				message, suggestion);
	}

}
