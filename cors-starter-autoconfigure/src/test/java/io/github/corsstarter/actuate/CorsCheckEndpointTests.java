package io.github.corsstarter.actuate;

import java.util.List;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CorsCheckEndpoint} that need no server.
 */
class CorsCheckEndpointTests {

	private static final String ORIGIN = "https://spa.example";

	private final CorsPolicies policies = new CorsPolicies(List.of(() -> List
		.of(CorsPolicySpecification.builder("api").paths("/api/**", "/app/twice/**").allowedOrigins(ORIGIN).build())),
			false);

	private final CorsCheckEndpoint endpoint = new CorsCheckEndpoint(this.policies, "/app");

	@Test
	void pathThatBeginsWithTheContextPathGetsNoFix() {
		CorsCheckDescriptor answer = this.endpoint.check("/app/api/x", ORIGIN, null, null, null);
		assertThat(answer.reason()).isEqualTo("no-policy");
		assertThat(answer.fix()).isNull();
		assertThat(answer.explanation())
			.startsWith("This is the answer for /app/app/api/x, because 'path' is relative to the context path /app.");
	}

	@Test
	void allowedPathThatBeginsWithTheContextPathIsExplainedAsWell() {
		CorsCheckDescriptor answer = this.endpoint.check("/app/twice/x", ORIGIN, null, null, null);
		assertThat(answer.allowed()).isTrue();
		assertThat(answer.explanation()).startsWith("This is the answer for /app/app/twice/x, because");
	}

	@Test
	void queryMayHoldAnything() {
		assertThat(this.endpoint.check("/api/x?discount=100%", ORIGIN, null, null, null).allowed()).isTrue();
	}

	@Test
	void otherPathsAreAnsweredWithoutHint() {
		for (String path : List.of("/api/x", "/application/x", "/ap")) {
			assertThat(this.endpoint.check(path, ORIGIN, null, null, null))
				.isEqualTo(new CorsCheckEndpoint(this.policies).check(path, ORIGIN, null, null, null));
		}
	}

}
