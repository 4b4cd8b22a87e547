package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * The filter on Tomcat.
 */
class TomcatCorsPolicyFilterTests extends AbstractServletCorsPolicyFilterTests {

	TomcatCorsPolicyFilterTests() {
		super(Container.TOMCAT);
	}

}
