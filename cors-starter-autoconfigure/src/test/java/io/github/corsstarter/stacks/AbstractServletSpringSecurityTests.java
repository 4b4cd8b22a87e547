package io.github.corsstarter.stacks;

import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer.Container;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Security for servlets.
 */
abstract class AbstractServletSpringSecurityTests extends AbstractSpringSecurityTests {

	AbstractServletSpringSecurityTests(Container container) {
		super(container, ServletSecurityApplications.ALL);
	}

	/** Spring Security uses the rules of Spring MVC. */
	@Override
	void checkPreflightWithoutPolicy(Response response) {
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.cors()).containsEntry("access-control-allow-origin", "https://elsewhere.example")
			.containsEntry("access-control-max-age", "1800");
	}

}
