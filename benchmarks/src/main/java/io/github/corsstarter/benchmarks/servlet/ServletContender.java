package io.github.corsstarter.benchmarks.servlet;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import io.github.corsstarter.benchmarks.scenario.Answer;
import io.github.corsstarter.benchmarks.scenario.Difference;
import io.github.corsstarter.benchmarks.scenario.Rules;
import io.github.corsstarter.benchmarks.scenario.Scenario;
import jakarta.servlet.Filter;
import org.jspecify.annotations.Nullable;

/**
 * The servlet filters that are compared.
 */
@SuppressWarnings("ImmutableEnumChecker")
public enum ServletContender {

	/** No filter, to measure the cost of the stubs and the handler. */
	NONE("no filter", (rules) -> (request, response, chain) -> chain.doFilter(request, response), Can.NOTHING),

	/** The starter's filter as it is auto-configured. */
	STARTER("this starter", Starter::autoConfigured, Can.ALL),

	/** The starter's filter with Micrometer's counters. */
	STARTER_METRICS("this starter, with Micrometer", Starter::withMetrics, Can.ALL),

	/** The starter's filter without observers of its decisions. */
	STARTER_UNOBSERVED("this starter, unobserved", Starter::unobserved, Can.ALL),

	/** The filter of Spring 7, the version that this version of Spring Boot uses. */
	SPRING_7("Spring 7.0 `CorsFilter`", new SpringFilterFactory(), Can.ALL),

	/** The filter of Spring 6.2. */
	SPRING_6("Spring 6.2 `CorsFilter`", (rules) -> new Spring6().create(rules), Can.ALL),

	/** Tomcat's filter. */
	TOMCAT("Tomcat 11 `CorsFilter`", Peers::tomcat, Can.ONE_LIST),

	/** Jetty's filter. */
	JETTY("Jetty 12.1 `CrossOriginFilter`", Peers::jetty, Can.PATTERNS),

	/** The filter of com.thetransactioncompany. */
	CORS_FILTER("cors-filter 3.1", Peers::corsFilter, Can.PATTERNS);

	private final String title;

	private final FilterFactory factory;

	private final Can can;

	ServletContender(String title, FilterFactory factory, Can can) {
		this.title = title;
		this.factory = factory;
		this.can = can;
	}

	/**
	 * The name for readers.
	 * @return the title, in Markdown
	 */
	public String title() {
		return this.title;
	}

	/**
	 * The name in files of results.
	 * @return the name
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Whether the filter can be configured for the rules of a scenario.
	 * @param scenario the scenario
	 * @return whether the contender takes part
	 */
	public boolean supports(Scenario scenario) {
		return switch (this.can) {
			case NOTHING -> scenario.answer().handled() && scenario.answer().cors().isEmpty();
			case ALL -> true;
			case PATTERNS -> !scenario.hasPaths();
			case ONE_LIST -> !scenario.hasPaths() && !scenario.hasPatterns();
		};
	}

	/**
	 * Whether this is a variant of another contender. Variants are measured in the main
	 * scenarios only.
	 * @return whether it is a variant
	 */
	public boolean isVariant() {
		return this == STARTER_METRICS || this == STARTER_UNOBSERVED;
	}

	/**
	 * Create the filter.
	 * @param rules the rules to configure
	 * @return the filter
	 * @throws Exception if it cannot be made
	 */
	public Filter create(Rules rules) throws Exception {
		return this.factory.create(rules);
	}

	/**
	 * The scenarios in which this contender's answer differs from the right one.
	 * @return the differences
	 */
	public Map<Scenario, Difference> differences() {
		Map<Scenario, Difference> differences = new EnumMap<>(Scenario.class);
		switch (this) {
			case SPRING_7, SPRING_6, TOMCAT -> differences.put(Scenario.PREFLIGHT,
					new Difference(
							"also sends `Access-Control-Expose-Headers` on preflights, where no browser reads it",
							Scenario.PREFLIGHT.answer().with("expose-headers", String.join(",", Rules.EXPOSED))));
			case JETTY -> {
				String why = "refuses nothing: the handler runs, and its response has no CORS headers";
				Answer passed = new Answer(200, true, Map.of());
				differences.put(Scenario.REFUSED_POST, new Difference(why, passed));
				differences.put(Scenario.LONG_ORIGIN, new Difference(why, passed));
				differences.put(Scenario.LABELS_PATTERNS_1_000, new Difference(why, passed));
				differences.put(Scenario.LONG_HEADERS,
						new Difference("answers a refused preflight with status 200 and no CORS headers",
								new Answer(200, false, Map.of())));
			}
			default -> {
			}
		}
		return differences;
	}

	/**
	 * The expected answer of this contender.
	 * @param scenario the scenario
	 * @return the right answer, or this contender's known different one
	 */
	public Answer answer(Scenario scenario) {
		@Nullable Difference difference = differences().get(scenario);
		return (difference != null) ? difference.answer() : scenario.answer();
	}

	private enum Can {

		/** No CORS: every request passes. */
		NOTHING,

		/** Exact origins, with one list for all paths. */
		ONE_LIST,

		/** Exact origins and subdomains, with one list for all paths. */
		PATTERNS,

		/** Different rules for different paths. */
		ALL

	}

}
