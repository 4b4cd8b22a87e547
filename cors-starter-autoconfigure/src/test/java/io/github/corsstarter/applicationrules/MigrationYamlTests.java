package io.github.corsstarter.applicationrules;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MigrationYaml}.
 */
class MigrationYamlTests {

	/** Everything that ends a line in YAML 1.1 or 1.2, or that YAML cannot contain. */
	private static final List<String> HOSTILE = List.of("\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029", "\u0000",
			"\u0007", "\u001b", "\u007f", "\u009b", "\ufeff", "\ufffe", "\uffff", "\ud800", "\udc00", "\u202e");

	@Test
	void commentNeverEndsEarly() {
		for (String hostile : HOSTILE) {
			for (String start : List.of("", " ")) {
				MigrationYaml yaml = new MigrationYaml();
				yaml.comment(0, start + "a bean '" + hostile + "evil: true" + hostile + "#'");
				yaml.line(0, "cors: 1");
				assertThat(new Yaml().<Map<String, Object>>load(yaml.toString())).isEqualTo(Map.of("cors", 1));
				assertThat(yaml.toString()).matches("(?s)[ -~\n]*");
				assertThat(yaml.toString().lines()).hasSize(2);
			}
		}
	}

	@Test
	void quotedTextIsReadAsItWas() {
		for (String hostile : HOSTILE) {
			assertRead("/a" + hostile + "b");
		}
		for (String text : List.of("", "a\"b\\c", "gehäim", "日本語", "😀", "#: [x]", "\t", "\u00a0")) {
			assertRead(text);
		}
	}

	private static void assertRead(String text) {
		String yaml = "a: " + MigrationYaml.quoted(text) + "\n";
		assertThat(new Yaml().<Map<String, Object>>load(yaml)).as(yaml).isEqualTo(Map.of("a", text));
		assertThat(yaml.chars().limit(yaml.length() - 1)).noneMatch(Character::isISOControl);
	}

}
