package io.github.corsstarter.policy;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

import io.github.corsstarter.testing.Effort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AllowedHosts}.
 */
class AllowedHostsTests {

	private final AllowedHosts hosts = AllowedHosts.of(List.of("app.example", "*.Tenants.example.", "orders"));

	@ParameterizedTest
	@ValueSource(strings = { "app.example", "APP.example:80", "app.example.", "app.example.:80", "app.example:",
			"a.tenants.example", "a.b.tenants.example", "-.tenants.example", "orders:8080", "localhost", "LocalHost.:1",
			"a.localhost", "a.b.localhost:3000", "0.0.0.0", "255.255.255.255:1", "[::]", "[::1]:80",
			"[1:2:3:4:5:6:7:8]", "[1::]", "[1::8]", "[1:2:3:4:5:6:7::]", "[::ffff:1.2.3.4]", "[1:2:3:4:5:6:1.2.3.4]",
			"[ABCD:ef01::]" })
	void allowed(String authority) {
		assertThat(this.hosts.allowsAuthority(authority)).isTrue();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", ":", ":80", ".", "..", "app.example..", ".app.example", "xapp.example", "app.examplex",
			"app.example:80:80", "app.example:8o", "app.example: 80", "app.example ", " app.example", "app.example/",
			"user@app.example", "app.example@evil.test", "app.example,evil.test", "tenants.example", ".tenants.example",
			"xtenants.example", "a.tenants.example.evil.test", "orders.evil.test", ".localhost", "localhost.evil.test",
			"xlocalhost", "localho\u017Ft", "1.2.3", "1.2.3.4.5", "1.2.3.4.", "01.2.3.4", "1.2.3.04", "1.2.3.256",
			"1.2.3.999999999999", "1..3.4", ".1.2.3", "1.2.3.", "1.2.3.4a", "0x1.2.3.4", "1,2.3.4", "[]", "[:]",
			"[:::]", "[1]", "[1:2:3:4:5:6:7]", "[1:2:3:4:5:6:7:8:9]", "[1::2::3]", "[12345::]", "[::1", "::1", "[::1]x",
			"[::1].evil.test", "[::g]", "[fe80::1%25eth0]", "[1:2:3:4:5:6:7:1.2.3.4]", "[1.2.3.4]", "[evil.test]",
			"[::1.2.3]", "[1:2:3:4::5:6:7:8]", "[1:]", "[:1]" })
	void notAllowed(String authority) {
		assertThat(this.hosts.allowsAuthority(authority)).isFalse();
	}

	@Test
	void hostsHaveNoPort() {
		assertThat(this.hosts.allowsHost("app.example")).isTrue();
		assertThat(this.hosts.allowsHost("::1")).isTrue();
		assertThat(this.hosts.allowsHost("[::1]")).isTrue();
		assertThat(this.hosts.allowsHost("app.example:80")).isFalse();
		assertThat(this.hosts.allowsHost("::1:evil")).isFalse();
		assertThat(this.hosts.allowsHost(null)).isFalse();
	}

	@Test
	void longNamesAreNotAllowed() {
		String name = "a.".repeat(118) + "tenants.example";
		assertThat(name).hasSizeLessThanOrEqualTo(253);
		assertThat(this.hosts.allowsAuthority(name)).isTrue();
		assertThat(this.hosts.allowsAuthority("a.a" + name)).isFalse();
		assertThat(this.hosts.allowsAuthority("a.".repeat(100_000) + "tenants.example")).isFalse();
	}

	@Test
	void entriesAreShownAsTheyAreCompared() {
		assertThat(this.hosts.entries()).containsExactly("app.example", "*.tenants.example", "orders");
		assertThat(this.hosts.isAny()).isFalse();
		assertThat(this.hosts).hasToString("AllowedHosts[app.example, *.tenants.example, orders]");
		assertThat(AllowedHosts.ANY.isAny()).isTrue();
		assertThat(this.hosts.isListed("App.Example.")).isTrue();
		assertThat(this.hosts.isListed("a.tenants.example")).isFalse();
		assertThat(this.hosts.isListed("localhost")).isFalse();
	}

	@Test
	void everyMistakeIsReported() {
		assertThatExceptionOfType(InvalidCorsPolicyException.class)
			.isThrownBy(() -> AllowedHosts.of(List.of("https://a.example", "b.example", "c.example:1")))
			.satisfies((ex) -> assertThat(ex.problems()).map(CorsProblem::property)
				.containsExactly("cors.allowed-hosts[0]", "cors.allowed-hosts[2]"));
	}

	@ParameterizedTest
	@CsvSource({ "'', This element is empty.,", "' ', This element is empty.,",
			"' a.example ', This element has white space around the name., a.example",
			"10.0.0.0/8, This is a range of addresses. IP addresses and,",
			"fd00::/8, This is a range of addresses. IP addresses and,",
			"none, This is not the name of a host. IP addresses,",
			"'null', This is not the name of a host. IP addresses,",
			"user:secret@a.example, This is not the name of a host, a.example",
			"user@a.example, This is not the name of a host, a.example",
			"fe80::1%eth0, This is not the name of a host,", "::1, This is not the name of a host, [::1]",
			"mailto:a.example, An entry is the name of a host without a scheme, a.example" })
	void mistakeIsNamed(String entry, String message, String suggestion) {
		assertThatExceptionOfType(InvalidCorsPolicyException.class).isThrownBy(() -> AllowedHosts.of(List.of(entry)))
			.satisfies((ex) -> assertThat(ex.problems()).singleElement().satisfies((problem) -> {
				assertThat(problem.message().replace("host, without", "host without")).startsWith(message);
				assertThat(problem.suggestion()).isEqualTo(suggestion);
			}));
	}

	@Test
	void entryThatIsAlwaysAllowedIsRedundantBesideAnother() {
		assertThat(AllowedHosts.of(List.of("localhost", "a.example", "127.0.0.1")).warnings())
			.map(CorsProblem::property)
			.containsExactly("cors.allowed-hosts[0]", "cors.allowed-hosts[2]");
	}

	@Test
	void entriesThatAreAlwaysAllowedTurnTheCheckOn() {
		for (List<String> entries : List.of(List.of("localhost"), List.of("LOCALHOST."),
				List.of("127.0.0.1", "[::1]"))) {
			AllowedHosts local = AllowedHosts.of(entries);
			assertThat(local.warnings()).isEmpty();
			assertThat(local.isAny()).isFalse();
			assertThat(local.allowsAuthority("rebound.example:8080")).isFalse();
			assertThat(local.allowsAuthority("localhost:8080")).isTrue();
		}
		assertThat(AllowedHosts.of(List.of("localhost", "localhost")).warnings()).map(CorsProblem::property)
			.containsExactly("cors.allowed-hosts[1]");
	}

	@Test
	void manyNamesAreFound() {
		List<String> names = IntStream.range(0, 5_000)
			.mapToObj((i) -> ((i % 2 == 0) ? "" : "*.") + "t" + i + ".example.com")
			.toList();
		AllowedHosts many = AllowedHosts.of(names);
		for (int i = 0; i < 5_000; i++) {
			String name = "T" + i + ".example.com";
			assertThat(many.allowsAuthority(name)).isEqualTo(i % 2 == 0);
			assertThat(many.allowsAuthority("x." + name + ":1")).isEqualTo(i % 2 == 1);
		}
	}

	/**
	 * Random texts, against regular expressions and the JDK.
	 */
	@Test
	void decidesLikeTheObviousVersion() {
		Random random = Effort.random();
		String[] pieces = { "app", "example", "tenants", "orders", "localhost", ".", ".", ".", ":", "1", "127", "0",
				"255", "256", "[", "]", "::", "a", "F", "evil", "-", "_", "*", "@", "80" };
		for (int i = 0; i < Effort.rounds(100_000); i++) {
			StringBuilder text = new StringBuilder(random.nextBoolean() ? "" : "[");
			for (int j = random.nextInt(12); j >= 0; j--) {
				text.append(pieces[random.nextInt(pieces.length)]);
			}
			String host = text.toString();
			assertThat(this.hosts.allowsAuthority(host)).as(host).isEqualTo(obvious(host));
		}
	}

	private static boolean obvious(String authority) {
		String decimal = "(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
		String host = authority.replaceFirst(":[0-9]*$", "");
		if (host.startsWith("[") && authority.startsWith("[") && !authority.matches("\\[[^\\]]*](?::[0-9]*)?")) {
			return false;
		}
		if (authority.matches("\\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*](?::[0-9]*)?")) {
			String address = authority.substring(1, authority.indexOf(']'));
			return isIpv6(address, decimal);
		}
		String name = host.toLowerCase(Locale.ROOT).replaceFirst("(.)\\.$", "$1");
		return host.matches(decimal + "(?:\\." + decimal + "){3}") || name.matches("app\\.example|orders|localhost")
				|| name.matches("[^:]+\\.(?:localhost|tenants\\.example)");
	}

	/** RFC 4291, section 2.2. */
	private static boolean isIpv6(String address, String decimal) {
		String text = address.replaceFirst("(?<=:)" + decimal + "(?:\\." + decimal + "){3}$", "1:1");
		String piece = "[0-9a-fA-F]{1,4}";
		if (text.matches(piece + "(?::" + piece + "){7}")) {
			return true;
		}
		String some = "(?:" + piece + "(?::" + piece + ")*)?";
		return text.matches(some + "::" + some)
				&& text.replace("::", ":").split(":").length - (text.startsWith("::") ? 1 : 0) <= 7;
	}

}
