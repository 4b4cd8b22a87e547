package io.github.corsstarter.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.web.CorsPolicies;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link ProblemReport} and {@link InvalidCorsPolicyFailureAnalyzer}.
 */
class ProblemReportTests {

	@Test
	void oneProblem() {
		ProblemReport report = new ProblemReport(List.of(problem("p", "https://a.example/", "https://a.example")));
		assertThat(report.description().lines()).containsExactly("The CORS configuration has 1 problem:", "",
				"Policy 'p':", "", "  1. cors.policies.p.allowed-origins[0]", "     at application.yml - 1:2",
				"     \"https://a.example/\"", "     Something is wrong with it.");
		assertThat(report.action().lines()).containsExactly("Change the configuration:", "",
				"  1. cors.policies.p.allowed-origins[0]", "     Write https://a.example");
	}

	@Test
	void severalProblemsAreGroupedByPolicyUnderTheSameNumbers() {
		ProblemReport report = new ProblemReport(List.of(problem("one", "a", "b"), problem("two", "c", null),
				problem("one", "d", "e"), problem(null, "f", "g")));
		String description = report.description();
		assertThat(description).startsWith("The CORS configuration has 4 problems:")
			.containsSubsequence("Policy 'one':", "  1. ", "\"a\"", "  2. ", "\"d\"", "Policy 'two':", "  3. ", "\"c\"",
					"All policies:", "  4. ", "\"f\"");
		assertThat(report.action()).containsSubsequence("  1. ", "Write b", "  2. ", "Write e", "  3. ",
				"Correct or remove this property", "  4. ", "Write g");
		assertThat(
				Pattern.compile("(?m)^ *[0-9]+\\. \\S+").matcher(description).results().map((match) -> match.group()))
			.containsExactlyElementsOf(Pattern.compile("(?m)^ *[0-9]+\\. \\S+")
				.matcher(report.action())
				.results()
				.map((match) -> match.group())
				.toList());
	}

	@Test
	void whatIsNotKnownIsLeftOut() {
		ProblemReport report = new ProblemReport(List.of(new CorsProblem(Reason.NO_PATHS, "p", "cors.policies.p.paths",
				null, "The policy covers no path.", null, null)));
		assertThat(report.description()).doesNotContain("null", "at ", "\"");
	}

	@Test
	void verbFitsReason() {
		assertThat(action(Reason.UNKNOWN_KEY)).contains("Use the key x");
		assertThat(action(Reason.INVALID_POLICY_NAME)).contains("Name the policy x");
		assertThat(action(Reason.METHOD_CASE)).contains("Write x");
	}

	private static String action(Reason reason) {
		return new ProblemReport(List.of(new CorsProblem(reason, "p", "cors.p", "v", "Wrong.", "x", null))).action();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u0000", "\n", "\r\n", "\t", "\u001b[31mred", "\u009b31m", "\u202Egnp.exe",
			"\u2066x\u2069", "\u200b", "\u2028", "\uD83D", "\uDE00", "\uFEFF", "\u0007", "\u007f", "\u00a0" })
	void hostileTextIsEscapedWhereverItStands(String hostile) {
		String text = "a" + hostile + "b";
		CorsProblem problem = new CorsProblem(Reason.INVALID_VALUE, text, "cors.policies." + text, text, text, text,
				text);
		ProblemReport report = new ProblemReport(List.of(problem));
		for (String output : List.of(report.description(), report.action(), ProblemReport.line(problem))) {
			assertThat(output.lines().toList()).allMatch((line) -> line.chars().allMatch((c) -> c >= ' ' && c <= '~'));
			assertThat(output).contains("a\\u" + String.format("%04x", (int) hostile.charAt(0)));
		}
		assertThat(ProblemReport.line(problem).lines()).hasSize(1);
	}

	@Test
	void lettersOfAllScriptsStay() {
		ProblemReport report = new ProblemReport(List.of(problem("p", "https://Büro.例え", null)));
		assertThat(report.description()).contains("\"https://Büro.例え\"");
	}

