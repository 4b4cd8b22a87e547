package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * Policies that are not enforced beside other rules, on Netty.
 */
class NettyWatchedRulesTests extends AbstractWatchedRulesTests {

	NettyWatchedRulesTests() {
		super(Container.NETTY, ReactiveSecurityApplications.ALL, NettyRivalRulesTests.RivalBefore.class,
				NettyRivalRulesTests.RivalAfter.class);
	}

}
