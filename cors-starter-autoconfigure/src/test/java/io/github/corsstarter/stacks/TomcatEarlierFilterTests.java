package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * Filters before the starter's on Tomcat.
 */
class TomcatEarlierFilterTests extends AbstractEarlierFilterTests {

	TomcatEarlierFilterTests() {
		super(Container.TOMCAT);
	}

}
