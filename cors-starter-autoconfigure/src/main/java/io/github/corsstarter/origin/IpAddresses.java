package io.github.corsstarter.origin;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Recognizes IP addresses, and serializes IPv6 addresses as browsers do.
 *
 * @see <a href="https://url.spec.whatwg.org/#host-serializing">URL, host serializing</a>
 */
final class IpAddresses {

	private static final int IPV6_PIECES = 8;

	private IpAddresses() {
	}

	/**
	 * Whether browsers treat a name as an IPv4 address, valid or not.
	 * @see <a href="https://url.spec.whatwg.org/#ends-in-a-number-checker">URL, ends in a
	 * number checker</a>
	 */
	static boolean endsInNumber(String name) {
		String last = name.substring(name.lastIndexOf('.') + 1);
		if (last.isEmpty()) {
			return false;
		}
		if (last.startsWith("0x")) {
			return last.chars().skip(2).allMatch(HexFormat::isHexDigit);
		}
		return areDigits(last);
	}

	private static boolean areDigits(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) < '0' || text.charAt(i) > '9') {
				return false;
			}
		}
		return true;
	}

	static boolean isCanonicalIpv4(String host) {
		String[] numbers = host.split("\\.", -1);
		if (numbers.length != 4) {
			return false;
		}
		for (String number : numbers) {
			if (!isCanonicalNumber(number)) {
				return false;
			}
		}
		return true;
	}

	/** From 0 to 255, without leading zeros. */
	private static boolean isCanonicalNumber(String text) {
		return !text.isEmpty() && text.length() <= 3 && areDigits(text) && (text.length() == 1 || text.charAt(0) != '0')
				&& Integer.parseInt(text) <= 255;
	}

	/**
	 * The form in which browsers write an IPv6 address.
	 * @param address the address in any form, without brackets
	 * @return the canonical form, or {@code null} if the text is not an IPv6 address
	 */
	static @Nullable String canonicalIpv6(String address) {
		// The JDK would look up any other text as a host name.
		if (address.indexOf(':') == -1 || !address.matches("[0-9a-fA-F:.]{2,45}")) {
			return null;
		}
		int[] pieces = new int[IPV6_PIECES];
		try {
			InetAddress parsed = InetAddress.getByName("[" + address + "]");
			byte[] bytes = parsed.getAddress();
			// The JDK turns an IPv4-mapped address into an IPv4 one.
			int offset = (parsed instanceof Inet4Address) ? IPV6_PIECES - 2 : 0;
			if (offset > 0) {
				pieces[offset - 1] = 0xFFFF;
			}
			for (int i = 0; i < bytes.length / 2; i++) {
				pieces[offset + i] = Byte.toUnsignedInt(bytes[2 * i]) << 8 | Byte.toUnsignedInt(bytes[2 * i + 1]);
			}
		}
		catch (UnknownHostException ex) {
			return null;
		}
		return serialize(pieces);
	}

	private static String serialize(int[] pieces) {
		int zerosStart = -1;
		int zerosLength = 1;
		for (int i = 0; i < IPV6_PIECES; i++) {
			int end = i;
			while (end < IPV6_PIECES && pieces[end] == 0) {
				end++;
			}
			if (end - i > zerosLength) {
				zerosStart = i;
				zerosLength = end - i;
			}
		}
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < IPV6_PIECES; i++) {
			if (i == zerosStart) {
				text.append((i == 0) ? "::" : ":");
				i += zerosLength - 1;
				continue;
			}
			text.append(Integer.toHexString(pieces[i]));
			if (i < IPV6_PIECES - 1) {
				text.append(':');
			}
		}
		return text.toString();
	}

}
