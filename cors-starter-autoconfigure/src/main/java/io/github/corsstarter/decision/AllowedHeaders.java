package io.github.corsstarter.decision;

import java.util.Enumeration;
import java.util.List;
import java.util.Locale;

import io.github.corsstarter.policy.FetchNames;
import org.jspecify.annotations.Nullable;

/**
 * The request headers that a policy allows, and the scan of
 * {@code Access-Control-Request-Headers} against them: in place, and within a budget of
 * characters beyond which nothing is read, so that a long header costs no more than a
 * short one.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#cors-preflight-fetch">Fetch,
 * CORS-preflight fetch</a>
 */
final class AllowedHeaders {

	enum Result {

		/** The preflight asks for no header. */
		NONE_ASKED,

		/** Every header asked for is allowed. */
		ALLOWED,

		/** A header asked for is not allowed. */
		NOT_ALLOWED,

		/** More than the budget, or what no browser sends. */
		UNREADABLE

	}

	/** What is read where every name is allowed. */
	private static final int BUDGET_FOR_ANY = 4096;

	/** What proxies may add to the names: repetitions, white space, empty elements. */
	private static final int BUDGET_FOR_WASTE = 256;

	/** A comma and the white space on both sides that HTTP allows for. */
	private static final int SEPARATOR_LENGTH = 3;

	private final boolean any;

	private final int budget;

	/** A hash table with open addressing, never full: names in lower case. */
	private final @Nullable String[] table;

	AllowedHeaders(List<String> names) {
		this.any = names.contains("*");
		this.table = new String[Integer.highestOneBit(Math.max(1, names.size())) * 4];
		int length = 0;
		for (String asWritten : names) {
			String name = asWritten.toLowerCase(Locale.ROOT);
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
		int slot = slot(hash(text, start, end));
		for (String name = this.table[slot]; name != null; name = this.table[slot]) {
			// Browsers send lower case.
			if (end - start == name.length() && (text.startsWith(name, start) || isSame(name, text, start))) {
				return true;
			}
			slot = slot(slot + 1);
		}
		return false;
	}

	private int slot(int hash) {
		return hash & (this.table.length - 1);
	}

	/** Of a few characters only: the names are compared in any case. */
	private static int hash(String text, int start, int end) {
		int hash = end - start;
		hash = 31 * hash + toLowerCase(text.charAt(start));
		hash = 31 * hash + toLowerCase(text.charAt((start + end) >>> 1));
		hash = 31 * hash + toLowerCase(text.charAt(end - 1));
		return hash ^ (hash >>> 16);
	}

	private static boolean isSame(String name, String text, int start) {
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

	/** Header names are ASCII, and so is their comparison (Fetch, "byte-lowercase"). */
	private static char toLowerCase(char c) {
		return (c >= 'A' && c <= 'Z') ? (char) (c + ('a' - 'A')) : c;
	}

}
