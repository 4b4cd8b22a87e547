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

	private static final String JETTY_MANAGEMENT = "org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyReactiveManagementContextAutoConfiguration";

	private static final String TOMCAT_MANAGEMENT = "org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration";

	ReactiveCorsPageEndpointTests() {
		super(Container.NETTY, Application.class, Secured.class, Secured.class, "spring.webflux.base-path");
	}

	/** On the class path of the tests, a management port could have any server. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = { JETTY_MANAGEMENT, TOMCAT_MANAGEMENT })
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
