package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * The attack on Jetty.
 */
class JettySpellingAttackTests extends AbstractServletSpellingAttackTests {

	JettySpellingAttackTests() {
		super(Container.JETTY);
	}

}
