package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * Forwarded headers on Tomcat.
 */
class TomcatForwardedHeadersTests extends AbstractForwardedHeadersTests {

	TomcatForwardedHeadersTests() {
		super(Container.TOMCAT);
	}

}
