package io.github.corsstarter.neighbors;

import org.springframework.boot.WebApplicationType;

/**
 * Applications that serve the files of {@code classpath:/static} with Spring MVC and with
 * Spring WebFlux.
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
