package io.github.corsstarter.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.corsstarter.testing.Effort;
import org.junit.jupiter.api.Test;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnboundProperties}.
 */
class UnboundPropertiesTests {

	private static final String CHARACTERS = "aB.[]1-_";

	/** Compares with a regular expression, which is slow and obvious. */
	@Test
	void namesAreSplitIntoElements() {
		Random random = Effort.random();
		int compared = 0;
		for (int i = 0; i < Effort.rounds(20_000); i++) {
			StringBuilder name = new StringBuilder("cors.");
			int length = random.nextInt(10);
			for (int k = 0; k < length; k++) {
				name.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
			}
			for (UnboundProperty property : collect(name.toString())) {
				compared++;
				assertThat(property.path()).as("Seed %s: %s", Effort.SEED, name).isEqualTo(split(name.toString()));
			}
		}
		assertThat(compared).isGreaterThan(1000);
	}

	@Test
	void onlyNamesBelowCorsAreCollectedInAnyCase() {
		assertThat(collect("cors.a")).hasSize(1);
		assertThat(collect("CORS.a")).hasSize(1);
		assertThat(collect("cors")).hasSize(1);
		assertThat(collect("corse.a")).isEmpty();
		assertThat(collect("cor")).isEmpty();
		assertThat(collect("my.cors.a")).isEmpty();
		assertThat(collect("cor\u017Fs.a")).isEmpty();
		assertThat(collect("")).isEmpty();
	}

	private static List<UnboundProperty> collect(String name) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().forEach((source) -> environment.getPropertySources().remove(source.getName()));
		environment.getPropertySources().addLast(new MapPropertySource("test", Map.of(name, "value")));
		return UnboundProperties.collect(environment);
	}

	private static List<String> split(String name) {
		List<String> elements = new ArrayList<>();
		for (MatchResult element : Pattern.compile("\\[([^\\]]+)]|[^.\\[]+").matcher(name).results().toList()) {
			String inBrackets = element.group(1);
			elements.add((inBrackets == null || inBrackets.matches("[0-9]+")) ? element.group() : inBrackets);
		}
		return elements.subList(1, elements.size());
	}

}
