package io.github.corsstarter.web.servlet;

import io.github.corsstarter.web.TestServer.Container;

/**
 * The filter on Jetty.
 */
class JettyCorsPolicyFilterTests extends AbstractCorsPolicyFilterTests {

	JettyCorsPolicyFilterTests() {
		super(Container.JETTY);
	}

}
