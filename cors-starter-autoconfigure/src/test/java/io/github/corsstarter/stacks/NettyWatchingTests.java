package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Policies that are not enforced, on Netty.
 */
class NettyWatchingTests extends AbstractWatchingTests {

	NettyWatchingTests() {
		super(Container.NETTY, WatchedApplication.class, "/ok", "/delayed", "/empty", "/boom", "/mono-error",
				"/flux-error", "/boom-with-headers", "/own-error", "/status", "/required", "/own", "/own-entity",
				"/own-removed", "/own-before-commit", "/vary-set", "/vary-add", "/sse", "/lines", "/flush", "/complete",
				"/redirect", "/not-modified", "/file", "/proxy", "/annotated", "/mapped", "/options", "/function",
				"/function-own", "/function-error", "/function-stream", "/static/headers.txt");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ReactiveFilterApplication.class)
	static class WatchedApplication {

		@Bean
		WatchedResponses watchedResponses() {
			return new WatchedResponses();
		}

	}

}
