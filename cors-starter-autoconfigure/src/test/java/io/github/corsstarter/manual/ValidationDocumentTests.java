package io.github.corsstarter.manual;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.corsstarter.autoconfigure.TestConfiguration;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the examples of {@code docs/validation.md}, and checks that the page describes
 * every check.
 */
class ValidationDocumentTests {

	private static final Pattern SECTION = Pattern.compile("(?m)^### (\\S+)\\n((?:(?!^#{2,3} ).*\\n?)*)");

	private static final Document PAGE = Document.of("docs/validation.md");

	private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

	private static final Pattern SUGGESTION = Pattern.compile(
			"(?:The report says: (?:write|use the key|name the policy)|The answer to `POST /actuator/cors` suggests) `(.*)`\\.");

	/** The problems that a properties file alone cannot cause. */
	private static final Set<Reason> WITHOUT_EXAMPLE = Set.of(Reason.DUPLICATE_POLICY_NAME, Reason.AMBIGUOUS_POLICY,
			Reason.SOURCE_FAILED);

	static List<Section> sections() throws IOException {
		String document = PAGE.text();
		return SECTION.matcher(document)
			.results()
			.map((match) -> new Section(match.group(1), match.group(2).strip()))
			.toList();
	}

	@Test
	void everyReasonHasOneSection() throws IOException {
		assertThat(sections()).map(Section::name)
			.containsExactlyInAnyOrderElementsOf(Arrays.stream(Reason.values()).map(Enum::name).toList());
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("sections")
	void examplesHaveTheProblemOfTheirSection(Section section) {
		Reason reason = Reason.valueOf(section.name());
		assertThat(section.text().lines().findFirst().orElseThrow()).endsWith(".");
		assertThat(section.text()).contains(reason.isError() ? "Severity: error." : "Severity: warning.");
		List<String> examples = YAML.matcher(section.text()).results().map((match) -> match.group(1)).toList();
		if (WITHOUT_EXAMPLE.contains(reason)) {
			assertThat(examples).isEmpty();
			return;
		}
		assertThat(examples).hasSize(2);
		List<CorsProblem> problems = new TestConfiguration().yaml(examples.get(0)).problems();
		// A policy is unreachable because its paths are, so its example has both
		// problems.
		assertThat(problems).map(CorsProblem::reason)
			.filteredOn((other) -> reason != Reason.UNREACHABLE_POLICY || other != Reason.UNREACHABLE_PATH)
			.containsOnly(reason);
		Matcher shown = SUGGESTION.matcher(section.text());
		assertThat(problems).filteredOn((problem) -> problem.reason() == reason)
			.map(CorsProblem::suggestion)
			.containsOnly(shown.find() ? shown.group(1) : null);
		assertThat(new TestConfiguration().yaml(examples.get(1)).problems()).isEmpty();
	}

	@Test
	void reasonsWithoutExampleDoOccur() {
		CorsPolicySpecification policy = CorsPolicySpecification.builder("tenant")
			.paths("/a")
			.allowedOrigins("none")
			.build();
		CorsPolicySpecification other = CorsPolicySpecification.builder("tenant")
			.paths("/b")
			.allowedOrigins("none")
			.build();
		assertThat(CorsPolicies.validate(List.of(policy, other))).map(CorsProblem::reason)
			.containsExactly(Reason.DUPLICATE_POLICY_NAME);
		Map<String, Object> map = Map.of("cors.policies.public-api.paths", "/a", "cors.policies.publicapi.paths", "/b",
				"cors.defaults.allowed-origins", "none");
		assertThat(new TestConfiguration().map(map).variable("CORS_POLICIES_PUBLICAPI_MAXAGE", "1m").problems())
			.map(CorsProblem::reason)
			.containsExactly(Reason.AMBIGUOUS_POLICY);
	}

	@Test
	void linksLeadToStandardsOnly() throws IOException {
		Stream<String> links = Pattern.compile("\\]\\((.*?)\\)")
			.matcher(PAGE.text())
			.results()
			.map((MatchResult match) -> match.group(1));
		assertThat(links).allMatch((link) -> link
			.matches("https://(fetch\\.spec\\.whatwg\\.org/#[a-z-]+|publicsuffix\\.org/|wicg\\.github\\.io/.*)"));
	}

	/**
	 * A section of the document.
	 */
	record Section(String name, String text) {

		@Override
		public String toString() {
			return this.name;
		}

	}

}
