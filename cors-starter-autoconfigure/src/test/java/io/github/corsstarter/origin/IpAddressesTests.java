package io.github.corsstarter.origin;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IpAddresses}.
 */
class IpAddressesTests {

	@ParameterizedTest
	@ValueSource(strings = { "1", "0", "a.1", "1.2.3.4", "a.0x", "0x", "0x7f", "a.0xABC", "09", "256",
			"99999999999999999999" })
	void endsInNumber(String name) {
		assertThat(IpAddresses.endsInNumber(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "1a", "1.a", "a.", "0xg", "x0", "0y1", "-1", "1-", "\u0661", "1_0" })
	void doesNotEndInNumber(String name) {
		assertThat(IpAddresses.endsInNumber(name)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0", "1.2.3.4", "255.255.255.255", "127.0.0.1", "10.20.30.40" })
	void canonicalIpv4(String host) {
		assertThat(IpAddresses.isCanonicalIpv4(host)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1", "1.2.3", "1.2.3.4.", ".1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.04", "1.2.3.0x4",
			"1..2.3", "1.2.3.-4", "1.2.3.1000", "1.2.3.\u0664", "a.b.c.d" })
	void noCanonicalIpv4(String host) {
		assertThat(IpAddresses.isCanonicalIpv4(host)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "::, ::", "::1, ::1", "1::, 1::", "0:0:0:0:0:0:0:0, ::", "0:0:0:0:0:0:0:1, ::1",
			"1:0:0:0:0:0:0:0, 1::", "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1", "2001:db8:0:0:0:1:0:0, 2001:db8::1:0:0",
			"2001:db8:0:0:1:0:0:0, 2001:db8:0:0:1::", "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
			"1:2:3:4:5:6:7:0, 1:2:3:4:5:6:7:0", "0:1:2:3:4:5:6:7, 0:1:2:3:4:5:6:7", "0:0:1:2:3:4:5:6, ::1:2:3:4:5:6",
			"1:2:3:4:5:6:0:0, 1:2:3:4:5:6::", "0001:0020:0300:4000::, 1:20:300:4000::",
			"::ffff:1.2.3.4, ::ffff:102:304", "::ffff:0:0, ::ffff:0:0", "::1.2.3.4, ::102:304",
			"64:ff9b::192.0.2.33, 64:ff9b::c000:221", "fe80::1, fe80::1", "1:2::7:8, 1:2::7:8" })
	void canonicalIpv6(String address, String canonical) {
		assertThat(IpAddresses.canonicalIpv6(address)).isEqualTo(canonical);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1", ":", ":::", "::1::", "1:2", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "g::",
			"fe80::1%1", "fe80::1%eth0", "1.2.3.4", "12345::", "example.com:80", "[::1]", "::1 ", "::1.2.3",
			"::256.1.1.1", "1111111111111111111111111111111111111111111111:" })
	void noIpv6(String address) {
		assertThat(IpAddresses.canonicalIpv6(address)).isNull();
	}

	@Test
	void canonicalFormIsItsOwnCanonicalForm() {
		for (int zeros = 0; zeros < 256; zeros++) {
			StringBuilder address = new StringBuilder();
			for (int piece = 0; piece < 8; piece++) {
				address.append((piece > 0) ? ":" : "").append(((zeros >> piece & 1) != 0) ? "0" : "a" + piece);
			}
			String canonical = IpAddresses.canonicalIpv6(address.toString());
			assertThat(canonical).as(address.toString()).isNotNull();
			assertThat(IpAddresses.canonicalIpv6(canonical)).isEqualTo(canonical);
			assertThat(canonical.length()).isLessThanOrEqualTo(address.length());
		}
	}

}
