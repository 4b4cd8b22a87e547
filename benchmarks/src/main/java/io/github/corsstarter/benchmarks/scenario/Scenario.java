package io.github.corsstarter.benchmarks.scenario;

import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One request with one set of rules, and the right answer. If the rules have many
 * origins, patterns or paths, the request uses the one in the middle, which has the
 * average cost of a search through a list.
 */
@SuppressWarnings("ImmutableEnumChecker")
public enum Scenario {

	/** A request without an origin, the most frequent kind in most applications. */
	NO_ORIGIN("no `Origin`", Rules::oneOrigin,
			Question.of("GET", Scenario.PATH, "Sec-Fetch-Site", "none", "Priority", "u=0"), Answer.passed()),

	/**
	 * A same-origin request without {@code Sec-Fetch-Site}. That header would decide it
	 * without a comparison.
	 */
	SAME_ORIGIN("same-origin `Origin`", Rules::oneOrigin,
			Question.of("POST", Scenario.PATH, "Content-Type", "application/json", "Origin", Question.ORIGIN),
			Answer.passed()),

	/** An ordinary cross-origin request. */
	ALLOWED_GET("allowed GET", Rules::oneOrigin, Question.get(Scenario.PATH, Rules.origin(0)),
			Answer.allowed(Rules.origin(0))),

	/** A request from an origin that is not allowed. */
	REFUSED_POST("refused POST", Rules::oneOrigin,
			Question.of("POST", Scenario.PATH, "Content-Type", "application/json", "Origin", Scenario.STRANGER,
					"Sec-Fetch-Site", "cross-site"),
			Answer.refused()),

	/** An ordinary preflight. */
	PREFLIGHT("allowed preflight, 3 headers", Rules::oneOrigin,
			Question.preflight(Rules.origin(0), "PUT", "authorization,content-type,x-request-id"),
			Answer.preflight(Rules.origin(0))),

	/** A preflight with more header names than a browser sends. */
	LONG_HEADERS("8 KB of request header names", Rules::oneOrigin,
			Question.preflight(Rules.origin(0), "PUT", Hostile.headerNames(8192)), Answer.refused()),

	/** A request with a longer origin than a browser sends. */
	LONG_ORIGIN("8 KB `Origin`", Rules::oneOrigin, Question.get(Scenario.PATH, Hostile.origin(8192)), Answer.refused()),

	/** A list of 1,000 origins. */
	ORIGINS_1_000("allowed GET, 1,000 origins", () -> Rules.origins(1000),
			Question.get(Scenario.PATH, Rules.origin(500)), Answer.allowed(Rules.origin(500))),

	/** A far longer list than applications use. */
	ORIGINS_100_000("allowed GET, 100,000 origins", () -> Rules.origins(100_000),
			Question.get(Scenario.PATH, Rules.origin(50_000)), Answer.allowed(Rules.origin(50_000))),

	/** A pattern instead of an exact origin. */
	PATTERN("allowed GET, 1 subdomain pattern", () -> Rules.subdomains(1),
			Question.get(Scenario.PATH, "https://www." + Rules.parent(0)),
			Answer.allowed("https://www." + Rules.parent(0))),

	/** A pattern for each tenant of a platform. */
	PATTERNS_1_000("allowed GET, 1,000 subdomain patterns", () -> Rules.subdomains(1000),
			Question.get(Scenario.PATH, "https://www." + Rules.parent(500)),
			Answer.allowed("https://www." + Rules.parent(500))),

	/** The longest origin that the starter examines, with as many labels as fit. */
	LABELS_PATTERNS_1_000("512-character `Origin`, 1,000 subdomain patterns", () -> Rules.subdomains(1000),
			Question.get(Scenario.PATH, Hostile.origin(512)), Answer.refused()),

	/** A path for each tenant of a platform, each with a different origin. */
	PATHS_1_000("allowed GET, 1,000 path policies", () -> Rules.paths(1000),
			Question.get(Rules.tenantPath(500) + "/orders/42", Rules.origin(500)), Answer.allowed(Rules.origin(500)));

	static final String PATH = "/api/orders/42";

	private static final String STRANGER = "https://stranger.example";

	private final String title;

	private final Supplier<Rules> rules;

	private final Question question;

	private final Answer answer;

	Scenario(String title, Supplier<Rules> rules, Question question, Answer answer) {
		this.title = title;
		this.rules = rules;
		this.question = question;
		this.answer = answer;
	}

	/**
	 * The name for readers.
	 * @return the title, in Markdown
	 */
	public String title() {
		return this.title;
	}

	/**
	 * Create the rules.
	 * @return the rules
	 */
	public Rules rules() {
		return this.rules.get();
	}

	/**
	 * The request.
	 * @return the request
	 */
	public Question question() {
		return this.question;
	}

	/**
	 * The right answer.
	 * @return the answer
	 */
	public Answer answer() {
		return this.answer;
	}

	/**
	 * The name in files of results.
	 * @return the name
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Whether the scenario needs more than one rule.
	 * @return whether rules differ by path
	 */
	public boolean hasPaths() {
		return this == PATHS_1_000;
	}

	/**
	 * Whether rules name subdomains.
	 * @return whether there are patterns
	 */
	public boolean hasPatterns() {
		return this == PATTERN || this == PATTERNS_1_000 || this == LABELS_PATTERNS_1_000;
	}

	private static final class Hostile {

		private static String headerNames(int length) {
			return IntStream.range(0, length / 8)
				.mapToObj((number) -> String.format("x-%05d", number))
				.collect(Collectors.joining(","));
		}

		private static String origin(int length) {
			String end = "stranger.example";
			String start = "https://" + "a.".repeat((length - "https://".length() - end.length()) / 2);
			return start + end;
		}

	}

}
