package io.github.corsstarter.policy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SafeText}.
 */
class SafeTextTests {

	@Test
	void onlyPrintableAsciiOfAClientShouldBeShownAsItIs() {
		StringBuilder shown = new StringBuilder();
		for (char c = 0; c < 0x180; c++) {
			String safe = SafeText.ofClient(String.valueOf(c));
			if (safe.length() == 1) {
				shown.append(safe);
			}
			else {
				assertThat(safe).isEqualTo(String.format("\\u%04x", (int) c));
			}
		}
		assertThat(shown).hasSize(95).startsWith(" !").endsWith("}~");
		assertThat(SafeText.ofClient("a\r\n\u202E\uD83D\uDE00")).isEqualTo("a\\u000d\\u000a\\u202e\\ud83d\\ude00");
	}

	@Test
	void lettersAndDigitsOfAllScriptsInAConfigurationShouldBeShownAsTheyAre() {
		assertThat(SafeText.ofConfiguration("b\u00FCcher \u0661 \u4E2D~")).isEqualTo("b\u00FCcher \u0661 \u4E2D~");
		assertThat(SafeText.ofConfiguration("a\n\u202E\u00A0")).isEqualTo("a\\u000a\\u202e\\u00a0");
	}

	@Test
	void longTextShouldBeTruncated() {
		assertThat(SafeText.ofClient("x".repeat(200))).isEqualTo("x".repeat(200));
		assertThat(SafeText.ofClient("x".repeat(201))).isEqualTo("x".repeat(200) + "...");
		assertThat(SafeText.ofConfiguration("x".repeat(400))).isEqualTo("x".repeat(400));
		assertThat(SafeText.ofConfiguration("x".repeat(401))).isEqualTo("x".repeat(400) + "...");
	}

	@ParameterizedTest
	@CsvSource({ "/a/b, /a/b", "/a;jsessionid=1/b, /a/b", "/a/b;x=1;y, /a/b", ";x/a, /a",
			"/a;\u00E9/\u00E9, /a/\\u00e9" })
	void pathShouldBeShownWithoutPathParameters(String path, String shown) {
		assertThat(SafeText.ofPath(path)).isEqualTo(shown);
	}

}
