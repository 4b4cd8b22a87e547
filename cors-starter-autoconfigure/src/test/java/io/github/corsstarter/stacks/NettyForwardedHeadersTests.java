package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * Forwarded headers on Netty.
 */
class NettyForwardedHeadersTests extends AbstractForwardedHeadersTests {

	NettyForwardedHeadersTests() {
		super(Container.NETTY);
	}

}
