package io.github.corsstarter.origin;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.corsstarter.origin.OriginPattern.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link OriginPattern}, its parser and {@link HostPattern}.
 */
class OriginPatternTests {

	private static final String LABEL_63 = "a".repeat(63);

	/** A host with four labels and 253 characters in total. */
	private static final String HOST_253 = (LABEL_63 + ".").repeat(3) + "a".repeat(61);

	@ParameterizedTest
	@MethodSource("exactOrigins")
	void parseAcceptsOriginsAsBrowsersWriteThem(String text) {
		OriginPattern pattern = OriginPattern.parse(text);
		assertThat(pattern.kind()).isEqualTo(Kind.EXACT);
		assertThat(pattern.matches(text)).isTrue();
		assertThat(pattern.exactOrigins()).containsExactly(text);
		assertThat(pattern).hasToString(text);
		assertThat(pattern.wildcardParent()).isNull();
	}

	static Stream<String> exactOrigins() {
		return Stream.of("https://example.com", "http://localhost", "http://localhost:3000", "app://desktop",
				"capacitor://localhost", "ionic://localhost", "tauri://localhost",
				"chrome-extension://abcdefghijklmnop", "moz-extension://2f3a-11", "a+b-c.1://x", "http://127.0.0.1",
				"http://0.0.0.0:1", "https://255.255.255.255", "http://[::1]", "http://[::]",
				"http://[2001:db8::1]:8080", "http://[1:2:3:4:5:6:7:8]", "http://[::ffff:102:304]", "http://[1::]",
				"https://xn--bcher-kva.example", "https://xn--p1ai", "https://my_host.example",
				"https://_dmarc.example", "https://-a-.example", "https://example.com.", "https://localhost.:8443",
				"https://a.b.c.d.e.f", "https://1e100.net", "https://3com.com", "https://1.2.3.4a", "https://0xg",
				"https://example.com:1", "https://example.com:65535", "https://example.com:9090",
				"https://example.com:80", "http://example.com:443", "app://desktop:80", "ftp://example.com:22",
				"https://" + LABEL_63 + ".example", "https://" + HOST_253, "https://" + HOST_253 + ".", "app://.",
				"app://-", "app://..", "app://a..b", "app://" + LABEL_63 + "a", "app://a%20b", "app://a,b", "app://1.2",
				"app://256.0.0.1", "app://a!&';=~", "app://Desktop",
				"safari-web-extension://140BB581-A2C0-422A-9DD3-6982A5ABEE5E", "app://xn--f", "app://[::1]:1",
				"ftp://Example.com");
	}

	@Test
	void parseAcceptsWords() {
		assertThat(OriginPattern.parse("*").kind()).isEqualTo(Kind.ANY);
		assertThat(OriginPattern.parse("null").kind()).isEqualTo(Kind.OPAQUE);
		assertThat(OriginPattern.parse("none").kind()).isEqualTo(Kind.NONE);
		for (String word : new String[] { "*", "null", "none" }) {
			OriginPattern pattern = OriginPattern.parse(word);
			assertThat(pattern).hasToString(word).isEqualTo(OriginPattern.parse(word));
			assertThat(pattern.scheme()).isEmpty();
			assertThat(pattern.host()).isEmpty();
			assertThat(pattern.isLoopback()).isFalse();
			assertThat(pattern.wildcardParent()).isNull();
		}
	}

	@Test
	void parseAcceptsFile() {
		OriginPattern pattern = OriginPattern.parse("file://");
		assertThat(pattern.kind()).isEqualTo(Kind.OPAQUE);
		assertThat(pattern).hasToString("file://").isEqualTo(OriginPattern.parse("file://"));
		assertThat(pattern).isNotEqualTo(OriginPattern.parse("null"));
		assertThat(pattern.exactOrigins()).containsExactly("file://");
		assertThat(pattern.isExactly("file://")).isTrue();
		assertThat(pattern.covers(OriginPattern.parse("null"))).isFalse();
		assertThat(OriginPattern.parse("null").covers(pattern)).isFalse();
		assertThat(OriginPattern.parse("*").covers(pattern)).isTrue();
		assertThat(pattern.isLoopback()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "moz-extension://*, moz-extension,", "vscode-webview://*, vscode-webview,", "app://*:*, app, :*",
			"'app://*:[1,2]', app, ':[1,2]'", "app://*:8080, app, :8080", "ftp://*, ftp," })
	void parseAcceptsAnyHostOfOtherSchemes(String text, String scheme, String port) {
		OriginPattern pattern = OriginPattern.parse(text);
		assertThat(pattern.kind()).isEqualTo(Kind.WILDCARD);
		assertThat(pattern.isAnyHost()).isTrue();
		assertThat(pattern.scheme()).isEqualTo(scheme);
		assertThat(pattern.host()).isEqualTo("*");
		assertThat(pattern.port()).isEqualTo(port);
		assertThat(pattern.wildcardParent()).isNull();
		assertThat(pattern.exactOrigins()).isEmpty();
		assertThat(pattern.isLoopback()).isFalse();
	}

