package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * The choice of a policy over HTTP on Tomcat.
 */
class TomcatPathChoiceOverHttpTests extends AbstractServletPathChoiceOverHttpTests {

	TomcatPathChoiceOverHttpTests() {
		super(Container.TOMCAT);
	}

}
