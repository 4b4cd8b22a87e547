package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * The attack on Netty. It has static files only.
 */
class NettySpellingAttackTests extends AbstractSpellingAttackTests {

	NettySpellingAttackTests() {
		super(Container.NETTY, Application.class, "spring.webflux.base-path", "/secret.json", "/dir/secret.json");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
