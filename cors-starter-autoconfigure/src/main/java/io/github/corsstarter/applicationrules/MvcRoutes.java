package io.github.corsstarter.applicationrules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.github.corsstarter.applicationrules.RoutePredicates.Requests;

import org.springframework.core.io.Resource;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * Reads the routes of a {@link RouterFunction} of Spring MVC.
 */
final class MvcRoutes implements RouterFunctions.Visitor {

	private final Routes routes = new Routes();

	/** The routes of a function. */
	static Routes of(RouterFunction<?> function) {
		MvcRoutes visitor = new MvcRoutes();
		function.accept(visitor);
		return visitor.routes;
	}

	@Override
	public void startNested(RequestPredicate predicate) {
		this.routes.start(requests(predicate));
	}

	@Override
	public void endNested(RequestPredicate predicate) {
		this.routes.end();
	}

	@Override
	public void route(RequestPredicate predicate, HandlerFunction<?> handlerFunction) {
		this.routes.add(requests(predicate));
	}

	@Override
	public void resources(Function<ServerRequest, Optional<Resource>> lookupFunction) {
		this.routes.addResources(lookupFunction);
	}

	@Override
	public void attributes(Map<String, Object> attributes) {
	}

	@Override
	public void unknown(RouterFunction<?> routerFunction) {
		this.routes.addUnknown();
	}

	private static List<Requests> requests(RequestPredicate predicate) {
		Predicates predicates = new Predicates();
		predicate.accept(predicates);
		return predicates.requests();
	}

	@SuppressWarnings("removal") // The superclass has pathExtension, which Spring will
									// remove.
	private static final class Predicates extends RoutePredicates implements RequestPredicates.Visitor {

		@Override
		public void param(String name, String value) {
			addUnknown();
		}

		@Override
		public void unknown(RequestPredicate predicate) {
			addUnknown(predicate);
		}

	}

}
