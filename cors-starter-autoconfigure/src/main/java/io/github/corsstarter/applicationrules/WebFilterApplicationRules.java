package io.github.corsstarter.applicationrules;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.corsstarter.applicationrules.ApplicationRule.Precedence;
import io.github.corsstarter.web.reactive.CorsPolicyWebFilter;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.PreFlightRequestWebFilter;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.server.WebFilter;

/**
 * Finds beans of the types {@link CorsWebFilter} and {@link CorsConfigurationSource},
 * which do not reveal the origins that they allow. A {@link WebSocketHandler} that is
 * also a {@code CorsConfigurationSource} is left out, because it applies only to its own
 * path. Spring for GraphQL has such a handler. Also finds each
 * {@link PreFlightRequestWebFilter} that is ordered before the policies.
 */
final class WebFilterApplicationRules implements ApplicationRuleSource {

	private final ConfigurableListableBeanFactory beanFactory;

	/**
	 * Create a source.
	 * @param beanFactory the bean factory to search
	 */
	WebFilterApplicationRules(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public List<ApplicationRule> applicationRules() {
		Stream<ApplicationRule> filters = new InstantiatedBeans<>(this.beanFactory, CorsWebFilter.class).names()
			.stream()
			.map((name) -> ApplicationRule.unknown("CorsWebFilter '" + name + "'").with(precedence(name)));
		Stream<ApplicationRule> sources = new InstantiatedBeans<>(this.beanFactory, CorsConfigurationSource.class)
			.names()
			.stream()
			.filter((name) -> !this.beanFactory.isTypeMatch(name, WebSocketHandler.class))
			.map((name) -> ApplicationRule.unknown("CorsConfigurationSource '" + name + "'"));
		return Stream.of(filters, sources, preflightFilters()).flatMap((rules) -> rules).toList();
	}

	/** After the policies, such a filter has no effect on what they cover. */
	private Stream<ApplicationRule> preflightFilters() {
		return new InstantiatedBeans<>(this.beanFactory, PreFlightRequestWebFilter.class).names()
			.stream()
			.filter((name) -> precedence(name) == Precedence.BEFORE_POLICIES)
			.map((name) -> ApplicationRule.unknown("PreFlightRequestWebFilter '" + name + "'")
				.with(Precedence.PREFLIGHTS_BEFORE_POLICIES));
	}

	private Precedence precedence(String name) {
		InstantiatedBeans<WebFilter> filters = new InstantiatedBeans<>(this.beanFactory, WebFilter.class);
		Map<String, WebFilter> instances = filters.instances();
		WebFilter filter = instances.get(name);
		// To order the filters, Spring would create those that do not exist yet.
		if (filter == null || instances.size() < filters.names().size()) {
			return Precedence.AFTER_POLICIES;
		}
		WebFilter first = this.beanFactory.getBeanProvider(WebFilter.class)
			.orderedStream()
			.filter((other) -> other == filter || other instanceof CorsPolicyWebFilter)
			.findFirst()
			.orElse(null);
		return (first == filter) ? Precedence.BEFORE_POLICIES : Precedence.AFTER_POLICIES;
	}

}
