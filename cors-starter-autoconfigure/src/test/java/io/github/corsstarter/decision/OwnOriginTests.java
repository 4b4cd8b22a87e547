package io.github.corsstarter.decision;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OwnOrigin}.
 */
class OwnOriginTests {

	@ParameterizedTest
	@CsvSource({ "https://a.example, https, a.example, 443, true", "https://a.example, https, a.example, -1, true",
			"https://a.example:443, https, a.example, -1, true", "https://a.example, https, a.example, 8443, false",
			"https://a.example:8443, https, a.example, 8443, true", "http://a.example, https, a.example, 443, false",
			"https://a.example.evil, https, a.example, 443, false", "https://a.exampl, https, a.example, 443, false",
			"https://A.example, https, a.EXAMPLE, 443, true", "https://a.example:, https, a.example, 443, false",
			"https://a.example:0443, https, a.example, 443, false",
			"https://a.example:44x, https, a.example, 443, false",
			"https://a.example:999999, https, a.example, 443, false", "https://[::1], https, ::1, 443, true",
			"https://[::1]:8443, https, [::1], 8443, true", "https://::1, https, ::1, 443, false",
			"https://[::2], https, ::1, 443, false", "https:/a.example, https, a.example, 443, false",
			"app://a, app, a, -1, true", "app://a, app, a, 80, false", "app://a:80, app, a, 80, true",
			"app://a:80, app, a, -1, false", "'', https, a.example, 443, false", "null, https, a.example, 443, false",
			"https://a.example, '', a.example, 443, false", "https://, https, '', 443, false",
			// The same length, but another separator, scheme or bracket.
			"https:xxa.example, https, a.example, 443, false", "httpx://a.example, https, a.example, 443, false",
			"https://[::1x, https, ::1, 443, false", "https://x::1], https, ::1, 443, false",
			"https://AZ.example, https, az.example, 443, true", "https://a.example, https, a.example, 0, true",
			"app://a, app, a, 0, true", "https://a.example:65535, https, a.example, 65535, true",
			"https://a.example:8090, https, a.example, 8090, true", "http://a.example, http, a.example, 80, true",
			"http://a.example, http, a.example, 443, false",
			// Not a port, although a careless conversion results in the same number.
			"https://a.example:4294967739, https, a.example, 443, false",
			"https://a.example:3A, https, a.example, 47, false", "https://a.example:4-, https, a.example, 37, false" })
	void isSame(String origin, String scheme, String host, int port, boolean expected) {
		assertThat(OwnOrigin.isSame(origin, scheme, host, port)).isEqualTo(expected);
	}

	@Test
	void unknownAddressIsNeverTheSame() {
		assertThat(OwnOrigin.isSame("https://a.example", null, "a.example", 443)).isFalse();
		assertThat(OwnOrigin.isSame("https://a.example", "https", null, 443)).isFalse();
	}

	// Section 3, "Origin equal to the request's own scheme, host and port".
	@Test
	void sameOriginFoldsCaseOfAsciiOnly() {
		assertThat(OwnOrigin.isSame("https://\u212Aey.example", "https", "key.example", 443)).isFalse();
		assertThat(OwnOrigin.isSame("http\u017F://key.example", "https", "key.example", 443)).isFalse();
	}

	// Section 3, as above; a proxy may write `X-Forwarded-Proto: HTTPS`.
	@Test
	void schemeInUpperCaseHasItsDefaultPort() {
		assertThat(OwnOrigin.isSame("https://key.example", "HTTPS", "key.example", 443)).isTrue();
		// The value that Traefik sends as the scheme of a WebSocket handshake.
		assertThat(OwnOrigin.isSame("https://key.example", "wss", "key.example", -1)).isTrue();
		assertThat(OwnOrigin.isSame("http://key.example", "ws", "key.example", 80)).isTrue();
		assertThat(OwnOrigin.isSame("http://key.example", "wss", "key.example", 80)).isFalse();
		assertThat(OwnOrigin.isSame("wss://key.example", "wss", "key.example", 443)).isFalse();
	}

}
