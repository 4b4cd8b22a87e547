package io.github.corsstarter.applicationrules;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * A handler method of Spring WebFlux whose controller does not exist yet. A handler
 * mapping that is asked for it would create the controller.
 *
 * @param method the handler method
 * @param mapped the request methods that it is mapped to; empty for all
 * @param alone whether no other handler method matches the request
 */
record WebFluxLazyHandler(HandlerMethod method, Set<RequestMethod> mapped, boolean alone) {

	/**
	 * Find the handler method for a request, as Spring does.
	 * @param mapping the mapping
	 * @param exchange the request
	 * @param beanFactory the controllers
	 * @return the handler method, or {@code null} if no handler method matches, or if its
	 * controller exists
	 */
	static @Nullable WebFluxLazyHandler find(RequestMappingHandlerMapping mapping, ServerWebExchange exchange,
			ConfigurableListableBeanFactory beanFactory) {
		RequestMappingInfo best = null;
		Map.Entry<RequestMappingInfo, HandlerMethod> found = null;
		int matches = 0;
		for (Map.Entry<RequestMappingInfo, HandlerMethod> entry : mapping.getHandlerMethods().entrySet()) {
			RequestMappingInfo match = entry.getKey().getMatchingCondition(exchange);
			if (match != null) {
				matches++;
				if (best == null || match.compareTo(best, exchange) < 0) {
					best = match;
					found = entry;
				}
			}
		}
		boolean lazy = found != null && found.getValue().getBean() instanceof String name
				&& !beanFactory.containsSingleton(name);
		return (found != null && lazy) ? new WebFluxLazyHandler(found.getValue(),
				found.getKey().getMethodsCondition().getMethods(), matches == 1) : null;
	}

}
