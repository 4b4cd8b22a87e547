package io.github.corsstarter.observability;

import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.Tag;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Tests on Netty the counters, log lines and events that requests cause.
 */
@Tag("slow")
class ReactiveObservabilityTests extends AbstractObservabilityTests {

	ReactiveObservabilityTests() {
		super(Container.NETTY, Application.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(CommonConfiguration.class)
	static class Application {

	}

}
