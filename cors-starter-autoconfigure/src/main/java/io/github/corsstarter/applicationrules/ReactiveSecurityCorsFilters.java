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
	 * Find the filters of the first chain that matches.
	 * @param beanFactory the beans of the application
	 * @param exchange the exchange
	 * @return the filters, or {@code null} if no chain matches
	 */
	static @Nullable List<WebFilter> of(ConfigurableListableBeanFactory beanFactory, ServerWebExchange exchange) {
		return new InstantiatedBeans<>(beanFactory, SecurityWebFilterChain.class).instances()
			.values()
			.stream()
			.sorted(AnnotationAwareOrderComparator.INSTANCE)
			.filter((chain) -> Boolean.TRUE.equals(chain.matches(exchange).block(ReactiveSimulation.TIMEOUT)))
			.findFirst()
			.map((chain) -> Objects
				.requireNonNull(chain.getWebFilters().collectList().block(ReactiveSimulation.TIMEOUT)))
			.orElse(null);
	}

}
