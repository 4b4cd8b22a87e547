package io.github.corsstarter.origin;

import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * A host with a wildcard, as part of an {@link OriginPattern}. The wildcard matches one
 * or more whole labels before a parent domain, part of the left-most label, or the whole
 * host. Immutable.
 */
final class HostPattern {

	/** What the wildcard matches: whole labels, part of one label, or the whole host. */
	enum Form {

		LABELS, IN_LABEL, HOST

	}

	/** A pattern that matches every host. */
	static final HostPattern ANY = new HostPattern(Form.HOST, "", "");

	private final Form form;

	/** The text before the wildcard: the start of a label, or empty. */
	private final String prefix;

	/** The text after the wildcard, up to the end of the host. */
	private final String suffix;

	private HostPattern(Form form, String prefix, String suffix) {
		this.form = form;
		this.prefix = prefix;
		this.suffix = suffix;
	}

	/**
	 * Create a pattern that matches one or more whole labels before a parent domain.
	 */
	static HostPattern labels(String parent) {
		return new HostPattern(Form.LABELS, "", "." + parent);
	}

	/**
	 * Create a pattern that matches part of the left-most label.
	 * @param prefix the start of the label; may be empty
	 * @param suffix the rest of the label (may be empty), a dot, the parent domain
	 */
	static HostPattern inLabel(String prefix, String suffix) {
		return new HostPattern(Form.IN_LABEL, prefix, suffix);
	}

	Form form() {
		return this.form;
	}

	/** The text before the wildcard; may be empty. */
	String prefix() {
		return this.prefix;
	}

	/** The text after the wildcard. */
	String suffix() {
		return this.suffix;
	}

	String parent() {
		return this.suffix.substring(this.suffix.indexOf('.') + 1);
	}

	boolean matches(String text, int start, int end) {
		if (this.form == Form.HOST) {
			return isHost(text, start, end);
		}
		int wildcardStart = start + this.prefix.length();
		int wildcardEnd = end - this.suffix.length();
		return wildcardStart < wildcardEnd && text.startsWith(this.prefix, start)
				&& text.startsWith(this.suffix, wildcardEnd) && ((this.form == Form.LABELS)
						? areLabels(text, wildcardStart, wildcardEnd) : isInLabel(text, wildcardStart, wildcardEnd));
	}

	/**
	 * Whether this matches every host that another pattern matches.
	 */
	boolean covers(HostPattern other) {
		return switch (this.form) {
			// The suffix begins with a dot, so only whole labels can precede it.
			case LABELS -> other.form != Form.HOST && matches(other.example());
			case HOST -> true;
			case IN_LABEL -> other.form == Form.IN_LABEL && other.prefix.startsWith(this.prefix)
					&& other.suffix.endsWith(this.suffix) && matches(other.example());
		};
	}

	/** A host that matches. */
	private String example() {
		return this.prefix + "a" + this.suffix;
	}

	private boolean matches(String host) {
		return matches(host, 0, host.length());
	}

	/**
	 * Find a host that both this and another pattern match.
	 * @param other the other pattern
	 * @return a host, or {@code null} if there is none
	 */
	@Nullable String common(HostPattern other) {
		if (this.form == Form.IN_LABEL && other.form == Form.IN_LABEL) {
			return commonLabel(other);
		}
		// A pattern for labels or for any host restricts only the end of a host or
		// nothing. If it matches any host of the narrower pattern, it matches this one.
		HostPattern narrower = (this.form == Form.HOST) ? other : (other.form == Form.HOST) ? this
				: (this.form == Form.IN_LABEL || (other.form == Form.LABELS && isLonger(this.suffix, other.suffix)))
						? this : other;
		return ifBothMatch(narrower.example(), other);
	}

	/**
	 * Find a common host of two patterns that restrict both the start and the end of the
	 * left-most label.
	 */
	private @Nullable String commonLabel(HostPattern other) {
		String start = isLonger(this.prefix, other.prefix) ? this.prefix : other.prefix;
		String end = isLonger(this.suffix, other.suffix) ? this.suffix : other.suffix;
		if (!start.startsWith(this.prefix) || !start.startsWith(other.prefix) || !end.endsWith(this.suffix)
				|| !end.endsWith(other.suffix)) {
			return null;
		}
		String host = ifBothMatch(start + "a" + end, other);
		// Only outside of the web, a start or end has characters that a wildcard does not
		// match. Then a common host may exist only where the start and the end overlap.
		for (int length = 0; host == null && length <= Math.min(start.length(), end.length()); length++) {
			if (start.endsWith(end.substring(0, length))) {
				host = ifBothMatch(start + end.substring(length), other);
			}
		}
		return host;
	}

	private @Nullable String ifBothMatch(String host, HostPattern other) {
		return (matches(host) && other.matches(host)) ? host : null;
	}

	private static boolean isLonger(String text, String other) {
		return text.length() > other.length();
	}

	private static boolean areLabels(String text, int start, int end) {
		boolean empty = true;
		for (int i = start; i < end; i++) {
			char c = text.charAt(i);
			if (isLabelCharacter(c)) {
				empty = false;
			}
			else if (c != '.' || empty) {
				return false;
			}
			else {
				empty = true;
			}
		}
		return !empty;
	}

	private static boolean isInLabel(String text, int start, int end) {
		for (int i = start; i < end; i++) {
			if (!isLabelCharacter(text.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether a text can be the host of an origin whose scheme is not special.
	 * @see <a href="https://url.spec.whatwg.org/#concept-opaque-host-parser">URL,
	 * opaque-host parser</a>
	 */
	static boolean isHost(String text, int start, int end) {
		boolean address = text.startsWith("[", start) && end - start > 2 && text.charAt(end - 1) == ']';
		for (int i = address ? start + 1 : start; i < (address ? end - 1 : end); i++) {
			char c = text.charAt(i);
			if (address ? !(HexFormat.isHexDigit(c) || c == ':' || c == '.') : !isHostCharacter(c)) {
				return false;
			}
		}
		return start < end;
	}

	/**
	 * Whether a character can be in the host of an origin whose scheme is not special.
	 * All other ASCII characters are forbidden, and clients send characters beyond ASCII
	 * in percent-encoding.
	 * @see <a href="https://url.spec.whatwg.org/#forbidden-host-code-point">URL,
	 * forbidden host code point</a>
	 */
	static boolean isHostCharacter(char c) {
		return c > ' ' && c < 0x7F && "#/:<>?@[\\]^|".indexOf(c) == -1;
	}

	/**
	 * Whether a character occurs in host names in practice. RFC 952 does not allow
	 * {@code _}, but people use it and browsers send it.
	 */
	static boolean isLabelCharacter(char c) {
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
	}

	@Override
	public String toString() {
		return this.prefix + "*" + this.suffix;
	}

}
