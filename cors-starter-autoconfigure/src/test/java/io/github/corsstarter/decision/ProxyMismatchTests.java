package io.github.corsstarter.decision;

import io.github.corsstarter.testing.FakeCorsRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProxyMismatch}.
 */
class ProxyMismatchTests {

	private static final String SHOP = "https://shop.example";

	/** The application is behind a proxy, at this address. */
	private static final FakeCorsRequest REQUEST = FakeCorsRequest.of("GET", "/").at("http", "10.0.0.7", 8080);

	@Test
	void messageShouldNameTheHeadersAndTheAddressThatTheApplicationSees() {
		FakeCorsRequest request = REQUEST.with("X-Forwarded-Proto", "https").with("X-Forwarded-Host", "shop.example");
		assertThat(ProxyMismatch.describe(SHOP, request))
			.isEqualTo("According to X-Forwarded-Host and X-Forwarded-Proto, this is the site's own origin."
					+ " The application ignores these headers and sees its address as http://10.0.0.7:8080,"
					+ " because server.forward-headers-strategy is not set or the proxy is not trusted.");
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0 })
	void defaultPortShouldNotBeShown(int port) {
		assertThat(ProxyMismatch.describe(SHOP,
				REQUEST.at("http", "app.internal", port).with("Forwarded", "proto=https;host=shop.example")))
			.contains(" sees its address as http://app.internal, ");
	}

	@Test
	void addressShouldBeEscaped() {
		assertThat(ProxyMismatch.describe(SHOP,
				REQUEST.at("http", "a\nb", -1).with("Forwarded", "proto=https;host=shop.example")))
			.contains(" sees its address as http://a\\u000ab, ");
	}

	@Test
	void requestWithoutSignOfAProxyShouldHaveNoMismatch() {
		assertThat(ProxyMismatch.describe(SHOP, REQUEST)).isNull();
		assertThat(ProxyMismatch.describe(SHOP, REQUEST.at(null, null, -1))).isNull();
	}

	/**
	 * The origin of the page, the forwarded headers, and whether they say that this is
	 * the site's own origin. A dash is a header that is not sent.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# origin                   | proto       | host                  | port | own
			https://shop.example       | https       | shop.example          | -    | true
			https://shop.example       | HTTPS       | SHOP.example          | -    | true
			https://shop.example       | https,http  | shop.example, a.local | -    | true
			https://shop.example       | http,https  | shop.example          | -    | false
			https://shop.example       | https       | a.local, shop.example | -    | false
			https://shop.example       | https       | other.example         | -    | false
			http://shop.example        | -           | shop.example          | -    | true
			https://shop.example       | -           | shop.example          | -    | false
			https://10.0.0.7:8080      | https       | -                     | -    | true
			https://10.0.0.7:8443      | https       | -                     | 8443 | true
			https://10.0.0.7           | https       | -                     | -    | true
			http://10.0.0.7:8081       | -           | -                     | 8081 | true
			# The port of X-Forwarded-Port, the one of X-Forwarded-Host or the default port.
			https://shop.example:8443  | https       | shop.example          | 8443 | true
			https://shop.example:8443  | https       | shop.example:8443     | -    | true
			https://shop.example:8443  | https       | shop.example:8443     | 443  | true
			https://shop.example       | https       | shop.example:8443     | 443  | true
			https://shop.example       | https       | shop.example:8443     | 8080 | true
			https://shop.example:9443  | https       | shop.example:8443     | 8080 | false
			https://shop.example:65535 | https       | shop.example          |65535 | true
			https://shop.example       | https       | shop.example:         | -    | true
			https://shop.example       | https       | shop.example:443443   | -    | true
			https://shop.example       | https       | shop.example:x        | -    | false
			https://shop.example       | https       | shop.example          | x    | true
			https://[::1]:8443         | https       | [::1]:8443            | -    | true
			""")
	void addressInForwardedHeadersShouldBeComparedWithTheOrigin(String origin, String proto, String host, String port,
			boolean own) {
		FakeCorsRequest request = with(with(with(REQUEST, "X-Forwarded-Proto", proto), "X-Forwarded-Host", host),
				"X-Forwarded-Port", port);
		assertMismatch(origin, request, own);
	}

	private static FakeCorsRequest with(FakeCorsRequest request, String name, String value) {
		return value.equals("-") ? request : request.with(name, value);
	}

	private static void assertMismatch(String origin, FakeCorsRequest request, boolean expected) {
		if (expected) {
			assertThat(ProxyMismatch.describe(origin, request)).contains("this is the site's own origin");
		}
		else {
			assertThat(ProxyMismatch.describe(origin, request)).isNull();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			for=1.2.3.4;proto=https;host=shop.example    | true
			host=shop.example;proto=https                | true
			Host = "shop.example" ; PROTO = https        | true
			proto=https;host=shop.example, host=a.local  | true
			host=a.local, proto=https;host=shop.example  | false
			host=shop.example                            | false
			proto=https                                  | false
			secret;proto;host;proto=https;host=shop.example | true
			proto;host                                   | false
			xproto=https;host=shop.example               | false
			''                                           | false
			""")
	void forwardedShouldBeReadAsInTheStandard(String forwarded, boolean own) {
		assertMismatch(SHOP, REQUEST.with("Forwarded", forwarded), own);
	}

	@Test
	void forwardedWithoutHostShouldKeepTheHostOfTheRequest() {
		FakeCorsRequest request = REQUEST.at("http", "shop.example", 8443).with("Forwarded", "proto=https");
		assertThat(ProxyMismatch.describe("https://shop.example:8443", request)).startsWith("According to Forwarded, ");
		assertThat(ProxyMismatch.describe(SHOP, request)).startsWith("According to Forwarded, ");
	}

	@Test
	void headersThatContainTheAddressShouldBeNamed() {
		FakeCorsRequest request = REQUEST.with("X-Forwarded-Port", "8443")
			.with("Forwarded", "proto=https;host=shop.example");
		assertThat(ProxyMismatch.describe("http://10.0.0.7:8443", request))
			.startsWith("According to X-Forwarded-Port, ");
		assertThat(ProxyMismatch.describe(SHOP, request)).startsWith("According to Forwarded, ");
		assertThat(ProxyMismatch.describe(SHOP,
				request.with("X-Forwarded-Proto", "https").with("X-Forwarded-Host", "shop.example")))
			.startsWith("According to X-Forwarded-Host and X-Forwarded-Port and X-Forwarded-Proto, ");
	}

	@Test
	void longHeaderShouldBeIgnored() {
		String forwarded = "proto=https;host=shop.example;x=";
		assertMismatch(SHOP, REQUEST.with("Forwarded", forwarded + "x".repeat(1000 - forwarded.length())), true);
		assertMismatch(SHOP, REQUEST.with("Forwarded", forwarded + "x".repeat(1001 - forwarded.length())), false);
	}

	@ParameterizedTest
	@CsvSource({ "https://shop.example, http, 80, true", "https://shop.example, http, -1, true",
			"https://shop.example:8080, http, 8080, true", "https://shop.example, http, 8080, false",
			"https://shop.example:80, http, 80, false", "https://shop.example:8080, https, 8443, false",
			"https://shop.example, https, 8443, false", "https://other.example, http, 80, false" })
	void httpsOriginOfAPlainHttpAddressShouldBeTakenForAProxyThatTerminatesTls(String origin, String scheme, int port,
			boolean expected) {
		String message = ProxyMismatch.describe(origin, REQUEST.at(scheme, "shop.example", port));
		if (expected) {
			assertThat(message).isEqualTo("This seems to be the site's own origin, but the application sees its address"
					+ " as http://shop.example" + ((port > 0) ? ":" + port : "")
					+ ". If a proxy terminates TLS, it must send X-Forwarded-Proto, and the application must process"
					+ " that header.");
		}
		else {
			assertThat(message).isNull();
		}
	}

	@Test
	void forwardedAddressShouldBeNamedBeforeTls() {
		FakeCorsRequest request = REQUEST.at("http", "shop.example", 80).with("X-Forwarded-Proto", "https");
		assertThat(ProxyMismatch.describe(SHOP, request)).startsWith("According to X-Forwarded-Proto, ");
	}

}
