package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * Policies that are not enforced, on Tomcat.
 */
class TomcatWatchingTests extends AbstractServletWatchingTests {

	TomcatWatchingTests() {
		super(Container.TOMCAT);
	}

}
