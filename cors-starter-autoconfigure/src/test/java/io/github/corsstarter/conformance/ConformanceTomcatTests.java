package io.github.corsstarter.conformance;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The conformance table on Tomcat.
 */
class ConformanceTomcatTests extends AbstractConformanceTests {

	ConformanceTomcatTests() {
		super("tomcat", (suite) -> ServletConformanceApplication.start(suite, TomcatServer.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class TomcatServer {

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory();
		}

	}

}
