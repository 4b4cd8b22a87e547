package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * Error pages that Tomcat writes itself.
 */
class TomcatContainerErrorPageTests extends AbstractContainerErrorPageTests {

	TomcatContainerErrorPageTests() {
		super(Container.TOMCAT);
	}

}
