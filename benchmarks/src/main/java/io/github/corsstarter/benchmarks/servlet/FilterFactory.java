package io.github.corsstarter.benchmarks.servlet;

import io.github.corsstarter.benchmarks.scenario.Rules;
import jakarta.servlet.Filter;

/**
 * Makes a contender's filter. Public, as factories may come from another class loader.
 */
@FunctionalInterface
public interface FilterFactory {

	/**
	 * Make a filter.
	 * @param rules what it allows
	 * @return the filter, ready for requests
	 * @throws Exception if it cannot be made
	 */
	Filter create(Rules rules) throws Exception;

}
