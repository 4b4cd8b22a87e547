package io.github.corsstarter.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests configurations that are valid although they look odd, each with requests that it
 * must allow or reject.
 */
class UnusualConfigurationTests {

	static Stream<Unusual> configurations() throws IOException {
		List<Unusual> all = new ArrayList<>();
		try (InputStream stream = new ClassPathResource("validation/unusual.yml").getInputStream()) {
			new Yaml().loadAll(stream).forEach((document) -> all.add(new Unusual((Map<?, ?>) document)));
		}
		return all.stream();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("configurations")
	void startsAndDecides(Unusual unusual) {
		CorsPolicies policies = ConfigurationCase.configuration(unusual.document()).start();
		assertThat(policies.warnings()).map((problem) -> problem.reason().name())
			.containsExactlyElementsOf(unusual.list("warns"));
		for (String request : unusual.list("allowed")) {
			assertThat(decide(policies, request)).as(request).containsOnly(CorsReason.ALLOWED);
		}
		for (String request : unusual.list("refused")) {
			assertThat(decide(policies, request)).as(request).doesNotContain(CorsReason.ALLOWED);
		}
	}

	private static List<CorsReason> decide(CorsPolicies policies, String request) {
		String[] parts = request.split(" ");
		return List.of(policies.decide(FakeCorsRequest.actual(parts[0], parts[2], parts[1])).reason(),
				policies.decide(FakeCorsRequest.preflight(parts[0], parts[2], parts[1])).reason());
	}

	@Test
	void tableIsLarge() throws IOException {
		assertThat(configurations()).hasSizeGreaterThanOrEqualTo(70);
	}

	/**
	 * A row of the table.
	 */
	record Unusual(Map<?, ?> document) {

		List<String> list(String key) {
			return (this.document.get(key) instanceof List<?> list) ? list.stream().map(String.class::cast).toList()
					: List.of();
		}

		@Override
		public String toString() {
			return (String) this.document.get("case");
		}

	}

}
