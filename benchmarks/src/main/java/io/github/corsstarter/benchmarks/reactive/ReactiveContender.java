package io.github.corsstarter.benchmarks.reactive;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.autoconfigure.CorsReactiveAutoConfiguration;
import io.github.corsstarter.benchmarks.scenario.Answer;
import io.github.corsstarter.benchmarks.scenario.Difference;
import io.github.corsstarter.benchmarks.scenario.Policies;
import io.github.corsstarter.benchmarks.scenario.Rules;
import io.github.corsstarter.benchmarks.scenario.Scenario;
import io.github.corsstarter.benchmarks.servlet.SpringFilterFactory;
import io.github.corsstarter.web.CorsPolicySource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.context.reactive.AnnotationConfigReactiveWebApplicationContext;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.server.WebFilter;

/**
 * The reactive filters that are compared.
 */
@SuppressWarnings("ImmutableEnumChecker")
public enum ReactiveContender {

	/** No filter, to measure the cost of the stubs and the handler. */
	NONE("no filter", (rules) -> List.of()),

	/** The starter's filter as it is auto-configured. */
	STARTER("this starter", (rules) -> List.of(starter(rules))),

	/** The filter of Spring 7, the version that this version of Spring Boot uses. */
	SPRING_7("Spring 7.0 `CorsWebFilter`", (rules) -> List.of(spring(rules)));

	private final String title;

	private final Function<Rules, List<WebFilter>> factory;

	ReactiveContender(String title, Function<Rules, List<WebFilter>> factory) {
		this.title = title;
		this.factory = factory;
	}

	private static WebFilter starter(Rules rules) {
		AnnotationConfigReactiveWebApplicationContext context = new AnnotationConfigReactiveWebApplicationContext();
		context.getBeanFactory().registerSingleton("rules", (CorsPolicySource) () -> Policies.of(rules));
		context.register(CorsAutoConfiguration.class, CorsReactiveAutoConfiguration.class);
		context.refresh();
		return context.getBean("corsPolicyWebFilter", WebFilter.class);
	}

	private static WebFilter spring(Rules rules) {
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		for (Rules.Rule rule : rules.rules()) {
			source.registerCorsConfiguration(rule.path(), SpringFilterFactory.configuration(rule));
		}
		return new CorsWebFilter(source);
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
		return this != NONE || (scenario.answer().handled() && scenario.answer().cors().isEmpty());
	}

	/**
	 * Create the filter.
	 * @param rules the rules to configure
	 * @return the filter, or an empty list
	 */
	List<WebFilter> create(Rules rules) {
		return this.factory.apply(rules);
	}

	/**
	 * The scenarios in which this contender's answer differs from the right one.
	 * @return the differences
	 */
	public Map<Scenario, Difference> differences() {
		if (this != SPRING_7) {
			return Map.of();
		}
		return Map.of(Scenario.PREFLIGHT,
				new Difference("also sends `Access-Control-Expose-Headers` on preflights, where no browser reads it",
						Scenario.PREFLIGHT.answer().with("expose-headers", String.join(",", Rules.EXPOSED))));
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

}
