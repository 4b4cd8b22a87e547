package io.github.corsstarter.reference;

import java.nio.charset.StandardCharsets;

import io.github.corsstarter.testing.TestServer.Container;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.WebHandler;

/**
 * The random comparison on Netty.
 */
class RandomComparisonNettyTests extends AbstractRandomComparisonOverHttpTests {

	RandomComparisonNettyTests() {
		super(Container.NETTY, Application.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = { "org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration",
			"org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration" })
	@Import(SourceConfiguration.class)
	static class Application {

		@Bean
		WebHandler webHandler() {
			return (exchange) -> {
				ServerHttpResponse response = exchange.getResponse();
				response.getHeaders().set("X-Handler", HANDLED);
				return response.writeWith(Mono
					.fromSupplier(() -> response.bufferFactory().wrap(HANDLED.getBytes(StandardCharsets.UTF_8))));
			};
		}

	}

}
