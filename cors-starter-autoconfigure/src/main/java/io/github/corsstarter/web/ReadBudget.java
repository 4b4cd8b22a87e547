package io.github.corsstarter.web;

/**
 * Limits the number of characters that the regular expressions of one pattern may read
 * while they match one path. An instance is used by one thread.
 */
final class ReadBudget {

	private static final int BASE = 10_000;

	private static final int PER_CHARACTER = 64;

	private long left;

	ReadBudget(int pathLength) {
		this.left = BASE + (long) PER_CHARACTER * pathLength;
	}

	/**
	 * Wrap a text so that each character read reduces this budget.
	 * @param text the text
	 * @return the text, which throws {@link Exhausted} after the budget is used up
	 */
	CharSequence guard(String text) {
		return new GuardedText(text);
	}

	/**
	 * The budget is used up.
	 */
	static final class Exhausted extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private Exhausted() {
			super("The budget is used up", null, false, false);
		}

	}

	private final class GuardedText implements CharSequence {

		private final CharSequence text;

		private GuardedText(CharSequence text) {
			this.text = text;
		}

		@Override
		public int length() {
			return this.text.length();
		}

		@Override
		public char charAt(int index) {
			if (--ReadBudget.this.left < 0) {
				throw new Exhausted();
			}
			return this.text.charAt(index);
		}

		@Override
		public CharSequence subSequence(int start, int end) {
			return new GuardedText(this.text.subSequence(start, end));
		}

		@Override
		public String toString() {
			return this.text.toString();
		}

	}

}
