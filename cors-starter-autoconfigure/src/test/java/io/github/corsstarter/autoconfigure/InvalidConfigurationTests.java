package io.github.corsstarter.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.corsstarter.autoconfigure.ConfigurationCase.Expected;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Runs tables of invalid configurations, and of valid ones that cause a warning. Compares
 * every reported problem.
 */
class InvalidConfigurationTests {

	private static final String[] ERRORS = { "origins.yml", "credentials.yml", "names.yml", "values.yml", "keys.yml",
			"paths.yml", "places.yml", "audiences.yml", "mixtures.yml", "hosts.yml" };

	static Stream<ConfigurationCase> errors() {
		return ConfigurationCase.read(ERRORS).stream();
	}

	static Stream<ConfigurationCase> warnings() {
		return ConfigurationCase.read("warnings.yml").stream();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("errors")
	void invalidConfiguration(ConfigurationCase invalid) {
		List<CorsProblem> problems = invalid.configuration().problems();
		assertThat(problems).map(Expected::of).containsExactlyElementsOf(invalid.problems());
		assertThat(problems).allMatch(CorsProblem::isError);
		problems.forEach(InvalidConfigurationTests::assertSuggestionIsValid);
		Suggestions.check(invalid.configuration(), problems);
		assertReportIsComplete(problems);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("warnings")
	void warning(ConfigurationCase warned) {
		List<CorsProblem> problems = warned.configuration().start().warnings();
		assertThat(problems).map(Expected::of).containsExactlyInAnyOrderElementsOf(warned.problems());
		assertThat(problems).noneMatch(CorsProblem::isError);
		Suggestions.check(warned.configuration(), problems);
		assertThat(problems).allSatisfy((problem) -> assertThat(ProblemReport.line(problem))
			.contains(problem.property(), problem.message(), String.valueOf(problem.place())));
	}

	/** A suggestion that is itself invalid would be worse than no suggestion. */
	private static void assertSuggestionIsValid(CorsProblem problem) {
		String suggestion = problem.suggestion();
		if (suggestion != null && problem.property().matches(".*allowed-origins\\[[0-9]+]")) {
			assertThatCode(() -> OriginPattern.parse(suggestion)).doesNotThrowAnyException();
			boolean everyone = suggestion.equals("*");
			assertThat(everyone).isEqualTo(
					everyone && problem.value() != null && Set.of(".*", "^.*$", "\"*\"").contains(problem.value()));
		}
	}

	private static void assertReportIsComplete(List<CorsProblem> problems) {
		ProblemReport report = new ProblemReport(problems);
		FailureAnalysis analysis = new FailureAnalysis(report.description(), report.action(), null);
		assertThat((analysis.getDescription() + "\n" + analysis.getAction()).lines())
			.allSatisfy((line) -> assertThat(line).matches(ProblemReportTests::fits).matches("[\\P{Cc}]*"));
		for (int i = 1; i <= problems.size(); i++) {
			assertThat(analysis.getDescription()).contains("%n%3d. ".formatted(i));
			assertThat(analysis.getAction()).contains("%n%3d. ".formatted(i));
		}
	}

	@Test
	void tableIsLargeAndHoldsEveryErrorInEverySection() {
		List<ConfigurationCase> cases = errors().toList();
		assertThat(cases).hasSizeGreaterThanOrEqualTo(160).doesNotHaveDuplicates();
		assertThat(cases).map(ConfigurationCase::toString).doesNotHaveDuplicates();
		Map<String, Set<Reason>> bySection = Map.of("cors.policies.", EnumSet.noneOf(Reason.class), "cors.defaults.",
				EnumSet.noneOf(Reason.class), ".shadow.", EnumSet.noneOf(Reason.class));
		for (ConfigurationCase invalid : cases) {
			for (Expected problem : invalid.problems()) {
				bySection.forEach((section, reasons) -> {
					if (problem.property().contains(section)) {
						reasons.add(problem.reason());
					}
				});
			}
		}
		// Properties cannot contain two policies with the same name.
		List<Reason> errors = new ArrayList<>(Arrays.stream(Reason.values()).filter(Reason::isError).toList());
		// Only a policy source that fails causes this.
		errors.remove(Reason.SOURCE_FAILED);
		errors.remove(Reason.DUPLICATE_POLICY_NAME);
		// These concern the whole application.
		List<Reason> whole = List.of(Reason.INVALID_RELOAD_INTERVAL, Reason.HOST_WITH_SCHEME, Reason.HOST_WITH_PATH,
				Reason.HOST_WITH_PORT, Reason.INVALID_HOST);
		assertThat(cases.stream().flatMap((invalid) -> invalid.problems().stream()).map(Expected::reason))
			.containsAll(whole);
		errors.removeAll(whole);
		assertThat(bySection.get("cors.policies.")).containsAll(errors);
		// These concern a whole policy, or paths, which cannot have defaults.
		errors.removeAll(List.of(Reason.AMBIGUOUS_POLICY, Reason.INVALID_POLICY_NAME, Reason.NO_PATHS,
				Reason.INVALID_PATH, Reason.UNMATCHABLE_PATH, Reason.PATH_QUERY_OR_FRAGMENT,
				Reason.PATH_REGULAR_EXPRESSION, Reason.PATH_FOREIGN_VARIABLE, Reason.DUPLICATE_PATH));
		assertThat(bySection.get("cors.defaults.")).containsAll(errors);
		// A candidate is never enforced, so it has no such key.
		errors.remove(Reason.DIFFERENT_ENFORCE);
		assertThat(bySection.get(".shadow.")).containsAll(errors);
	}

	@Test
	void tableHoldsEveryWarning() {
		assertThat(warnings().flatMap((warned) -> warned.problems().stream()).map(Expected::reason))
			.containsAll(Arrays.stream(Reason.values()).filter((reason) -> !reason.isError()).toList());
	}

}
