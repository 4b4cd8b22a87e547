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
		List<FilterChainRules> chains = new ArrayList<>();
		for (Object chain : all) {
			if (chain instanceof SecurityWebFilterChain securityChain) {
				chains.add(read(securityChain, chains.size()));
			}
		}
		return new FilterRules(chains);
	}

	private FilterChainRules read(SecurityWebFilterChain chain, int index) {
		String name = name(chain, index);
		List<WebFilter> filters = new ArrayList<>();
		// The filters are a list, so this does not wait.
		chain.getWebFilters().subscribe(filters::add);
		List<UrlRule> chainRules = null;
		boolean cors = false;
		for (WebFilter filter : filters) {
			if (filter instanceof CorsWebFilter corsFilter) {
				cors = true;
				chainRules = this.reader.read("http.cors() of the security chain '" + name + "'", corsFilter);
			}
		}
		if (!cors && !filters.isEmpty()) {
			this.rules.remarks()
				.add("The security chain '" + name + "' has no http.cors(): it may refuse preflights that need"
						+ " authentication. Policies answer preflights before Spring Security.");
		}
		ServerWebExchangeMatcher matcher = (chain instanceof MatcherSecurityWebFilterChain)
				? PrivateFields.read(MatcherSecurityWebFilterChain.class, ServerWebExchangeMatcher.class, chain) : null;
		List<String> paths = MatcherPaths.of(String.valueOf(matcher));
		if (paths.isEmpty()) {
			this.rules.remarks()
				.add("The paths of the security chain '" + name + "' are unknown; '/**' stands for them. Narrow the"
						+ " paths of its policy by hand.");
			paths = List.of("/**");
		}
		return new FilterChainRules(paths, chainRules);
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
