package io.github.corsstarter.benchmarks.servlet;

import io.github.corsstarter.benchmarks.scenario.Rules;
import jakarta.servlet.Filter;

/**
 * Creates the filter of a contender. Public, because another class loader may load a
 * factory.
 */
@FunctionalInterface
public interface FilterFactory {

	/**
	 * Create a filter.
	 * @param rules the rules to configure
	 * @return the filter, ready for requests
	 * @throws Exception if it cannot be made
	 */
	Filter create(Rules rules) throws Exception;

}
