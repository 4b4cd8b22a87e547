package io.github.corsstarter.web;

import java.util.List;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever Spring's parser makes of a path pattern, it is reported and nothing is thrown.
 */
class PathProblemsTests {

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a", "*", "/{", "/}", "/{x", "/{x}{y}/{x}", "/a/**/b", "/{*x}/b/**", "/{x:[}",
			"/{x:[}.json", "/{x:(}-{y}", "/{1x}", "/{*x}a", "/a{}", "/{}", "/**{}", "/{x}{}" })
	void pathThatIsNoPatternIsAProblem(String path) {
		List<CorsProblem> problems = CorsPolicies.validate(List.of(CorsPolicySpecification.builder("partners")
			.paths("/fine", path)
			.allowedOrigins("https://client.example")
			.build()));
		assertThat(problems).singleElement().satisfies((problem) -> {
			assertThat(problem.reason()).isEqualTo(Reason.INVALID_PATH);
			assertThat(problem.property()).isEqualTo("cors.policies.partners.paths[1]");
			assertThat(problem.value()).isEqualTo(path);
		});
	}

	@ParameterizedTest
	@CsvSource(delimiterString = " -> ", quoteCharacter = '"',
			value = { "/{x:(a|b)} -> /{x:(?:a|b)}", "/{x:[(](a)\\((b)} -> /{x:[(](?:a)\\((?:b)}",
					"/{x:((a)|(?:b))}-{y:(c)} -> /{x:(?:(?:a)|(?:b))}-{y:(?:c)}", "/{x:(a)(?=b)} -> /{x:(?:a)(?=b)}",
					"/{x:[a[(]](b)} -> /{x:[a[(]](?:b)}" })
	void capturingGroupsGetTheirOtherForm(String path, String suggestion) {
		assertThat(suggestion(path)).isEqualTo(suggestion);
		assertThat(suggestion(suggestion)).isEqualTo("no problem");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/{x:(a|b)\\1}", "/{x:(?<n>a)}", "/{x:\\Q(\\E(a)}" })
	void groupThatMayBeReferredToHasNoSuggestion(String path) {
		assertThat(suggestion(path)).isNull();
	}

	private static String suggestion(String path) {
		List<CorsProblem> problems = CorsPolicies.validate(List.of(CorsPolicySpecification.builder("partners")
			.paths(path)
			.allowedOrigins("https://client.example")
			.build()));
		return problems.isEmpty() ? "no problem" : problems.get(0).suggestion();
	}

}
