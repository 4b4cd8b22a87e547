package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * The attempts on Tomcat.
 */
class TomcatReloadGuardTests extends AbstractReloadGuardTests {

	TomcatReloadGuardTests() {
		super(Container.TOMCAT);
	}

}
