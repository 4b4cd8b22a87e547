package io.github.corsstarter.stacks;

import java.util.Map;

import io.github.corsstarter.testing.TestServer.Container;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.cors.reactive.CorsWebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@code CorsWebFilter} of the application, on Netty.
 */
class NettyRivalRulesTests extends AbstractRivalRulesTests {

	NettyRivalRulesTests() {
		super(Container.NETTY, RivalBefore.class, RivalAfter.class);
	}

	@Override
	void checkHeadersOfTheRival(Map<String, String> rejected, Map<String, String> allowed) {
		assertThat(rejected).isEmpty();
		assertThat(allowed).isEqualTo(Map.of("access-control-allow-origin", "https://both.example",
				"access-control-expose-headers", "x-policy"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(RivalEndpoints.class)
	static class RivalBefore {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		CorsWebFilter rival() {
			return new CorsWebFilter((exchange) -> rules());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(RivalEndpoints.class)
	static class RivalAfter {

		@Bean
		@Order(0)
		CorsWebFilter rival() {
			return new CorsWebFilter((exchange) -> rules());
		}

	}

}
