package io.github.corsstarter.origin;

/**
 * A host with a wildcard, as part of an {@link OriginPattern}. The wildcard matches one
 * or more whole labels before a parent domain, or part of the left-most label. Immutable.
 */
final class HostPattern {

	/** What the wildcard matches: whole labels, or part of one label. */
	enum Form {

		LABELS, IN_LABEL

	}

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
			case LABELS -> other.suffix.endsWith(this.suffix);
			case IN_LABEL -> other.form == Form.IN_LABEL && other.prefix.startsWith(this.prefix)
					&& other.suffix.endsWith(this.suffix) && parent().equals(other.parent());
		};
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
