package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * Spring Security on Tomcat.
 */
class TomcatSpringSecurityTests extends AbstractServletSpringSecurityTests {

	TomcatSpringSecurityTests() {
		super(Container.TOMCAT);
	}

}
