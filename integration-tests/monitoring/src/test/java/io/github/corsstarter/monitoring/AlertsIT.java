package io.github.corsstarter.monitoring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the alert rules with Prometheus' own tool, and runs their tests.
 */
class AlertsIT {

	@Test
	void rulesAreValid() throws Exception {
		assertThat(promtool("check", "rules", Dashboard.ALERTS.toString())).contains("6 rules found");
	}

	@Test
	void testsOfTheRulesPass() throws Exception {
		assertThat(promtool("test", "rules", Dashboard.ALERT_TESTS.toString())).contains("SUCCESS");
	}

	private static String promtool(String... arguments) throws Exception {
		Path output = LocalProcess.folder("promtool").resolve("output.txt");
		List<String> command = new ArrayList<>(List.of(LocalProcess.tool("promtool")));
		command.addAll(List.of(arguments));
		try (LocalProcess process = LocalProcess.start(output, command)) {
			int status = process.awaitEnd(Duration.ofSeconds(60));
			assertThat(status).as(process.output()).isZero();
			return process.output();
		}
	}

}