	@Test
	void longWordStaysWhole() {
		String file = "file [/opt/applications/orders/current/configuration/production/application-europe.yml]";
		ProblemReport report = new ProblemReport(List.of(new CorsProblem(Reason.UNKNOWN_KEY, "p", "cors.policies.p.x",
				null, "This key does not exist.", null, file + " - 12:7")));
		assertThat(report.description().lines()).contains("     at file",
				"     [/opt/applications/orders/current/configuration/production/application-europe.yml]",
				"     - 12:7");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "x ", "\u202E" })
	void longTextIsCutAndWrapped(String part) {
		String text = part.repeat(10_000);
		CorsProblem problem = new CorsProblem(Reason.INVALID_VALUE, text, text, text, text, text, text);
		ProblemReport report = new ProblemReport(List.of(problem));
		assertThat(report.description() + System.lineSeparator() + report.action()).contains("...")
			.hasSizeLessThan(25_000);
		assertThat(report.description().lines()).allMatch(ProblemReportTests::fits);
		assertThat(report.action().lines()).allMatch(ProblemReportTests::fits);
		assertThat(ProblemReport.line(problem)).hasSizeLessThan(10_000);
	}

	/**
	 * Whether a line of the report has at most 80 characters, or a single word, perhaps
	 * with a number before it.
	 */
	static boolean fits(String line) {
		return line.length() <= 80 || !line.replaceFirst("^ *(?:[0-9]+\\.)? *", "").contains(" ");
	}

	@Test
	void hundredsOfProblemsKeepTheirNumbers() {
		List<CorsProblem> problems = new ArrayList<>();
		for (int i = 0; i < 1200; i++) {
			problems.add(problem("p" + i % 7, "v" + i, null));
		}
		ProblemReport report = new ProblemReport(problems);
		assertThat(report.description()).contains("1200 problems", " 1200. ".strip());
		assertThat(report.action()).contains("1200. ");
	}

	@Test
	void analyzerKeepsDescriptionAndActionApart() {
		InvalidCorsPolicyException failure = new InvalidCorsPolicyException(List.of(problem("p", "a", "b")));
		FailureAnalysis analysis = new InvalidCorsPolicyFailureAnalyzer().analyze(new IllegalStateException(failure));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).contains("Something is wrong").doesNotContain("Write b");
		assertThat(analysis.getAction()).contains("Write b").doesNotContain("Something is wrong");
		assertThat(analysis.getCause()).isSameAs(failure);
	}

	@Test
	void policiesInCodeHaveTypedProblemsWithoutPlaces() {
		CorsPolicySpecification tenant = CorsPolicySpecification.builder("Tenant 7")
			.paths("api")
			.allowedOrigins("a.example", "*")
			.allowedMethods("put")
			.allowedHeaders("x y")
			.maxAge(Duration.ofSeconds(-1))
			.build();
		InvalidCorsPolicyException failure = catchThrowableOfType(InvalidCorsPolicyException.class,
				() -> new CorsPolicies(List.of(() -> List.of(tenant)), false));
		assertThat(failure.problems()).map(CorsProblem::reason)
			.containsExactly(Reason.INVALID_PATH, Reason.INVALID_POLICY_NAME, Reason.ORIGIN_MISSING_SCHEME,
					Reason.CONTRADICTING_ORIGINS, Reason.METHOD_CASE, Reason.INVALID_HEADER, Reason.INVALID_MAX_AGE);
		assertThat(failure.problems()).allSatisfy((problem) -> {
			assertThat(problem.place()).isNull();
			assertThat(problem.policy()).isEqualTo("Tenant 7");
			assertThat(problem.property()).startsWith("cors.policies.Tenant 7");
		});
		assertThat(failure.problems()).map(CorsProblem::suggestion)
			.containsExactly("/api", "tenant-7", "https://a.example", null, "PUT", null, "0");
		assertThat(catchThrowableOfType(InvalidCorsPolicyException.class, () -> CorsPolicy.of(tenant)).problems())
			.hasSize(6);
	}

	private static CorsProblem problem(@Nullable String policy, String value, @Nullable String suggestion) {
		return new CorsProblem(Reason.ORIGIN_TRAILING_SLASH, policy, "cors.policies." + policy + ".allowed-origins[0]",
				value, "Something is wrong with it.", suggestion, "application.yml - 1:2");
	}

}
