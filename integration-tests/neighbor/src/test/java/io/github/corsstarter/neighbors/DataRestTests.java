package io.github.corsstarter.neighbors;

import java.util.List;

import io.github.corsstarter.applicationrules.ApplicationRule;
import io.github.corsstarter.applicationrules.ApplicationRule.Settings;
import io.github.corsstarter.applicationrules.ApplicationRuleOutcome;
import io.github.corsstarter.applicationrules.ApplicationRules;
import io.github.corsstarter.testing.RawHttp.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the CORS rules of Spring Data REST are found. {@link NeighborTests} tests
 * its responses.
 */
@ExtendWith(OutputCaptureExtension.class)
class DataRestTests {

	/** The defaults of a {@code CorsRegistry} for what a rule does not set. */
	private static final Settings LISTED = new Settings(List.of(Neighbor.LISTED), null, List.of("GET", "HEAD", "POST"),
			List.of("*"), null, null, 1800L);

	/** On a repository, {@code @CrossOrigin} allows all methods. */
	private static final Settings ON_REPOSITORY = new Settings(List.of(Neighbor.LISTED), null,
			List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"), List.of("*"), null, null, 1800L);

	@Test
	void rulesAreListedWithThePolicyThatDecides(CapturedOutput output) {
		try (NeighborServer server = NeighborServer.start(DataRest.class, "cors.policies.data.paths=/api/**",
				"cors.policies.data.allowed-origins=" + Neighbor.ALLOWED)) {
			List<ApplicationRuleOutcome> rules = server.bean(ApplicationRules.class).all();
			assertThat(rules).map(ApplicationRuleOutcome::rule)
				.containsExactlyInAnyOrder(
						new ApplicationRule("@CrossOrigin BookRepository", List.of("/api/books/**"), ON_REPOSITORY),
						new ApplicationRule("CorsRegistry of 'restHandlerMapping'", List.of("/api/authors/**"),
								LISTED));
			assertThat(rules).map(ApplicationRuleOutcome::shadowedBy).containsOnly("data");
			assertThat(output).contains(
					"The policy 'data' decides on /api/books/**; remove @CrossOrigin BookRepository, which has no effect there.");
		}
	}

	@Test
	void withoutAPolicyTheyDecide() {
		try (NeighborServer server = NeighborServer.start(DataRest.class)) {
			assertThat(server.bean(ApplicationRules.class).all()).hasSize(2)
				.allSatisfy((rule) -> assertThat(rule.shadowedBy()).isNull());
			for (String path : List.of("/api/books", "/api/authors")) {
				Response response = Call.get(path).send(server.http(), "Origin: " + Neighbor.LISTED);
				assertThat(response.header("Access-Control-Allow-Origin")).as(path).isEqualTo(Neighbor.LISTED);
			}
		}
	}

}