	/** URL, "forbidden host code point", and all that is not ASCII or not printable. */
	@Test
	void anyHostTakesEveryCharacterOfAHostAndNoOther() {
		OriginPattern pattern = OriginPattern.parse("app://*");
		for (char c = 0; c < 300; c++) {
			boolean host = c > ' ' && c < 0x7F && "#/:<>?@[\\]^|".indexOf(c) == -1;
			for (String origin : new String[] { "app://" + c, "app://x" + c, "app://" + c + "x" }) {
				boolean port = c == ':' || (c == '[' && !origin.endsWith("["));
				assertThat(pattern.matches(origin)).as("%x", (int) c).isEqualTo(host && !port);
				assertThat(OriginSet.of(Set.of(pattern)).test(origin)).as("%x", (int) c).isEqualTo(host && !port);
			}
		}
	}

	@Test
	void patternsAreEqualByText() {
		OriginPattern pattern = OriginPattern.parse("https://*.example.com:8080");
		assertThat(pattern).isEqualTo(OriginPattern.parse("https://*.example.com:8080"))
			.hasSameHashCodeAs(OriginPattern.parse("https://*.example.com:8080"))
			.isNotEqualTo(OriginPattern.parse("https://*.example.com:8081"))
			.isNotEqualTo("https://*.example.com:8080");
	}

