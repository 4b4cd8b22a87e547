package io.github.corsstarter.web;

import java.util.Random;

import io.github.corsstarter.testing.Effort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.util.pattern.PathPattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SimplePath}.
 */
class SimplePathTests {

	private static final int PATHS = Effort.rounds(100_000);

	private static final String[] PIECES = { "/", "/", "/a", "/b-c", "/x_y~0", "/Z", "/**", "/*", "*", ".", "..", "/.",
			"a.json", "~", "-", "_", "{x}", "?", ":", ";v", "%41", "\\", "'", "$", "+", ",", " ", "\u00e9", "(", "|",
			"#" };

	@ParameterizedTest
	@ValueSource(strings = { "/api", "/api/orders", "/api/**", "/**", "/v1/data.json", "/a-b/c_d/~e/F9", "/a../b.c." })
	void namesBetweenSlashesAreSimple(String path) {
		PathPattern pattern = SimplePath.parse(path);
		assertThat(pattern).isNotNull();
		assertThat(pattern.getPatternString()).isEqualTo(path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "api", "/api/", "//", "/a//b", "/.", "/..", "/a/../b", "/.well-known", "/a/*",
			"/a*", "/a/**/b", "/**/**", "/a**", "a/**", "**", "/{x}", "/a?", "/a;b", "/%41", "/a b", "/gr\u00f6\u00dfe",
			"/a:b", "/a,/b" })
	void anythingElseIsNot(String path) {
		assertThat(SimplePath.parse(path)).isNull();
	}

	@Test
	void noOtherCheckFindsAMistakeInASimplePath() throws PathSyntax.InvalidPath {
		Random random = Effort.random();
		int simple = 0;
		for (int i = 0; i < PATHS; i++) {
			StringBuilder text = new StringBuilder();
			for (int pieces = random.nextInt(5); pieces >= 0; pieces--) {
				text.append(PIECES[random.nextInt(PIECES.length)]);
			}
			PathPattern pattern = SimplePath.parse(text.toString());
			if (pattern != null) {
				assertThat(PathSyntax.parse(text.toString())).as("seed %s", Effort.SEED).isEqualTo(pattern);
				simple++;
			}
		}
		assertThat(simple).isGreaterThan(PATHS / 50);
	}

}
