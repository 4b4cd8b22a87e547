package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * A {@code CorsFilter} of the application, on Jetty.
 */
class JettyRivalRulesTests extends AbstractServletRivalRulesTests {

	JettyRivalRulesTests() {
		super(Container.JETTY);
	}

}
