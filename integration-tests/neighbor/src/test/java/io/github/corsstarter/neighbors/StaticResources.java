package io.github.corsstarter.neighbors;

import org.springframework.boot.WebApplicationType;

/**
 * The files of {@code classpath:/static}, by Spring MVC and by Spring WebFlux.
 */
final class StaticResources {

	private StaticResources() {
	}

	@NeighborApplication(properties = { "spring.mvc.static-path-pattern=/assets/**",
			"spring.web.resources.cache.cachecontrol.max-age=1h" })
	static class Servlet {

	}

	@NeighborApplication(type = WebApplicationType.REACTIVE, properties = {
			"spring.webflux.static-path-pattern=/assets/**", "spring.web.resources.cache.cachecontrol.max-age=1h" })
	static class Reactive {

	}

}
