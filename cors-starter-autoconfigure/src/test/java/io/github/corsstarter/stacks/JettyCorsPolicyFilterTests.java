package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * The filter on Jetty.
 */
class JettyCorsPolicyFilterTests extends AbstractServletCorsPolicyFilterTests {

	JettyCorsPolicyFilterTests() {
		super(Container.JETTY);
	}

}
