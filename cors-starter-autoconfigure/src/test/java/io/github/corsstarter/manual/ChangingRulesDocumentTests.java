package io.github.corsstarter.manual;

import java.io.IOException;
import java.util.List;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The code that docs/changing-rules.md shows is in the package {@code recipes}, and runs.
 */
class ChangingRulesDocumentTests {

	private static final Document PAGE = Document.of("docs/changing-rules.md");

	@Test
	void javaBlocksShouldBeOfThisPackage() throws IOException {
		List<String> sources = Document.sourcesOf("recipes")
			.map((source) -> source.text().replace("\t", "    "))
			.toList();
		assertThat(PAGE.blocks("java")).hasSize(2)
			.allSatisfy((block) -> assertThat(sources).anyMatch((source) -> source.contains(block)));
	}

	@Test
	void tableShouldBeThatOfTheTest() throws IOException {
		String source = Document.source("recipes/TenantOriginsTests").text().replaceAll("[\\s\"+]+", "");
		assertThat(PAGE.blocks("sql")).singleElement()
			.satisfies((table) -> assertThat(source).contains(table.replaceAll("\\s+", "")));
	}

	@Test
	void candidateShouldBeValid() throws IOException {
		String yaml = PAGE.blocks("yaml")
			.stream()
			.filter((block) -> block.contains("shadow:"))
			.findFirst()
			.orElseThrow();
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(CorsAutoConfiguration.class))
			.withInitializer(
					(context) -> context.getEnvironment().getPropertySources().addFirst(Document.properties(yaml)))
			.run((context) -> {
				CorsPolicy policy = context.getBean(CorsPolicies.class).policies().get(0);
				assertThat(policy.shadow()).isNotNull();
				assertThat(policy.shadow().allowedOrigins()).hasToString("[https://partner.example]");
				assertThat(policy.shadow().allowedMethods()).containsExactly("GET", "HEAD", "PUT");
			});
	}

}
