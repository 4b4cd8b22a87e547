package io.github.corsstarter.policy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PublicSuffixes}.
 */
class PublicSuffixesTests {

	@ParameterizedTest
	@ValueSource(strings = { "com", "uk", "co.uk", "io", "github.io", "vercel.app", "netlify.app", "herokuapp.com",
			// Matched by a wildcard rule, and an exception to that rule.
			"ck", "foo.ck", "x.kawasaki.jp",
			// Not in the list, so the default rule "*" applies.
			"internal", "corp", "unlisted-top-level",
			// Internationalized names, as browsers serialize them.
			"xn--p1ai", "xn--55qx5d.cn", "xn--fiqs8s",
			// Names with a dot at the end.
			"com.", "github.io." })
	void publicSuffix(String domain) {
		assertThat(PublicSuffixes.contains(domain)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "localhost.", "example.com", "example.co.uk", "me.github.io", "www.ck",
			"city.kawasaki.jp", "a.foo.ck", "a.www.ck", "a.x.kawasaki.jp", "example.unlisted-top-level", "a.localhost",
			"xn--e1afmkfd.xn--p1ai", "a.xn--55qx5d.cn", "fakegithub.io", "mygithub.io" })
	void noPublicSuffix(String domain) {
		assertThat(PublicSuffixes.contains(domain)).isFalse();
	}

	@Test
	void versionIsReadable() {
		assertThat(PublicSuffixes.version()).matches("20[0-9]{2}-[01][0-9]-[0-3][0-9]_[0-9]{2}-[0-9]{2}-[0-9]{2}_UTC");
	}

	@Test
	void resourceHasLicenceAndBothSections() throws IOException {
		String text = new ClassPathResource("public-suffixes.dat", PublicSuffixes.class)
			.getContentAsString(StandardCharsets.UTF_8);
		assertThat(text).startsWith("// This Source Code Form is subject to the terms of the Mozilla Public")
			.contains("https://mozilla.org/MPL/2.0/", "publicsuffix.org", "// VERSION: ", "// COMMIT: ");
		assertThat(text.lines().filter((line) -> !line.isEmpty() && !line.startsWith("//"))).hasSizeGreaterThan(9_000)
			.contains("com", "github.io", "*.ck", "!www.ck", "xn--p1ai")
			.allMatch((line) -> line.matches("[!-~]+") && line.equals(line.toLowerCase(Locale.ROOT)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "com", "co.uk", "amazonaws.com", "kawasaki.jp", "azurecontainer.io.", "uk" })
	void domainsWithPublicSuffixesBelow(String domain) {
		assertThat(PublicSuffixes.containsBelow(domain)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "example.com", "example.co.uk", "city.kawasaki.jp", "www.ck" })
	void domainsWithoutPublicSuffixesBelow(String domain) {
		assertThat(PublicSuffixes.containsBelow(domain)).isFalse();
	}

}
