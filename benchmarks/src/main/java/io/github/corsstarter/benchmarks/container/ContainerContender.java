package io.github.corsstarter.benchmarks.container;

import java.util.Locale;

import io.github.corsstarter.benchmarks.scenario.Answer;
import io.github.corsstarter.benchmarks.scenario.Scenario;
import io.github.corsstarter.benchmarks.servlet.ServletContender;
import jakarta.servlet.Filter;
import org.jspecify.annotations.Nullable;

/**
 * What is compared with the objects of a container.
 */
public enum ContainerContender {

	/**
	 * No filter: the handler runs, unless the right answer is one without the handler.
	 * Then nothing happens. The figures of all others include this one.
	 */
	NONE(null),

	/** Only reads and writes the headers that the right answer needs. */
	HEADERS(null),

	/** The starter's filter as it is auto-configured. */
	STARTER(ServletContender.STARTER),

	/** The starter's filter with Micrometer's counters. */
	STARTER_METRICS(ServletContender.STARTER_METRICS),

	/** The starter's filter without observers of its decisions. */
	STARTER_UNOBSERVED(ServletContender.STARTER_UNOBSERVED),

	/** The filter of Spring 7. */
	SPRING_7(ServletContender.SPRING_7),

	/** Tomcat's filter. */
	TOMCAT(ServletContender.TOMCAT),

	/** Jetty's filter. */
	JETTY(ServletContender.JETTY);

	private final @Nullable ServletContender contender;

	ContainerContender(@Nullable ServletContender contender) {
		this.contender = contender;
	}

	/**
	 * The name for readers.
	 * @return the title, in Markdown
	 */
	public String title() {
		if (this.contender != null) {
			return this.contender.title();
		}
		return (this == HEADERS) ? "headers only" : "no filter";
	}

	/**
	 * The name in files of results.
	 * @return the name
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	Filter create(Scenario scenario) throws Exception {
		if (this.contender != null) {
			return this.contender.create(scenario.rules());
		}
		if (this == HEADERS) {
			return new HeadersOnly(scenario);
		}
		return scenario.answer().handled() ? (request, response, chain) -> chain.doFilter(request, response)
				: (request, response, chain) -> {
				};
	}

	/**
	 * Check the answer of this contender.
	 * @param scenario the scenario
	 * @param answer the answer
	 * @return whether it is the right one, or this contender's known different one
	 */
	boolean isRight(Scenario scenario, Answer answer) {
		if (this == NONE) {
			return answer.status() == 200 && answer.handled() == scenario.answer().handled() && answer.cors().isEmpty();
		}
		return answer.equals((this.contender != null) ? this.contender.answer(scenario) : scenario.answer());
	}

}
