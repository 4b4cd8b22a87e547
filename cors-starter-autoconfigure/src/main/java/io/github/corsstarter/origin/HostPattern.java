package io.github.corsstarter.origin;

/**
 * The host of an {@link OriginPattern} with a wildcard in it: any labels in front of a
 * parent domain, or part of the left-most label. Immutable.
 */
final class HostPattern {

	/** What the wildcard stands for. */
	enum Form {

		LABELS, IN_LABEL

	}

	private final Form form;

	/** What stands before the wildcard: part of a label. */
	private final String prefix;

	/** What stands behind the wildcard, up to the end of the host. */
	private final String suffix;

	private HostPattern(Form form, String prefix, String suffix) {
		this.form = form;
		this.prefix = prefix;
		this.suffix = suffix;
	}

	/**
	 * One or more whole labels in front of a parent domain.
	 */
	static HostPattern labels(String parent) {
		return new HostPattern(Form.LABELS, "", "." + parent);
	}

	/**
	 * Part of the left-most label.
	 * @param prefix what the label starts with, may be empty
	 * @param suffix the rest of the label (may be empty), a dot, the parent domain
	 */
	static HostPattern inLabel(String prefix, String suffix) {
		return new HostPattern(Form.IN_LABEL, prefix, suffix);
	}

	Form form() {
		return this.form;
	}

	/** What stands in front of the wildcard, may be empty. */
	String prefix() {
		return this.prefix;
	}

	/** What stands behind the wildcard. */
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
			// The suffix begins with a dot: what stands in front of it are whole labels.
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
	 * The characters of host names as they occur in practice; {@code _} is none by RFC
	 * 952, but browsers send it and people use it.
	 */
	static boolean isLabelCharacter(char c) {
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
	}

	@Override
	public String toString() {
		return this.prefix + "*" + this.suffix;
	}

}
