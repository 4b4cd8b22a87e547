package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.Tag;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Policies that are not enforced, in a servlet container.
 */
@Tag("slow")
abstract class AbstractServletWatchingTests extends AbstractWatchingTests {

	AbstractServletWatchingTests(Container container) {
		super(container, WatchedApplication.class, "/ok", "/boom", "/boom-with-headers", "/status", "/send-error",
				"/required", "/reset", "/reset-buffer", "/own", "/own-entity", "/vary-set", "/vary-add", "/deferred",
				"/deferred-error", "/deferred-timeout", "/callable", "/callable-error", "/callable-throw",
				"/stream-error", "/stream", "/sse", "/sse-error", "/sse-error-at-once", "/sse-timeout", "/flush",
				"/redirect", "/forward", "/forward-to-plain", "/include", "/annotated", "/mapped", "/options",
				"/servlet/own", "/servlet/throw", "/servlet/send-error", "/servlet/async", "/servlet/async-dispatch",
				"/servlet/async-wrapped", "/servlet/async-wrapped-dispatch", "/servlet/async-dispatch-throw",
				"/servlet/async-send-error", "/servlet/async-timeout", "/servlet/async-throw");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ServletFilterApplication.class)
	static class WatchedApplication {

		@Bean
		WatchedResponses watchedResponses() {
			return new WatchedResponses();
		}

	}

}
