package io.github.corsstarter.decision;

import java.util.Enumeration;
import java.util.List;
import java.util.Locale;

import io.github.corsstarter.policy.FetchNames;
import org.jspecify.annotations.Nullable;

/**
 * The request headers that a policy allows. Checks {@code Access-Control-Request-Headers}
 * against them without copying the header. The check reads a limited number of
 * characters, so that a long header cannot make it slow. Immutable.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#cors-preflight-fetch">Fetch,
 * CORS-preflight fetch</a>
 */
final class AllowedHeaders {

	enum Result {

		/** The preflight requests no header. */
		NONE_ASKED,

		/** Every requested header is allowed. */
		ALLOWED,

		/** At least one requested header is not allowed. */
		NOT_ALLOWED,

		/**
		 * The header is longer than the budget, or contains text that no browser sends.
		 */
		UNREADABLE

	}

	/** The budget if every name is allowed, in characters. */
	private static final int BUDGET_FOR_ANY = 4096;

	/** Characters that proxies may add: repeated names, white space, empty elements. */
	private static final int BUDGET_FOR_WASTE = 256;

	/** The length of a comma with one white-space character on each side. */
	private static final int SEPARATOR_LENGTH = 3;

	/** The golden ratio, which puts similar hash codes in different places. */
	private static final int SPREAD = 0x9E3779B9;

	private final boolean any;

	private final int budget;

	/**
	 * The number of names up to which comparing a text with each of them takes less time
	 * than computing its hash code.
	 */
	private static final int FEW = 8;

	/** The names in lower case, if there are few. */
	private final String @Nullable [] few;

	/** The names in lower case. A hash table with open addressing that is never full. */
	private final @Nullable String[] table;

	AllowedHeaders(List<String> names) {
		this.any = names.contains("*");
		this.few = (names.size() <= FEW) ? new String[names.size()] : null;
		this.table = new String[Integer.highestOneBit(Math.max(1, names.size())) * 4];
		int length = 0;
		for (int i = 0; i < names.size(); i++) {
			String name = names.get(i).toLowerCase(Locale.ROOT);
			if (this.few != null) {
				this.few[i] = name;
			}
			length += name.length() + SEPARATOR_LENGTH;
			int slot = slot(hash(name, 0, name.length()));
			while (this.table[slot] != null) {
				slot = slot(slot + 1);
			}
			this.table[slot] = name;
		}
		this.budget = this.any ? BUDGET_FOR_ANY : length + BUDGET_FOR_WASTE;
	}

	Result check(Enumeration<String> lines) {
		int left = this.budget;
		Result result = Result.NONE_ASKED;
		while (lines.hasMoreElements()) {
			String line = lines.nextElement();
			left -= line.length() + 1;
			if (left < 0) {
				return Result.UNREADABLE;
			}
			Result lineResult = check(line);
			if (lineResult == Result.NOT_ALLOWED || lineResult == Result.UNREADABLE) {
				return lineResult;
			}
			result = (lineResult == Result.ALLOWED) ? lineResult : result;
		}
		return result;
	}

	private Result check(String line) {
		Result result = Result.NONE_ASKED;
		int position = 0;
		while (position < line.length()) {
			int comma = line.indexOf(',', position);
			int end = (comma != -1) ? comma : line.length();
			int start = position;
			position = end + 1;
			while (start < end && isOptionalWhiteSpace(line.charAt(start))) {
				start++;
			}
			while (start < end && isOptionalWhiteSpace(line.charAt(end - 1))) {
				end--;
			}
			if (start < end) {
				result = Result.ALLOWED;
				if (this.any ? !isToken(line, start, end) : !contains(line, start, end)) {
					return this.any ? Result.UNREADABLE : Result.NOT_ALLOWED;
				}
			}
		}
		return result;
	}

	boolean contains(String text, int start, int end) {
		if (this.few == null) {
			return isInTable(text, start, end);
		}
		for (String name : this.few) {
			if (isSame(name, text, start, end)) {
				return true;
			}
		}
		return false;
	}

	private boolean isInTable(String text, int start, int end) {
		int slot = slot(hash(text, start, end));
		for (String name = this.table[slot]; name != null; name = this.table[slot]) {
			if (isSame(name, text, start, end)) {
				return true;
			}
			slot = slot(slot + 1);
		}
		return false;
	}

	private int slot(int hash) {
		return hash & (this.table.length - 1);
	}

	/**
	 * Hashes every character, because thousands of names may differ in only a few.
	 */
	private static int hash(String text, int start, int end) {
		int hash = 0;
		for (int i = start; i < end; i++) {
			hash = 31 * hash + toLowerCase(text.charAt(i));
		}
		hash *= SPREAD;
		return hash ^ (hash >>> 16);
	}

	private static boolean isSame(String name, String text, int start, int end) {
		// Browsers send lower case, so try an exact comparison first.
		return end - start == name.length() && (text.startsWith(name, start) || isSameIgnoringCase(name, text, start));
	}

	private static boolean isSameIgnoringCase(String name, String text, int start) {
		for (int i = 0; i < name.length(); i++) {
			if (toLowerCase(text.charAt(start + i)) != name.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	private static boolean isToken(String text, int start, int end) {
		for (int i = start; i < end; i++) {
			if (!FetchNames.isTokenCharacter(text.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isOptionalWhiteSpace(char c) {
		return c == ' ' || c == '\t';
	}

	/**
	 * Converts ASCII letters only, because header names are ASCII (Fetch,
	 * "byte-lowercase").
	 */
	private static char toLowerCase(char c) {
		return (c >= 'A' && c <= 'Z') ? (char) (c + ('a' - 'A')) : c;
	}

}
