package io.github.corsstarter.observability;

import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.Tag;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * What requests leave behind on Tomcat.
 */
@Tag("slow")
class ServletObservabilityTests extends AbstractObservabilityTests {

	ServletObservabilityTests() {
		super(Container.TOMCAT, Application.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(CommonConfiguration.class)
	static class Application {

	}

}
