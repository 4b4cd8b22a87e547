package io.github.corsstarter.web.servlet;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * The filter on Jetty.
 */
class JettyCorsPolicyFilterTests extends AbstractCorsPolicyFilterTests {

	JettyCorsPolicyFilterTests() {
		super(Container.JETTY);
	}

}
