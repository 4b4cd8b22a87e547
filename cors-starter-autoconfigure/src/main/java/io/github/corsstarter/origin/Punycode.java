package io.github.corsstarter.origin;

import java.text.Normalizer;
import java.text.Normalizer.Form;

import org.jspecify.annotations.Nullable;

/**
 * Recognizes labels of host names that browsers never send, because they are not valid
 * punycode. The JDK implements IDNA 2003, in which labels are invalid that browsers
 * accept today.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3492">RFC 3492, Punycode</a>
 * @see <a href="https://www.unicode.org/reports/tr46/#Processing">UTS 46, Processing</a>
 */
final class Punycode {

	/** The start of a label in punycode. */
	static final String PREFIX = "xn--";

	private static final int BASE = 36;

	private static final int T_MIN = 1;

	private static final int T_MAX = 26;

	private static final int SKEW = 38;

	private static final int DAMP = 700;

	private static final int INITIAL_BIAS = 72;

	private static final int INITIAL_N = 128;

	private Punycode() {
	}

	/**
	 * Whether a label is valid punycode: it can be decoded, to a text that is normalized
	 * and that is not plain ASCII (UTS 46, "Processing", step 4). Other criteria of UTS
	 * 46 are not checked.
	 * @param label a label in lower case that begins with {@link #PREFIX}
	 * @return {@code false} if browsers never send the label
	 */
	static boolean isValid(String label) {
		String text = decode(label.substring(PREFIX.length()));
		return text != null && text.chars().anyMatch((c) -> c > 0x7F) && Normalizer.isNormalized(text, Form.NFC);
	}

	/**
	 * RFC 3492, section 6.2.
	 * @return the text, or {@code null} if the input is invalid
	 */
	private static @Nullable String decode(String input) {
		int delimiter = input.lastIndexOf('-');
		StringBuilder output = new StringBuilder(input.substring(0, Math.max(delimiter, 0)));
		int length = output.length();
		long n = INITIAL_N;
		long i = 0;
		int bias = INITIAL_BIAS;
		int next = delimiter + 1;
		while (next < input.length()) {
			long start = i;
			long weight = 1;
			for (int k = BASE;; k += BASE) {
				int digit = (next < input.length()) ? digit(input.charAt(next++)) : -1;
				i += digit * weight;
				if (digit == -1 || i > Integer.MAX_VALUE) {
					return null;
				}
				int threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
				if (digit < threshold) {
					break;
				}
				weight *= BASE - threshold;
			}
			length++;
			bias = adapt(i - start, length, start == 0);
			n += i / length;
			i %= length;
			if (n > Character.MAX_CODE_POINT || (n >= Character.MIN_SURROGATE && n <= Character.MAX_SURROGATE)) {
				return null;
			}
			output.insert(output.offsetByCodePoints(0, (int) i), Character.toChars((int) n));
			i++;
		}
		return output.toString();
	}

	private static int digit(char c) {
		if (c >= 'a' && c <= 'z') {
			return c - 'a';
		}
		return (c >= '0' && c <= '9') ? c - '0' + 26 : -1;
	}

	/** RFC 3492, section 6.1. */
	private static int adapt(long delta, int length, boolean first) {
		long scaled = first ? delta / DAMP : delta / 2;
		scaled += scaled / length;
		int k = 0;
		while (scaled > (BASE - T_MIN) * T_MAX / 2) {
			scaled /= BASE - T_MIN;
			k += BASE;
		}
		return (int) (k + (BASE - T_MIN + 1) * scaled / (scaled + SKEW));
	}

}
