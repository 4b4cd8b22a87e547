package io.github.corsstarter.conformance;

/**
 * The conformance table on Netty.
 */
class ConformanceNettyTests extends AbstractConformanceTests {

	ConformanceNettyTests() {
		super("netty", ReactiveConformanceApplication::start);
	}

}
