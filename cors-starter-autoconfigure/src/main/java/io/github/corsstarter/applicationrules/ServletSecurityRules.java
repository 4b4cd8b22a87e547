package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.List;

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

	private final PrefixedServlets servlets;

	ServletSecurityRules(ConfigurableListableBeanFactory beanFactory, ExistingRules rules, ServletSourceReader reader,
			PrefixedServlets servlets) {
		this.beanFactory = beanFactory;
		this.rules = rules;
		this.reader = reader;
		this.servlets = servlets;
	}

	/** The chains in their order, or {@code null} if there are none. */
	@Nullable FilterRules chains() {
		SecurityChains chains = new SecurityChains(this.rules);
		int index = 0;
		for (FilterChainProxy proxy : new InstantiatedBeans<>(this.beanFactory, FilterChainProxy.class).instances()
			.values()) {
			for (SecurityFilterChain chain : proxy.getFilterChains()) {
				read(chain, name(chain, index++), chains);
			}
		}
		return (index > 0) ? chains.rules() : null;
	}

	private void read(SecurityFilterChain chain, String name, SecurityChains chains) {
		List<@Nullable List<UrlRule>> cors = new ArrayList<>();
		for (Filter filter : chain.getFilters()) {
			if (filter instanceof CorsFilter corsFilter) {
				cors.add(this.reader.read(SecurityChains.label(name), corsFilter));
			}
			else if (PreflightFilters.contain(filter)) {
				cors.add(PreflightFilters.read(SecurityChains.label(name), filter));
			}
		}
		List<UrlRule> chainRules = SecurityChains.combine(name, cors);
		if (cors.isEmpty() && !chain.getFilters().isEmpty()) {
			chains.addWithoutCors(name);
		}
		List<String> paths = (chain instanceof DefaultSecurityFilterChain defaultChain)
				? MatcherPaths.of(String.valueOf(defaultChain.getRequestMatcher())) : List.of();
		if (paths.isEmpty()) {
			chains.addWithoutPaths(name, chainRules);
		}
		else {
			chains.addAll(this.servlets.split(paths, List.of(), chainRules));
		}
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
