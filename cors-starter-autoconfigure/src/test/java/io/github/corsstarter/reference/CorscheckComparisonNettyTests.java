package io.github.corsstarter.reference;

import java.nio.charset.StandardCharsets;

import io.github.corsstarter.testing.TestServer.Container;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.WebFilter;

/**
 * The comparison of {@code corscheck} with the filter on Netty.
 */
class CorscheckComparisonNettyTests extends AbstractCorscheckComparisonTests {

	CorscheckComparisonNettyTests() {
		super(Container.NETTY, Application.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(CommonConfiguration.class)
	static class Application {

		@Bean
		WebFilter handler() {
			return (exchange, chain) -> {
				if (exchange.getRequest().getURI().getRawPath().startsWith(ACTUATOR)) {
					return chain.filter(exchange);
				}
				ServerHttpResponse response = exchange.getResponse();
				response.getHeaders().set("X-Handler", HANDLED);
				return response.writeWith(Mono
					.fromSupplier(() -> response.bufferFactory().wrap(HANDLED.getBytes(StandardCharsets.UTF_8))));
			};
		}

	}

}
