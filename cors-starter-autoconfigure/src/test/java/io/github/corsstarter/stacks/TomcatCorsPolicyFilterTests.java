package io.github.corsstarter.web.servlet;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * The filter on Tomcat.
 */
class TomcatCorsPolicyFilterTests extends AbstractCorsPolicyFilterTests {

	TomcatCorsPolicyFilterTests() {
		super(Container.TOMCAT);
	}

}
