package io.github.corsstarter.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.corsstarter.autoconfigure.TestConfiguration;
import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks {@code docs/clients-that-are-not-sites.md}: the policy of each section allows
 * every origin in the table of the section, and no web site. {@link ManualTests} starts
 * the policies in an application.
 */
class ClientsDocumentTests {

	private static final Pattern SECTION = Pattern.compile("(?m)^## ");

	private static final Pattern ORIGIN = Pattern.compile("`(null|[a-z-]+://[^`]*)`");

	@ParameterizedTest(name = "{0}")
	@MethodSource("sections")
	void policyAllowsTheClientsOfItsSection(String title, List<String> origins, String yaml) {
		CorsPolicies policies = new TestConfiguration().yaml(yaml).start();
		assertThat(origins).isNotEmpty().allSatisfy((origin) -> {
			assertThat(isAllowed(policies, origin)).as(origin).isTrue();
			assertThat(isAllowed(policies, "https://" + origin.replaceAll("[^a-z]+", "-") + ".evil.example"))
				.as("a site that looks like %s", origin)
				.isFalse();
		});
	}

	private static boolean isAllowed(CorsPolicies policies, String origin) {
		for (CorsPolicy policy : policies.policies()) {
			BrowserRequest request = BrowserRequest.of(origin, "POST", policy.paths().get(0).replace("/**", "/orders"));
			if (policies.current().check(request.withHeaders(List.of("authorization", "content-type"))).allowed()) {
				return true;
			}
		}
		return false;
	}

	static Stream<Arguments> sections() {
		List<Arguments> sections = new ArrayList<>();
		for (String section : SECTION.split(Document.of("docs/clients-that-are-not-sites.md").text())) {
			int yaml = section.indexOf("```yaml\n");
			if (yaml != -1) {
				List<String> origins = section.lines()
					.filter((line) -> line.startsWith("| ") && !line.startsWith("| client"))
					.flatMap((line) -> ORIGIN.matcher(line).results().map((match) -> match.group(1)))
					.toList();
				String text = section.substring(yaml + "```yaml\n".length());
				sections.add(Arguments.of(section.lines().findFirst().orElseThrow(), origins,
						text.substring(0, text.indexOf("```"))));
			}
		}
		assertThat(sections).hasSize(5);
		return sections.stream();
	}

}