	@ParameterizedTest
	@CsvSource({ "https://*.example.com, *.example.com, example.com",
			"https://pr-*.example.com, pr-*.example.com, example.com",
			"https://*-team.example.app:*, *-team.example.app, example.app",
			"https://a*b.example.com., a*b.example.com., example.com.", "https://*.localhost, *.localhost, localhost",
			"https://*.com, *.com, com", "https://*1.example, *1.example, example", "app://*.x_y, *.x_y, x_y" })
	void parseAcceptsWildcardsInHosts(String text, String host, String parent) {
		OriginPattern pattern = OriginPattern.parse(text);
		assertThat(pattern.kind()).isEqualTo(Kind.WILDCARD);
		assertThat(pattern.host()).isEqualTo(host);
		assertThat(pattern.wildcardParent()).isEqualTo(parent);
		assertThat(pattern.exactOrigins()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("matches")
	void matches(String text, String origin, boolean expected) {
		assertThat(OriginPattern.parse(text).matches(origin)).isEqualTo(expected);
		assertThat(OriginSet.of(Set.of(OriginPattern.parse(text))).test(origin)).isEqualTo(expected);
	}

	static Stream<Arguments> matches() {
		return Stream.of(row("https://example.com", "https://example.com"),
				not("https://example.com", "https://example.com.", "https://example.com:443",
						"https://example.com:8080", "http://example.com", "https://example.com.evil.com",
						"https://evil-example.com", "https://evil.com/https://example.com", "https://user@example.com",
						"https://example.com@evil.com", "https://EXAMPLE.com", "HTTPS://example.com",
						" https://example.com", "https://example.com ", "https://example.com/", "https://examplexcom",
						"https://ex\u0430mple.com", "https://example\u3002com", "https://example.co",
						"https://xample.com", "https://a.example.com", "example.com", "null", "", "https://",
						"://example.com", "https:/example.com", "https:example.com"),
				row("https://*.example.com", "https://a.example.com", "https://a.b.example.com",
						"https://a-b.c_d.0.example.com", "https://example.com.example.com", "https://-.example.com"),
				not("https://*.example.com", "https://example.com", "https://.example.com", "https://..example.com",
						"https://a..b.example.com", "https://.a.example.com", "https://a.example.com.",
						"https://a.example.com.evil.com", "https://aexample.com", "https://evil.com/.example.com",
						"https://evil.com#.example.com", "https://evil.com?.example.com", "https://u@a.example.com",
						"https://A.example.com", "https://\u00E4.example.com", "https://a\uD800.example.com",
						"https://a b.example.com", "https://*.example.com", "https://a.example.com:443",
						"https://a.example.com:8080", "http://a.example.com", "https://a.example.com:",
						"https://a%2e.example.com", "https://[.example.com", "https://[a].example.com",
						"https://a\\.example.com", "app://a.example.com", "https://a.example.com/",
						"xhttps://a.example.com", "https://https://a.example.com"),
				row("https://pr-*.example.com", "https://pr-1.example.com", "https://pr--.example.com",
						"https://pr-a_b-9.example.com", "https://pr-pr-.example.com"),
				not("https://pr-*.example.com", "https://pr-.example.com", "https://pr.example.com",
						"https://pr-1.x.example.com", "https://x.pr-1.example.com", "https://apr-1.example.com",
						"https://pr-1..example.com", "https://pr-1.example.com.", "https://pr-\u00E4.example.com",
						"https://pr-1.example.com:8080"),
				row("https://*-team.example.app", "https://x-team.example.app", "https://--team.example.app"),
				row("file://", "file://"),
				not("file://", "null", "file:///", "file://x", "FILE://", "file:", "file", "file:// ", "https://file"),
				not("null", "file://"),
				row("moz-extension://*", "moz-extension://a1cd9ab7-ab15-462c-9315-8eece8e16982", "moz-extension://A",
						"moz-extension://.", "moz-extension://a..b", "moz-extension://[::1]", "moz-extension://*"),
				not("moz-extension://*", "moz-extension://", "moz-extension://a:1", "moz-extensions://a",
						"xmoz-extension://a", "MOZ-EXTENSION://a", "moz-extension:a", "moz-extension:/a",
						"https://moz-extension", "moz-extension://a/", "moz-extension://a@b", "moz-extension://a b",
						"moz-extension://[", "moz-extension://[]", "moz-extension://[x]", "null",
						"moz-extension.evil://a", "https://moz-extension://a"),
				row("app://*:*", "app://a", "app://A:1", "app://.:65535"), not("app://*:*", "app://a:0", "app://:1"),
				row("app://*:[1,2]", "app://a:1", "app://b:2"), not("app://*:[1,2]", "app://a", "app://a:3"),
				row("app://.", "app://."), not("app://.", "app://", "app://..", "app://a", "app://.:1"),
				row("safari-web-extension://1AF9-B", "safari-web-extension://1AF9-B"),
				not("safari-web-extension://1AF9-B", "safari-web-extension://1af9-b", "safari-web-extension://1AF9-C"),
				row("app://*.X.example", "app://a.X.example"),
				not("app://*.X.example", "app://a.x.example", "app://A.X.example"),
				not("https://*-team.example.app", "https://-team.example.app", "https://team.example.app",
						"https://a.b-team.example.app", "https://x-team.example.app.example.app"),
				row("https://a*b.example", "https://axb.example", "https://aabb.example"),
				not("https://a*b.example", "https://ab.example", "https://a.b.example", "https://aba.example"),
				row("https://example.com:*", "https://example.com", "https://example.com:1",
						"https://example.com:65535", "https://example.com:443"),
				not("https://example.com:*", "https://example.com:", "https://example.com:0",
						"https://example.com:65536", "https://example.com:080", "https://example.com:8o",
						"https://example.com:100000", "https://example.com:80:80", "https://example.com:+80",
						"https://example.com:-1", "https://example.com:\u0668\u0660", "https://example.com.:80",
						"https://example.com:80/", "https://example.com@evil.com:80"),
				row("http://[::1]:[*]", "http://[::1]", "http://[::1]:8080"),
				not("http://[::1]:[*]", "http://[::1", "http://::1", "http://[::1]8080", "http://[::1]:",
						"http://[::2]:80", "http://[0:0:0:0:0:0:0:1]", "http://[]"),
				row("https://example.com:[8080,8443]", "https://example.com:8080", "https://example.com:8443"),
				not("https://example.com:[8080,8443]", "https://example.com", "https://example.com:80",
						"https://example.com:808", "https://example.com:08080", "https://example.com:[8080,8443]"),
				row("https://example.com:[443,8443]", "https://example.com", "https://example.com:8443"),
				not("https://example.com:[443,8443]", "https://example.com:443"),
				row("https://*.example.com:[443,8443]", "https://a.example.com", "https://a.example.com:8443"),
				not("https://*.example.com:[443,8443]", "https://a.example.com:443", "https://a.example.com:80"),
				row("https://*.example.com:8080", "https://a.example.com:8080"),
				not("https://*.example.com:8080", "https://a.example.com"),
				row("https://example.com:[80,80]", "https://example.com:80"),
				row("app://*.desktop:[1,2]", "app://a.desktop:1"), not("app://*.desktop:[1,2]", "app://a.desktop"),
				row("*", "https://example.com", "null", "anything", "https://a..b", "\uD800"), row("null", "null"),
				not("null", "NULL", "https://null", "nul"), not("none", "none", "null", "https://none"))
			.flatMap((rows) -> rows);
	}

	private static Stream<Arguments> row(String text, String... origins) {
		return Arrays.stream(origins).map((origin) -> Arguments.of(text, origin, true));
	}

	private static Stream<Arguments> not(String text, String... origins) {
		return Arrays.stream(origins).map((origin) -> Arguments.of(text, origin, false));
	}

	@ParameterizedTest
	@MethodSource("problems")
	void parseRefuses(String text, OriginProblem problem, String suggestion) {
		InvalidOriginPatternException ex = catchThrowableOfType(InvalidOriginPatternException.class,
				() -> OriginPattern.parse(text));
		assertThat(ex).as(text).isNotNull().hasMessage(problem.description());
		assertThat(ex.problem()).isEqualTo(problem);
		assertThat(ex.suggestion()).isEqualTo(suggestion);
		if (suggestion != null) {
			assertThat(OriginPattern.parse(suggestion)).isNotNull();
		}
	}

	static Stream<Arguments> problems() {
		return Stream.of(Arguments.of("", OriginProblem.EMPTY, null),
				Arguments.of(" ", OriginProblem.WHITE_SPACE, null),
				Arguments.of(" https://example.com ", OriginProblem.WHITE_SPACE, "https://example.com"),
				Arguments.of("https://example .com", OriginProblem.WHITE_SPACE, null),
				Arguments.of("https://example.com\u0000", OriginProblem.WHITE_SPACE, null),
				Arguments.of("https://example.com\u00A0", OriginProblem.WHITE_SPACE, null),
				Arguments.of("https://example.com\u0085", OriginProblem.WHITE_SPACE, null),
				Arguments.of("https://example.com\u007F", OriginProblem.WHITE_SPACE, null),
				Arguments.of("https://example.com:[80, 81]", OriginProblem.WHITE_SPACE, "https://example.com:[80,81]"),
				Arguments.of("* ", OriginProblem.WHITE_SPACE, "*"),
				Arguments.of("https://.*\\.example\\.com", OriginProblem.REGULAR_EXPRESSION, "https://*.example.com"),
				Arguments.of("^https://example.com$", OriginProblem.REGULAR_EXPRESSION, "https://example.com"),
				Arguments.of("https://(a|b).example.com", OriginProblem.REGULAR_EXPRESSION, null),
				Arguments.of("https://a{1}.example.com", OriginProblem.REGULAR_EXPRESSION, null),
				Arguments.of("https://example.*", OriginProblem.MISPLACED_WILDCARD, null),
				Arguments.of("https://.+.example.com", OriginProblem.REGULAR_EXPRESSION, "https://*.example.com"),
				Arguments.of("example.com", OriginProblem.MISSING_SCHEME, "https://example.com"),
				Arguments.of("*.example.com", OriginProblem.MISSING_SCHEME, "https://*.example.com"),
				Arguments.of("//example.com", OriginProblem.MISSING_SCHEME, "https://example.com"),
				Arguments.of("://example.com", OriginProblem.MISSING_SCHEME, "https://example.com"),
				Arguments.of("localhost", OriginProblem.MISSING_SCHEME, "http://localhost"),
				Arguments.of("localhost:3000", OriginProblem.MISSING_SCHEME, "http://localhost:3000"),
				Arguments.of("127.0.0.1:3000", OriginProblem.MISSING_SCHEME, "http://127.0.0.1:3000"),
				Arguments.of("[::1]:3000", OriginProblem.MISSING_SCHEME, "http://[::1]:3000"),
				Arguments.of("myhost:8080", OriginProblem.MISSING_SCHEME, "https://myhost:8080"),
				Arguments.of("myhost", OriginProblem.MISSING_SCHEME, null),
				Arguments.of("NULL", OriginProblem.MISSING_SCHEME, "null"),
				Arguments.of("None", OriginProblem.MISSING_SCHEME, "none"),
				Arguments.of("file:/index.html", OriginProblem.MISSING_SCHEME, "null"),
				Arguments.of("ht_tp://example.com", OriginProblem.INVALID_SCHEME, null),
				Arguments.of("*://example.com", OriginProblem.INVALID_SCHEME, null),
				Arguments.of("http*://example.com", OriginProblem.INVALID_SCHEME, null),
				Arguments.of("1http://example.com", OriginProblem.INVALID_SCHEME, null),
				Arguments.of("+http://example.com", OriginProblem.INVALID_SCHEME, null),
				Arguments.of("view-source:https://example.com", OriginProblem.INVALID_SCHEME, null),
				Arguments.of("file://localhost", OriginProblem.FILE_SCHEME, "null"),
				Arguments.of("file:///", OriginProblem.FILE_SCHEME, "null"),
				Arguments.of("file://*", OriginProblem.FILE_SCHEME, "null"),
				Arguments.of("FILE://", OriginProblem.UPPER_CASE, "file://"),
				Arguments.of(" file://", OriginProblem.WHITE_SPACE, "file://"),
				Arguments.of("http://xn--f", OriginProblem.INVALID_PUNYCODE, null),
				Arguments.of("https://a.xn--f.example", OriginProblem.INVALID_PUNYCODE, null),
				Arguments.of("https://*.xn--f.example", OriginProblem.INVALID_PUNYCODE, null),
				Arguments.of("https://xn--.example", OriginProblem.INVALID_PUNYCODE, null),
				Arguments.of("https://xn--a-.example", OriginProblem.INVALID_PUNYCODE, null),
				Arguments.of("https://xn--99999999.example", OriginProblem.INVALID_PUNYCODE, null),
				Arguments.of("App://Desktop/", OriginProblem.UPPER_CASE, "app://Desktop"),
				Arguments.of("SAFARI-WEB-EXTENSION://1AF9/", OriginProblem.UPPER_CASE, "safari-web-extension://1AF9"),
				Arguments.of("app://a<b", OriginProblem.INVALID_HOST, null),
				Arguments.of("app://" + HOST_253 + "a", OriginProblem.HOST_TOO_LONG, null),
				Arguments.of("app://b\u00FCcher", OriginProblem.NON_ASCII_HOST, "app://xn--bcher-kva"),
				Arguments.of("app://a*", OriginProblem.MISPLACED_WILDCARD, null),
				Arguments.of("app://*a", OriginProblem.MISPLACED_WILDCARD, null),
				Arguments.of("app://**", OriginProblem.MISPLACED_WILDCARD, null),
				Arguments.of("ws://*", OriginProblem.WEBSOCKET_SCHEME, null),
				Arguments.of("http://*", OriginProblem.MISPLACED_WILDCARD, null),
				Arguments.of("Moz-Extension://*", OriginProblem.UPPER_CASE, "moz-extension://*"),
				Arguments.of("moz-extension://*/*", OriginProblem.PATH, "moz-extension://*"),
				Arguments.of("file:///index.html", OriginProblem.FILE_SCHEME, "null"),
				Arguments.of("https://", OriginProblem.MISSING_HOST, null),
				Arguments.of("https:///", OriginProblem.MISSING_HOST, null),
				Arguments.of("https://:8080", OriginProblem.MISSING_HOST, null),
				Arguments.of("https://user@example.com", OriginProblem.USER_INFO, "https://example.com"),
				Arguments.of("https://u:p@example.com:8080", OriginProblem.USER_INFO, "https://example.com:8080"),
				Arguments.of("https://example.com/", OriginProblem.TRAILING_SLASH, "https://example.com"),
				Arguments.of("HTTPS://Example.com:443/", OriginProblem.UPPER_CASE, "https://example.com"),
				Arguments.of("https://example.com/path/", OriginProblem.PATH, "https://example.com"),
				Arguments.of("https://example.com/path", OriginProblem.PATH, "https://example.com"),
				Arguments.of("https://example.com/a?b#c", OriginProblem.PATH, "https://example.com"),
				Arguments.of("https://example.com/**", OriginProblem.PATH, "https://example.com"),
				Arguments.of("https://example.com/@a", OriginProblem.PATH, "https://example.com"),
				Arguments.of("https://example.com?a=b", OriginProblem.QUERY, "https://example.com"),
				Arguments.of("https://example.com?a=/b#c", OriginProblem.QUERY, "https://example.com"),
				Arguments.of("https://example.com#a", OriginProblem.FRAGMENT, "https://example.com"),
				Arguments.of("https://example.com#a?b/c", OriginProblem.FRAGMENT, "https://example.com"),
				Arguments.of("https://Example.com", OriginProblem.UPPER_CASE, "https://example.com"),
				Arguments.of("HTTPS://example.com", OriginProblem.UPPER_CASE, "https://example.com"),
				Arguments.of("http://[2001:DB8::1]", OriginProblem.UPPER_CASE, "http://[2001:db8::1]"),
				Arguments.of("https://b\u00FCcher.example", OriginProblem.NON_ASCII_HOST,
						"https://xn--bcher-kva.example"),
				Arguments.of("https://*.b\u00FCcher.example:8080", OriginProblem.NON_ASCII_HOST,
						"https://*.xn--bcher-kva.example:8080"),
				Arguments.of("https://example\u3002com", OriginProblem.NON_ASCII_HOST, "https://example.com"),
				Arguments.of("https://stra\u00DFe.example", OriginProblem.NON_ASCII_HOST, null),
				Arguments.of("https://\uD800.example", OriginProblem.NON_ASCII_HOST, null),
				Arguments.of("https://" + "\u00FC".repeat(80) + ".example", OriginProblem.NON_ASCII_HOST, null),
				Arguments.of("https://a..b", OriginProblem.INVALID_HOST, null),
				Arguments.of("https://.a", OriginProblem.INVALID_HOST, null),
				Arguments.of("https://a..", OriginProblem.INVALID_HOST, null),
				Arguments.of("https://.", OriginProblem.INVALID_HOST, null),
				Arguments.of("https://a%20b", OriginProblem.INVALID_HOST, null),
				Arguments.of("https://a,b", OriginProblem.INVALID_HOST, null),
				Arguments.of("https://*..example.com", OriginProblem.INVALID_HOST, null),
				Arguments.of("https://a]", OriginProblem.INVALID_HOST, null),
				Arguments.of("https://" + HOST_253 + "a", OriginProblem.HOST_TOO_LONG, null),
				Arguments.of("https://" + LABEL_63 + "a.example", OriginProblem.LABEL_TOO_LONG, null),
				Arguments.of("http://127.1", OriginProblem.INVALID_IPV4, null),
				Arguments.of("http://127.0.0.01", OriginProblem.INVALID_IPV4, null),
				Arguments.of("http://256.0.0.1", OriginProblem.INVALID_IPV4, null),
				Arguments.of("http://127.0.0.1.", OriginProblem.INVALID_IPV4, null),
				Arguments.of("http://0x7f.0.0.1", OriginProblem.INVALID_IPV4, null),
				Arguments.of("http://2130706433", OriginProblem.INVALID_IPV4, null),
				Arguments.of("http://a.0x", OriginProblem.INVALID_IPV4, null),
				Arguments.of("http://1.2.3.4.5", OriginProblem.INVALID_IPV4, null),
				Arguments.of("http://[0:0:0:0:0:0:0:1]:8080", OriginProblem.INVALID_IPV6, "http://[::1]:8080"),
				Arguments.of("http://[::ffff:1.2.3.4]", OriginProblem.INVALID_IPV6, "http://[::ffff:102:304]"),
				Arguments.of("http://[::1", OriginProblem.INVALID_IPV6, null),
				Arguments.of("http://::1", OriginProblem.INVALID_IPV6, null),
				Arguments.of("http://[1.2.3.4]", OriginProblem.INVALID_IPV6, null),
				Arguments.of("http://[]", OriginProblem.INVALID_IPV6, null),
				Arguments.of("http://[fe80::1%eth0]", OriginProblem.INVALID_IPV6, null),
				Arguments.of("http://[*]", OriginProblem.INVALID_IPV6, null),
				Arguments.of("https://*", OriginProblem.MISPLACED_WILDCARD, null),
				Arguments.of("https://a.*.example.com", OriginProblem.MISPLACED_WILDCARD, null),
				Arguments.of("https://a.b*.example.com", OriginProblem.MISPLACED_WILDCARD, null),
				Arguments.of("https://*.*example.com", OriginProblem.MISPLACED_WILDCARD, null),
				Arguments.of("https://**.example.com", OriginProblem.MISPLACED_WILDCARD, null),
				Arguments.of("https://*a*.example.com", OriginProblem.MISPLACED_WILDCARD, null),
				Arguments.of("https://pr-*", OriginProblem.MISPLACED_WILDCARD, null),
				Arguments.of("https://*:8080", OriginProblem.MISPLACED_WILDCARD, null),
				Arguments.of("https://example.com:80*", OriginProblem.MISPLACED_WILDCARD, null),
				Arguments.of("https://example.com:[*,80]", OriginProblem.MISPLACED_WILDCARD, null),
				Arguments.of("https://example.com:**", OriginProblem.MISPLACED_WILDCARD, null),
				Arguments.of("https://*.0.0.1", OriginProblem.ADDRESS_WILDCARD, null),
				Arguments.of("http://192.168.*.*:*", OriginProblem.ADDRESS_WILDCARD, null),
				Arguments.of("https://example.com:", OriginProblem.INVALID_PORT, null),
				Arguments.of("https://example.com:0", OriginProblem.INVALID_PORT, null),
				Arguments.of("https://example.com:65536", OriginProblem.INVALID_PORT, null),
				Arguments.of("https://example.com:123456", OriginProblem.INVALID_PORT, null),
				Arguments.of("https://example.com:080", OriginProblem.INVALID_PORT, "https://example.com:80"),
				Arguments.of("https://example.com:80a", OriginProblem.INVALID_PORT, null),
				Arguments.of("https://example.com:[]", OriginProblem.INVALID_PORT, null),
				Arguments.of("https://example.com:[80,]", OriginProblem.INVALID_PORT, null),
				Arguments.of("https://example.com:[80", OriginProblem.INVALID_PORT, null),
				Arguments.of("http://[::1]8080", OriginProblem.INVALID_PORT, null),
				Arguments.of("https://example.com:443", OriginProblem.DEFAULT_PORT, "https://example.com"),
				Arguments.of("http://*.example.com:80", OriginProblem.DEFAULT_PORT, "http://*.example.com"),
				Arguments.of("wss://example.com:443", OriginProblem.WEBSOCKET_SCHEME, "https://example.com"),
				Arguments.of("ws://example.com:80", OriginProblem.WEBSOCKET_SCHEME, "http://example.com"),
				Arguments.of("ftp://example.com:21", OriginProblem.DEFAULT_PORT, "ftp://example.com"));
	}

	/** Labels that browsers accept, some of them only since IDNA 2008. */
	@ParameterizedTest
	@ValueSource(strings = { "xn--bcher-kva", "xn--p1ai", "xn--mnchen-3ya", "xn--strae-oqa", "xn--3xa", "xn--ls8h",
			"xn--i-7iq", "xn--fiqs8s", "xn--mgbh0fb", "xn---1-9gb", "a-xn--f", "ab--f" })
	void parseAcceptsPunycode(String label) {
		assertThat(OriginPattern.parse("https://" + label + ".example").kind()).isEqualTo(Kind.EXACT);
		assertThat(OriginPattern.parse("https://*." + label).kind()).isEqualTo(Kind.WILDCARD);
	}

	@Test
	void everyProblemIsTested() {
		Set<OriginProblem> tested = problems().map((row) -> (OriginProblem) row.get()[1]).collect(Collectors.toSet());
		assertThat(tested).containsExactlyInAnyOrderElementsOf(EnumSet.allOf(OriginProblem.class));
		assertThat(tested).extracting(OriginProblem::description).doesNotHaveDuplicates().noneMatch(String::isBlank);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost", "http://localhost:3000", "http://*.localhost", "http://pr-*.localhost",
			"http://a.localhost", "http://127.0.0.1", "http://127.255.0.9:1", "http://[::1]", "http://localhost:*" })
	void loopback(String text) {
		assertThat(OriginPattern.parse(text).isLoopback()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://example.com", "http://notlocalhost", "http://localhost.example",
			"http://128.0.0.1", "http://127.0.0.1.example", "http://[::2]", "http://*.example.com",
			"http://localhost*.example", "http://127.example" })
	void noLoopback(String text) {
		assertThat(OriginPattern.parse(text).isLoopback()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			*                           | https://a.example
			*                           | null
			https://a.example           | https://a.example
			https://*.a.example         | https://b.a.example
			https://*.a.example         | https://*.b.a.example
			https://*.a.example         | https://x-*.a.example
			https://x*.a.example        | https://xy*.a.example
			https://*z.a.example        | https://*yz.a.example
			https://x*z.a.example       | https://x-z.a.example
			https://a.example:*         | https://a.example:1
			https://a.example:*         | https://a.example
			https://a.example:[443,1]   | https://a.example
			https://a.example           | https://a.example:[443]
			https://a.example:[1,2]     | https://a.example:2
			https://*.a.example:[1,2]   | https://b.a.example:[2,1]
			http://[::1]:*              | http://[::1]:[1,2]
			app://*.a                   | app://b.a
			app://*                     | app://*
			app://*                     | app://*.a
			app://*                     | app://x-*.a
			app://*                     | app://A..b
			app://*:*                   | app://*
			app://*:*                   | app://*:[1,2]
			app://*:[1,2]               | app://a:1
			""")
	void covers(String pattern, String other) {
		assertThat(OriginPattern.parse(pattern).covers(OriginPattern.parse(other))).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			https://a.example           | *
			https://a.example           | null
			https://a.example           | none
			null                        | https://a.example
			null                        | *
			none                        | null
			https://a.example           | https://b.example
			https://a.example           | http://a.example
			https://a.example           | https://aa.example
			https://b.a.example         | https://*.a.example
			https://*.a.example         | https://a.example
			https://*.a.example         | https://*.b.example
			https://*.b.a.example       | https://*.a.example
			https://x-*.a.example       | https://*.a.example
			https://x-*.a.example       | https://y-*.a.example
			https://*-x.a.example       | https://*-y.a.example
			https://x*.a.example        | https://x*.b.a.example
			https://x-*.a.example       | https://x-.a.example
			https://a.example:1         | https://a.example:*
			https://a.example:1         | https://a.example
			https://a.example           | https://a.example:1
			https://a.example:[1,2]     | https://a.example:[2,3]
			https://a.example:[1,443]   | https://a.example:*
			app://*                     | app2://a
			app://*                     | app://a:1
			app://*                     | app://*:*
			app://*.a                   | app://*
			app://x*.a                  | app://*
			app://*                     | null
			file://                     | null
			null                        | file://
			app://*                     | file://
			""")
	void doesNotCover(String pattern, String other) {
		assertThat(OriginPattern.parse(pattern).covers(OriginPattern.parse(other))).isFalse();
	}

	@Test
	void isExactlyOneOrigin() {
		assertThat(OriginPattern.parse("https://a.example").isExactly("https://a.example")).isTrue();
		assertThat(OriginPattern.parse("https://a.example:[443]").isExactly("https://a.example")).isTrue();
		assertThat(OriginPattern.parse("null").isExactly("null")).isTrue();
		assertThat(OriginPattern.parse("https://a.example").isExactly("https://b.example")).isFalse();
		assertThat(OriginPattern.parse("https://a.example:[443,1]").isExactly("https://a.example")).isFalse();
		assertThat(OriginPattern.parse("https://*.example").isExactly("https://a.example")).isFalse();
		assertThat(OriginPattern.parse("*").isExactly("*")).isFalse();
	}

	@Test
	void wildcardTakesEveryCharacterOfALabelAndNoOther() {
		OriginPattern pattern = OriginPattern.parse("https://x*.example");
		for (char c = 0; c < 256; c++) {
			boolean label = "abcdefghijklmnopqrstuvwxyz0123456789-_".indexOf(c) != -1;
			assertThat(pattern.matches("https://x" + c + ".example")).as("%x", (int) c).isEqualTo(label);
		}
	}

	@Test
	void schemeHasLettersDigitsAndThreeOtherCharacters() {
		for (String scheme : new String[] { "az", "z0", "a9", "a+", "a-", "a." }) {
			assertThat(OriginPattern.parse(scheme + "://x").scheme()).isEqualTo(scheme);
		}
		for (String scheme : new String[] { "0a", "`a", "{a", "a`", "a{", "a/", "a:", "a_" }) {
			assertThatExceptionOfType(InvalidOriginPatternException.class)
				.isThrownBy(() -> OriginPattern.parse(scheme + "://x"));
		}
	}

	@Test
	void entryWithoutHostHasNoParts() {
		for (String entry : new String[] { "*", "null", "none", "file://" }) {
			OriginPattern pattern = OriginPattern.parse(entry);
			assertThat(pattern.scheme()).isEmpty();
			assertThat(pattern.host()).isEmpty();
			assertThat(pattern.port()).isNull();
		}
		assertThat(OriginPattern.parse("https://a.example").port()).isNull();
	}

}
