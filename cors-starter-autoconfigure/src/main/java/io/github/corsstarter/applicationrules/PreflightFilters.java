package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.List;

import io.github.corsstarter.applicationrules.ExistingRules.FilterChainRules;
import io.github.corsstarter.applicationrules.ExistingRules.FilterRules;
import io.github.corsstarter.applicationrules.ExistingRules.UrlRule;
import org.jspecify.annotations.Nullable;

import org.springframework.web.cors.PreFlightRequestHandler;

/**
 * Recognizes Spring's filters that answer only preflights: {@code PreFlightRequestFilter}
 * of Spring Framework 7.0.7 or later, and {@code PreFlightRequestWebFilter}. Such a
 * filter has no rule. It asks a {@code PreFlightRequestHandler}, and no later filter sees
 * the preflight. Spring's own handlers apply the rules of the handler mappings.
 */
final class PreflightFilters {

	/** Absent in Spring Framework 6.2. */
	private static final String SERVLET = "org.springframework.web.filter.PreFlightRequestFilter";

	private static final String REACTIVE = "org.springframework.web.cors.reactive.PreFlightRequestWebFilter";

	/**
	 * The packages of {@code DefaultPreFlightRequestHandler},
	 * {@code HandlerMappingIntrospector} of earlier versions, and
	 * {@code DispatcherHandler}.
	 */
	private static final List<String> SPRINGS_HANDLERS = List.of("org.springframework.web.servlet.",
			"org.springframework.web.reactive.");

	private PreflightFilters() {
	}

	/**
	 * Whether an object is such a filter, or has a subclass of it.
	 * @param filter a filter of either stack
	 */
	static boolean contain(@Nullable Object filter) {
		Class<?> type = (filter != null) ? filter.getClass() : null;
		while (type != null && !isSprings(type)) {
			type = type.getSuperclass();
		}
		return type != null;
	}

	/**
	 * Whether the handler mappings decide about the preflights that a filter answers.
	 * @param filter a filter of either stack
	 * @return whether the filter and its handler are Spring's own classes
	 */
	static boolean askHandlerMappings(Object filter) {
		if (!isSprings(filter.getClass())) {
			return false;
		}
		Object handler = PrivateFields.read(filter.getClass(), handlerType(filter), filter);
		return handler != null && SPRINGS_HANDLERS.stream().anyMatch(handler.getClass().getName()::startsWith);
	}

	/**
	 * The rules of a filter for the generation of policies.
	 * @param label the name of the filter
	 * @param filter the filter
	 * @return the rules, or {@code null} if the handler mappings decide
	 */
	static @Nullable List<UrlRule> read(String label, Object filter) {
		return askHandlerMappings(filter) ? null
				: SourceReader.unknown(label, "It asks a PreFlightRequestHandler that is not Spring's own class.");
	}

	/**
	 * The filters in their order. If the handler mappings decide about preflights, and a
	 * later filter about the requests that follow them, no policy can do the same.
	 * @param ordered the filters in their order
	 */
	static List<FilterRules> resolve(List<ReadFilter> ordered) {
		List<FilterRules> resolved = new ArrayList<>();
		for (int i = 0; i < ordered.size(); i++) {
			ReadFilter filter = ordered.get(i);
			boolean others = ordered.subList(i + 1, ordered.size()).stream().anyMatch(ReadFilter::hasRules);
			resolved.add((filter.asksHandlerMappings() && others) ? filter.unknown() : filter.rules());
		}
		return resolved;
	}

	private static boolean isSprings(Class<?> type) {
		return type.getName().equals(SERVLET) || type.getName().equals(REACTIVE);
	}

	private static Class<?> handlerType(Object filter) {
		return filter.getClass().getName().equals(SERVLET) ? PreFlightRequestHandler.class
				: org.springframework.web.cors.reactive.PreFlightRequestHandler.class;
	}

	/**
	 * A filter whose rules have been read.
	 *
	 * @param label its name
	 * @param rules its rules
	 * @param asksHandlerMappings whether the filter answers preflights as the handler
	 * mappings decide
	 */
	record ReadFilter(String label, FilterRules rules, boolean asksHandlerMappings) {

		private boolean hasRules() {
			return this.rules.chains().stream().anyMatch((chain) -> chain.rules() != null);
		}

		private FilterRules unknown() {
			List<UrlRule> unknown = SourceReader.unknown(this.label,
					"It answers preflights by the rules of the handlers, before another CORS filter does.");
			return new FilterRules(
					this.rules.chains().stream().map((chain) -> new FilterChainRules(chain.paths(), unknown)).toList());
		}

	}

}
