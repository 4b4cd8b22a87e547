package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * A {@code CorsFilter} of the application, on Tomcat.
 */
class TomcatRivalRulesTests extends AbstractServletRivalRulesTests {

	TomcatRivalRulesTests() {
		super(Container.TOMCAT);
	}

}
