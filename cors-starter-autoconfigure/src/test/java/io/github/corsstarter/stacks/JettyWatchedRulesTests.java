package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * Policies that are not enforced beside other rules, on Jetty.
 */
class JettyWatchedRulesTests extends AbstractWatchedRulesTests {

	JettyWatchedRulesTests() {
		super(Container.JETTY, ServletSecurityApplications.ALL, AbstractServletRivalRulesTests.RivalBefore.class,
				AbstractServletRivalRulesTests.RivalAfter.class);
	}

}
