package io.github.corsstarter.stacks;

import java.util.List;
import java.util.Map;

import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer.Container;

/**
 * Policies that are not enforced, on Tomcat.
 */
class TomcatWatchingTests extends AbstractServletWatchingTests {

	TomcatWatchingTests() {
		super(Container.TOMCAT);
	}

	/** A limit: Tomcat shows a value once that the response has twice. */
	@Override
	Map<String, List<String>> visibleHeaders(Response response) {
		Map<String, List<String>> headers = super.visibleHeaders(response);
		headers.replaceAll((name, values) -> values.stream().distinct().toList());
		return headers;
	}

}
