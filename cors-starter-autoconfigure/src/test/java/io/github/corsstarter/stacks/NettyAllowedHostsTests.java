package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * Allowed hosts on Netty.
 */
class NettyAllowedHostsTests extends AbstractAllowedHostsTests {

	NettyAllowedHostsTests() {
		super(Container.NETTY);
	}

	@Override
	boolean overwritesHost() {
		return false;
	}

}
