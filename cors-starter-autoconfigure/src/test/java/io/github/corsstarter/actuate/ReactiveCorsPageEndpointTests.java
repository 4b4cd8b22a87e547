package io.github.corsstarter.actuate;

import io.github.corsstarter.testing.TestServer.Container;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;

/**
 * Tests the page on Netty. There, Spring Security always writes its headers late.
 */
class ReactiveCorsPageEndpointTests extends AbstractCorsPageEndpointTests {

	ReactiveCorsPageEndpointTests() {
		super(Container.NETTY, Application.class, Secured.class, Secured.class, "spring.webflux.base-path");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Handler.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Handler.class)
	static class Secured {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.headers((headers) -> headers
					.contentSecurityPolicy((policy) -> policy.policyDirectives("script-src 'none'")))
				.build();
		}

	}

}
