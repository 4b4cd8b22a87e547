package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * The attempts on Netty.
 */
class NettyReloadGuardTests extends AbstractReloadGuardTests {

	NettyReloadGuardTests() {
		super(Container.NETTY);
	}

}
