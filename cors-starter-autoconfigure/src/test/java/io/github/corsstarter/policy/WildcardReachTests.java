package io.github.corsstarter.policy;

import io.github.corsstarter.origin.OriginPattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WildcardReach}.
 */
class WildcardReachTests {

	@ParameterizedTest
	@CsvSource({ "https://*shop.example, https://*.shop.example", "https://*a.example:8443, https://*.a.example:8443",
			"http://*z.co.uk:*, http://*.z.co.uk:*", "https://*0.example, https://*.0.example",
			"https://x*9.example., https://*.9.example.", "https://*shop.internal, https://*.shop.internal" })
	void wildcardBeforeTheLettersOfADomainShouldMatchOtherDomains(String pattern, String meant) {
		assertThat(WildcardReach.isInRegistrableName(OriginPattern.parse(pattern))).isTrue();
		assertThat(WildcardReach.beforeWholeName(OriginPattern.parse(pattern))).isEqualTo(meant);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://*.shop.example", "https://*-shop.example", "https://*_.example",
			"https://pr-*.example", "https://*team.shop.example", "https://*team.shop.co.uk", "https://*shop.localhost",
			"https://*shop.localhost.", "https://*shop.a.localhost", "https://shop.example", "app://*shop.example",
			"https://shop.example:*" })
	void otherWildcardsShouldNotMatchDomainsOfOthers(String pattern) {
		assertThat(WildcardReach.isInRegistrableName(OriginPattern.parse(pattern))).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "https://*.com, com", "https://*.com., com", "http://pr-*.github.io, github.io",
			"https://*.github.io, github.io", "https://*.amazonaws.com, amazonaws.com",
			"https://ec2-*.compute-1.amazonaws.com, compute-1.amazonaws.com", "https://x*.kawasaki.jp, kawasaki.jp",
			"https://*.arpa, arpa", "https://*.xarpa, xarpa" })
	void namesBelowAPublicSuffixShouldBeOpen(String pattern, String suffix) {
		assertThat(WildcardReach.open(OriginPattern.parse(pattern)))
			.isEqualTo("anyone can register a name below '" + suffix + "' (a public suffix)");
	}

	@ParameterizedTest
	@CsvSource({ "https://*.nip.io, nip.io", "https://x-*.nip.io, nip.io", "https://*.10.0.0.1.nip.io, nip.io",
			"http://*.a.sslip.io., sslip.io" })
	void namesBelowAnOpenDomainShouldBeOpen(String pattern, String domain) {
		assertThat(WildcardReach.open(OriginPattern.parse(pattern)))
			.matches("anyone can get a name below '" + domain + "' \\(.+\\)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://*.example.com", "https://pr-*.example.com", "https://pr-*.amazonaws.com",
			"https://*.notnip.io", "https://shop.example", "https://github.io", "https://github.io:*", "app://*.com",
			// Names that nobody can register.
			"https://*.example", "https://*.a.test", "https://*.local", "https://*.internal", "https://*.localhost",
			"https://*.a.localhost.", "https://*.home.arpa", "https://*.a.home.arpa" })
	void otherNamesShouldNotBeOpen(String pattern) {
		assertThat(WildcardReach.open(OriginPattern.parse(pattern))).isNull();
	}

}
