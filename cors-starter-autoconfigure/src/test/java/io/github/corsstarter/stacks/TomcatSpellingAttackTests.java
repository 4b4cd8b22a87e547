package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * The attack on Tomcat.
 */
class TomcatSpellingAttackTests extends AbstractServletSpellingAttackTests {

	TomcatSpellingAttackTests() {
		super(Container.TOMCAT);
	}

}
