package io.github.corsstarter.policy;

import java.util.ArrayList;
import java.util.List;

import io.github.corsstarter.policy.CorsProblem.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests which methods are taken for misspelled ones.
 */
class MisspelledMethodTests {

	@ParameterizedTest
	@CsvSource({ "OPTION, OPTIONS", "OPTIONSS, OPTIONS", "OPTINS, OPTIONS", "XOPTIONS, OPTIONS", "PTIONS, OPTIONS",
			"OPTIXNS, OPTIONS", "OPTIONZ, OPTIONS", "OPITONS, OPTIONS", "OPTIOSN, OPTIONS", "POTIONS, OPTIONS",
			"PTACH, PATCH", "PATHC, PATCH", "PATC, PATCH", "PACH, PATCH", "PATCCH, PATCH", "DELET, DELETE",
			"DELETEE, DELETE", "DELTE, DELETE", "POSST, POST", "PSOT, POST", "OPST, POST", "POTS, POST", "POS, POST",
			"GT, GET", "GETS, GET", "EGT, GET", "PU, PUT", "UPT, PUT", "PUUT, PUT", "HAED, HEAD" })
	void meansAnother(String method, String meant) {
		assertThat(problems(method)).satisfiesExactly((problem) -> {
			assertThat(problem.reason()).isEqualTo(Reason.MISSPELLED_METHOD);
			assertThat(problem.suggestion()).isEqualTo(meant);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "SET", "GAT", "PUB", "BIND", "ACL", "CHECKIN", "OPTOINZ", "PACTH2", "OIPTOINS", "TRUNK",
			"G", "SUBSCRIBE", "GETXY", "XYGET", "PATXYH", "DTLEEE" })
	void isAnotherMethod(String method) {
		assertThat(problems(method)).isEmpty();
	}

	private static List<CorsProblem> problems(String method) {
		List<CorsProblem> problems = new ArrayList<>();
		CorsPolicy.of(CorsPolicySpecification.builder("api")
			.paths("/api/**")
			.allowedOrigins("https://client.example")
			.allowedMethods("GET", method)
			.build(), problems);
		return problems;
	}

}
