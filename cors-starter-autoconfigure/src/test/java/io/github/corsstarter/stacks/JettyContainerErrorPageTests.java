package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.TestServer.Container;

/**
 * Error pages that Jetty writes itself.
 */
class JettyContainerErrorPageTests extends AbstractContainerErrorPageTests {

	JettyContainerErrorPageTests() {
		super(Container.JETTY);
	}

}
