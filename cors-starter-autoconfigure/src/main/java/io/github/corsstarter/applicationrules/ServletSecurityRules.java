package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.List;

import io.github.corsstarter.applicationrules.ExistingRules.FilterChainRules;
import io.github.corsstarter.applicationrules.ExistingRules.FilterRules;
import io.github.corsstarter.applicationrules.ExistingRules.UrlRule;
import jakarta.servlet.Filter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.filter.CorsFilter;

/**
 * Collects the CORS rules of Spring Security's filter chains in a servlet application.
 */
final class ServletSecurityRules {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ExistingRules rules;

	private final ServletSourceReader reader;

	ServletSecurityRules(ConfigurableListableBeanFactory beanFactory, ExistingRules rules, ServletSourceReader reader) {
		this.beanFactory = beanFactory;
		this.rules = rules;
		this.reader = reader;
	}

	/** The chains in their order, or {@code null} if there are none. */
	@Nullable FilterRules chains() {
		List<FilterChainRules> chains = new ArrayList<>();
		for (FilterChainProxy proxy : new InstantiatedBeans<>(this.beanFactory, FilterChainProxy.class).instances()
			.values()) {
			for (SecurityFilterChain chain : proxy.getFilterChains()) {
				chains.add(read(chain, chains.size()));
			}
		}
		return chains.isEmpty() ? null : new FilterRules(chains);
	}

	private FilterChainRules read(SecurityFilterChain chain, int index) {
		String label = "http.cors() of the security chain '" + name(chain, index) + "'";
		List<UrlRule> chainRules = null;
		boolean cors = false;
		for (Filter filter : chain.getFilters()) {
			if (filter instanceof CorsFilter corsFilter) {
				cors = true;
				chainRules = this.reader.read(label, corsFilter);
			}
			cors |= filter.getClass().getSimpleName().equals("PreFlightRequestFilter");
		}
		if (!cors && !chain.getFilters().isEmpty()) {
			this.rules.remarks()
				.add("The security chain '" + name(chain, index) + "' has no http.cors(): it may refuse preflights that"
						+ " need authentication. Policies answer preflights before Spring Security.");
		}
		List<String> paths = (chain instanceof DefaultSecurityFilterChain defaultChain)
				? MatcherPaths.of(String.valueOf(defaultChain.getRequestMatcher())) : List.of();
		if (paths.isEmpty()) {
			this.rules.remarks()
				.add("The paths of the security chain '" + name(chain, index) + "' are unknown; '/**' stands for them."
						+ " Narrow the paths of its policy by hand.");
			paths = List.of("/**");
		}
		return new FilterChainRules(paths, chainRules);
	}

	private String name(SecurityFilterChain chain, int index) {
		return new InstantiatedBeans<>(this.beanFactory, SecurityFilterChain.class).instances()
			.entrySet()
			.stream()
			.filter((bean) -> bean.getValue() == chain)
			.map((bean) -> bean.getKey())
			.findFirst()
			.orElse("chain-" + (index + 1));
	}

}
