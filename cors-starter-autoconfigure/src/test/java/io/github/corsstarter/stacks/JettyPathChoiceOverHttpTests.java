package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * The choice of a policy over HTTP on Jetty.
 */
class JettyPathChoiceOverHttpTests extends AbstractServletPathChoiceOverHttpTests {

	JettyPathChoiceOverHttpTests() {
		super(Container.JETTY);
	}

}
