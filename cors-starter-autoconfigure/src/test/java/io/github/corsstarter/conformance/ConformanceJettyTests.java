package io.github.corsstarter.conformance;

import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The conformance table on Jetty.
 */
class ConformanceJettyTests extends AbstractConformanceTests {

	ConformanceJettyTests() {
		super("jetty", (suite) -> ServletConformanceApplication.start(suite, JettyServer.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class JettyServer {

		@Bean
		JettyServletWebServerFactory webServerFactory() {
			return new JettyServletWebServerFactory();
		}

	}

}
