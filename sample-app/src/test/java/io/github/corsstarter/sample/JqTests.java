package io.github.corsstarter.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Jq}, which replaces the real command.
 */
class JqTests {

	private static final String JSON = """
			{"allowed": false, "reason": "no-policy", "fix": null, "response": {"status": 403, "headers": {}}}
			""";

	@Test
	void selectionShouldKeepItsMembersInItsOrder() {
		assertThat(Jq.of(List.of("{fix, allowed}")).run(JSON))
			.isEqualTo(Jq.indent("{\"fix\": null, \"allowed\": false}"))
			.isNotEqualTo(Jq.indent("{\"allowed\": false, \"fix\": null}"));
	}

	@Test
	void selectionShouldFailForMemberThatAnswerDoesNotHave() {
		assertThatIllegalArgumentException().isThrownBy(() -> Jq.of(List.of("{allowed, fixes}")).run(JSON))
			.withMessageContaining("'fixes'");
	}

	@ParameterizedTest
	@ValueSource(strings = { ".allowed", "{allowed", "{allowed: .reason}", "{response.status}" })
	void anythingElseShouldFail(String filter) {
		assertThatIllegalArgumentException().isThrownBy(() -> Jq.of(List.of(filter))).withMessageContaining(filter);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{allowed}", "{fix, response, reason}" })
	void outputShouldBeThatOfRealCommand(String filter) throws IOException, InterruptedException {
		Assumptions.assumeTrue(Transcript.isOnPath("jq"), "jq is not installed, so there is nothing to compare with");
		List<String> arguments = filter.isEmpty() ? List.of() : List.of(filter);
		List<String> command = new ArrayList<>(List.of("jq"));
		command.addAll(arguments.isEmpty() ? List.of(".") : arguments);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		process.getOutputStream().write(JSON.getBytes(StandardCharsets.UTF_8));
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		assertThat(Jq.of(arguments).run(JSON)).isEqualTo(Jq.indent(output));
	}

}
