package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * Policies that are not enforced beside other rules, on Tomcat.
 */
class TomcatWatchedRulesTests extends AbstractWatchedRulesTests {

	TomcatWatchedRulesTests() {
		super(Container.TOMCAT, ServletSecurityApplications.ALL, AbstractServletRivalRulesTests.RivalBefore.class,
				AbstractServletRivalRulesTests.RivalAfter.class);
	}

}
