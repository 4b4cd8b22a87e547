package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.List;

import io.github.corsstarter.applicationrules.ExistingRules.FilterChainRules;
import io.github.corsstarter.applicationrules.ExistingRules.FilterRules;
import io.github.corsstarter.applicationrules.ExistingRules.UrlRule;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.security.web.server.MatcherSecurityWebFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.server.WebFilter;

/**
 * Collects the CORS rules of Spring Security's filter chains in a reactive application.
 */
final class ReactiveSecurityRules {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ExistingRules rules;

	private final ReactiveSourceReader reader;

	ReactiveSecurityRules(ConfigurableListableBeanFactory beanFactory, ExistingRules rules,
			ReactiveSourceReader reader) {
		this.beanFactory = beanFactory;
		this.rules = rules;
		this.reader = reader;
	}

	/**
	 * The chains that a filter runs, in their order.
	 * @param filter any filter
	 * @return the chains, or {@code null} if the filter is not the one of Spring Security
	 */
	@Nullable FilterRules chains(WebFilter filter) {
		List<?> all = (filter instanceof WebFilterChainProxy)
				? PrivateFields.read(WebFilterChainProxy.class, List.class, filter) : null;
		if (all == null) {
			return null;
		}
		SecurityChains chains = new SecurityChains(this.rules);
		int index = 0;
		for (Object chain : all) {
			if (chain instanceof SecurityWebFilterChain securityChain) {
				read(securityChain, name(securityChain, index++), chains);
			}
		}
		return chains.rules();
	}

	private void read(SecurityWebFilterChain chain, String name, SecurityChains chains) {
		List<WebFilter> filters = new ArrayList<>();
		// The filters are a list, so this does not wait.
		chain.getWebFilters().subscribe(filters::add);
		List<@Nullable List<UrlRule>> cors = new ArrayList<>();
		for (WebFilter filter : filters) {
			if (filter instanceof CorsWebFilter corsFilter) {
				cors.add(this.reader.read(SecurityChains.label(name), corsFilter));
			}
			else if (PreflightFilters.contain(filter)) {
				cors.add(PreflightFilters.read(SecurityChains.label(name), filter));
			}
		}
		List<UrlRule> chainRules = SecurityChains.combine(name, cors);
		if (cors.isEmpty() && !filters.isEmpty()) {
			chains.addWithoutCors(name);
		}
		ServerWebExchangeMatcher matcher = (chain instanceof MatcherSecurityWebFilterChain)
				? PrivateFields.read(MatcherSecurityWebFilterChain.class, ServerWebExchangeMatcher.class, chain) : null;
		List<String> paths = MatcherPaths.of(String.valueOf(matcher));
		if (paths.isEmpty()) {
			chains.addWithoutPaths(name, chainRules);
		}
		else {
			chains.addAll(List.of(new FilterChainRules(paths, chainRules)));
		}
	}

	private String name(SecurityWebFilterChain chain, int index) {
		return new InstantiatedBeans<>(this.beanFactory, SecurityWebFilterChain.class).instances()
			.entrySet()
			.stream()
			.filter((bean) -> bean.getValue() == chain)
			.map((bean) -> bean.getKey())
			.findFirst()
			.orElse("chain-" + (index + 1));
	}

}
