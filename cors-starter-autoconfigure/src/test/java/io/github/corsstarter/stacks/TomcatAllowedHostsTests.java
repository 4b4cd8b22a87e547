package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * Allowed hosts on Tomcat.
 */
class TomcatAllowedHostsTests extends AbstractAllowedHostsTests {

	TomcatAllowedHostsTests() {
		super(Container.TOMCAT);
	}

	@Override
	boolean overwritesHost() {
		return false;
	}

}
