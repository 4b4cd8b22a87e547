package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * Allowed hosts on Jetty.
 */
class JettyAllowedHostsTests extends AbstractAllowedHostsTests {

	JettyAllowedHostsTests() {
		super(Container.JETTY);
	}

	@Override
	boolean overwritesHost() {
		return true;
	}

}
