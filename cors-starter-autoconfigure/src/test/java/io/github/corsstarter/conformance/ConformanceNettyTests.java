package io.github.corsstarter.conformance;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The conformance table on Netty.
 */
class ConformanceNettyTests extends AbstractConformanceTests {

	ConformanceNettyTests() {
		super("netty", (suite) -> ReactiveConformanceApplication.start(suite, NettyServer.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class NettyServer {

		/** On this class path, Spring Boot would take Jetty. */
		@Bean
		NettyReactiveWebServerFactory webServerFactory() {
			return new NettyReactiveWebServerFactory();
		}

	}

}
