package io.github.corsstarter.policy;

import java.util.List;
import java.util.stream.IntStream;

import io.github.corsstarter.policy.CorsProblem.Reason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InvalidCorsPolicyException}.
 */
class InvalidCorsPolicyExceptionTests {

	@Test
	void warningsShouldBeLeftOut() {
		CorsProblem error = problem(Reason.NO_PATHS, "cors.policies.a.paths");
		InvalidCorsPolicyException ex = new InvalidCorsPolicyException(
				List.of(problem(Reason.MAX_AGE_CAPPED, "cors.policies.a.max-age"), error));
		assertThat(ex.problems()).containsExactly(error);
		assertThat(ex).hasMessage("The CORS configuration has 1 problem. cors.policies.a.paths: Wrong\\u000aline.");
	}

	@Test
	void messageShouldListTenProblems() {
		assertThat(exception(2))
			.hasMessage("The CORS configuration has 2 problems. p0: Wrong\\u000aline." + " p1: Wrong\\u000aline.");
		assertThat(exception(10).getMessage()).startsWith("The CORS configuration has 10 problems. p0: ")
			.endsWith(" p9: Wrong\\u000aline.");
		assertThat(exception(12).getMessage()).endsWith(" p9: Wrong\\u000aline. Not listed: 2 more.");
		assertThat(exception(12).problems()).hasSize(12);
	}

	private static InvalidCorsPolicyException exception(int errors) {
		return new InvalidCorsPolicyException(
				IntStream.range(0, errors).mapToObj((i) -> problem(Reason.NO_PATHS, "p" + i)).toList());
	}

	private static CorsProblem problem(Reason reason, String property) {
		return new CorsProblem(reason, "a", property, null, "Wrong\nline.", null, null);
	}

}
