package io.github.corsstarter.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsExplanation;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.testing.FuzzCorpus;
import io.github.corsstarter.web.CorsPolicies;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A fuzz target: a configuration either works or is rejected with a report. Each line is
 * a property, {@code name=value}. A name in upper case is that of an environment
 * variable. A name without the prefix {@code cors} is a key of the policy {@code p}.
 */
public final class PropertiesFuzzTarget {

	private static final int MAX_LINES = 20;

	private PropertiesFuzzTarget() {
	}

	public static void fuzzerTestOneInput(byte[] input) {
		Map<String, Object> properties = new LinkedHashMap<>();
		TestConfiguration configuration = new TestConfiguration();
		List<String> lines = FuzzCorpus.lines(input);
		for (String line : lines.subList(0, Math.min(MAX_LINES, lines.size()))) {
			int equals = line.indexOf('=');
			String name = (equals != -1) ? line.substring(0, equals) : line;
			String value = (equals != -1) ? line.substring(equals + 1) : "";
			if (name.startsWith("CORS")) {
				configuration.variable(name, value);
			}
			else {
				properties.put(name.startsWith("cors") ? name : "cors.policies.p." + name, value);
			}
		}
		configuration.map(properties);
		CorsPolicies policies = load(configuration);
		if (policies != null) {
			use(policies);
		}
	}

	private static @Nullable CorsPolicies load(TestConfiguration configuration) {
		try {
			return configuration.start();
		}
		catch (InvalidCorsPolicyException ex) {
			assertThat(ex.problems()).isNotEmpty().allMatch(CorsProblem::isError);
			check(ex.problems());
			Suggestions.check(configuration, ex.problems());
			return null;
		}
	}

	private static void check(List<CorsProblem> problems) {
		ProblemReport report = new ProblemReport(problems);
		assertThat((report.description() + "\n" + report.action()).lines())
			.allMatch((line) -> ProblemReportTests.fits(line) && line.chars().noneMatch(Character::isISOControl));
		problems.forEach((problem) -> assertThat(ProblemReport.line(problem).chars()).as("%s", problem)
			.noneMatch(Character::isISOControl));
	}

	private static void use(CorsPolicies policies) {
		policies.warnings().forEach((problem) -> assertThat(problem.isError()).isFalse());
		check(policies.warnings());
		for (CorsPolicy policy : policies.policies()) {
			String path = policy.paths().get(0);
			for (String origin : List.of("https://a.example", "null", "http://localhost:8080")) {
				for (FakeCorsRequest request : List.of(FakeCorsRequest.preflight("PUT", path, origin),
						FakeCorsRequest.actual("GET", path, origin))) {
					CorsDecision decision = policies.decide(request);
					assertThat(CorsExplanation.of(decision, request) != null).isEqualTo(decision.isRejected());
				}
			}
		}
	}

}
