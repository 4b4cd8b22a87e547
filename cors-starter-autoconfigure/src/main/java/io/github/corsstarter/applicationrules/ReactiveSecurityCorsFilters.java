package io.github.corsstarter.applicationrules;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

/**
 * Finds the filters in the chain of Spring Security that matches an exchange.
 */
final class ReactiveSecurityCorsFilters {

	private ReactiveSecurityCorsFilters() {
	}

	/**
	 * Find the first chain that matches.
	 * @param beanFactory the beans of the application
	 * @param exchange the exchange
	 * @return the chain, or {@code null} if no chain matches
	 */
	static @Nullable Chain of(ConfigurableListableBeanFactory beanFactory, ServerWebExchange exchange) {
		return new InstantiatedBeans<>(beanFactory, SecurityWebFilterChain.class).instances()
			.entrySet()
			.stream()
			.sorted((left, right) -> AnnotationAwareOrderComparator.INSTANCE.compare(left.getValue(), right.getValue()))
			.filter((bean) -> Boolean.TRUE.equals(bean.getValue().matches(exchange).block(ReactiveSimulation.TIMEOUT)))
			.findFirst()
			.map((bean) -> new Chain(bean.getKey(),
					Objects.requireNonNull(
							bean.getValue().getWebFilters().collectList().block(ReactiveSimulation.TIMEOUT))))
			.orElse(null);
	}

	/**
	 * A filter chain of Spring Security.
	 *
	 * @param name the name of its bean
	 * @param filters its filters
	 */
	record Chain(String name, List<WebFilter> filters) {

	}

}
