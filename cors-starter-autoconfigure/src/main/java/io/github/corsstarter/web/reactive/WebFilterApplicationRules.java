package io.github.corsstarter.web.reactive;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.corsstarter.web.ApplicationRule;
import io.github.corsstarter.web.ApplicationRuleSource;
import io.github.corsstarter.web.PresentBeans;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.server.WebFilter;

/**
 * Finds beans of the types {@link CorsWebFilter} and {@link CorsConfigurationSource},
 * neither of which shows what it allows. A handler that is a source is so for its own
 * path, as that of Spring for GraphQL's WebSockets, and is left out.
 */
public final class WebFilterApplicationRules implements ApplicationRuleSource {

	private final ConfigurableListableBeanFactory beanFactory;

	/**
	 * Create a source.
	 * @param beanFactory where the beans are
	 */
	public WebFilterApplicationRules(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public List<ApplicationRule> applicationRules() {
		Stream<String> filters = new PresentBeans<>(this.beanFactory, CorsWebFilter.class).names()
			.stream()
			.map(WebFilterApplicationRules::source);
		Stream<String> sources = new PresentBeans<>(this.beanFactory, CorsConfigurationSource.class).names()
			.stream()
			.filter((name) -> !this.beanFactory.isTypeMatch(name, WebSocketHandler.class))
			.map((name) -> "CorsConfigurationSource '" + name + "'");
		return Stream.concat(filters, sources).map(ApplicationRule::unknown).toList();
	}

	@Override
	public boolean decidesFirst(ApplicationRule rule) {
		PresentBeans<WebFilter> filters = new PresentBeans<>(this.beanFactory, WebFilter.class);
		Map<String, WebFilter> made = filters.made();
		WebFilter filter = made.entrySet()
			.stream()
			.filter((entry) -> source(entry.getKey()).equals(rule.source()))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
		// To order filters, Spring makes those that are missing.
		if (filter == null || made.size() < filters.names().size()) {
			return false;
		}
		return this.beanFactory.getBeanProvider(WebFilter.class)
			.orderedStream()
			.filter((other) -> other == filter || other instanceof CorsPolicyWebFilter)
			.findFirst()
			.filter((other) -> other == filter)
			.isPresent();
	}

	private static String source(String name) {
		return "CorsWebFilter '" + name + "'";
	}

}
