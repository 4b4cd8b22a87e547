package io.github.corsstarter.compatibility.application;

import io.github.corsstarter.conformance.ReactiveConformanceApplication;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;

/**
 * The handler of the conformance table in a reactive server. It replaces that of WebFlux,
 * whose auto-configurations are excluded by their names in Spring Boot 3.5 and 4.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(excludeName = { "org.springframework.boot.autoconfigure.web.reactive.WebFluxAutoConfiguration",
		"org.springframework.boot.autoconfigure.web.reactive.error.ErrorWebFluxAutoConfiguration",
		"org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration",
		"org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration" })
@Import(ReactiveSecurity.class)
public class ReactiveApplication {

	private final ReactiveConformanceApplication application = new ReactiveConformanceApplication();

	/**
	 * Start the application.
	 * @param args the folder for configurations and facts
	 * @throws Exception if it does not start
	 */
	public static void main(String[] args) throws Exception {
		Launcher.run(ReactiveApplication.class, args[0]);
	}

	@Bean
	WebHandler webHandler() {
		return this.application.webHandler();
	}

	@Bean
	@Order(-1)
	WebExceptionHandler errorPage() {
		return this.application.errorPage();
	}

	/** In Spring Boot 4.2, an excluded auto-configuration would define this bean. */
	@Bean
	ForwardedHeaderTransformer forwardedHeaderTransformer() {
		return new ForwardedHeaderTransformer();
	}

}
