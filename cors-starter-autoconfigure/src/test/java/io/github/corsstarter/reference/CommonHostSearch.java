package io.github.corsstarter.reference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Searches for a host that two host patterns match, in the slow and complete way: both
 * patterns read the same characters, one after the other, until both are at an end or
 * every pair of positions has been tried.
 */
final class CommonHostSearch {

	/** Every character that patterns do not name behaves like one of these. */
	private static final String TYPICAL = "a.[]:%";

	private final String first;

	private final String second;

	private CommonHostSearch(String first, String second) {
		this.first = first;
		this.second = second;
	}

	static boolean exists(String first, String second) {
		return new CommonHostSearch(first, second).search();
	}

	private boolean search() {
		Set<Long> seen = new HashSet<>();
		Deque<int[]> open = new ArrayDeque<>();
		open.add(new int[] { 0, 0 });
		while (!open.isEmpty()) {
			int[] pair = open.remove();
			if (isEnd(this.first, pair[0]) && isEnd(this.second, pair[1])) {
				return true;
			}
			String characters = TYPICAL + named(this.first, pair[0]) + named(this.second, pair[1]);
			for (char c : characters.toCharArray()) {
				for (int one : next(this.first, pair[0], c)) {
					for (int other : next(this.second, pair[1], c)) {
						if (seen.add(one * 100_000_000L + other)) {
							open.add(new int[] { one, other });
						}
					}
				}
			}
		}
		return false;
	}

	/** The literal characters that the pattern can read next. */
	private static String named(String pattern, int state) {
		int index = state / 10;
		String all = (index < pattern.length()) ? pattern.substring(index, index + 1) : "";
		return all + ((index + 1 < pattern.length()) ? pattern.substring(index + 1, index + 2) : "")
				+ ((index + 2 < pattern.length()) ? pattern.substring(index + 2, index + 3) : "");
	}

	private static boolean isEnd(String pattern, int state) {
		int index = state / 10;
		boolean anyHost = pattern.equals("*");
		return anyHost ? state % 10 == 1 || state % 10 == 4 : index == pattern.length()
				|| (index == pattern.length() - 1 && pattern.charAt(index) == '*' && state % 10 == 1);
	}

	/**
	 * The states after one more character. A state is ten times the index of the next
	 * character of the pattern. At a wildcard, one is added after a character of a label,
	 * two after a dot, and three or four inside and after brackets.
	 */
	private static List<Integer> next(String pattern, int state, char c) {
		List<Integer> states = new ArrayList<>();
		int index = state / 10;
		int inside = state % 10;
		if (pattern.equals("*")) {
			if (inside <= 1 && isHostCharacter(c)) {
				states.add(1);
			}
			if (state == 0 && c == '[') {
				states.add(5);
			}
			if ((inside == 5 || inside == 3) && (Character.digit(c, 16) != -1 || c == ':' || c == '.') && c < 128) {
				states.add(3);
			}
			if (inside == 3 && c == ']') {
				states.add(4);
			}
			return states;
		}
		if (index >= pattern.length()) {
			return states;
		}
		if (pattern.charAt(index) != '*') {
			if (pattern.charAt(index) == c) {
				states.add(state + 10);
			}
			return states;
		}
		boolean labels = index == 0 && pattern.startsWith("*.");
		if (isLabelCharacter(c)) {
			states.add(10 * index + 1);
		}
		if (labels) {
			// Here the wildcard is one or more labels, each with its dot.
			if (inside == 1 && c == '.') {
				states.add(2);
				states.add(20);
			}
		}
		else if (inside == 1 && index + 1 < pattern.length() && pattern.charAt(index + 1) == c) {
			states.add(10 * (index + 2));
		}
		return states;
	}

	private static boolean isLabelCharacter(char c) {
		return "abcdefghijklmnopqrstuvwxyz0123456789-_".indexOf(c) != -1;
	}

	private static boolean isHostCharacter(char c) {
		return c > 32 && c < 127 && "#/:<>?@[\\]^|".indexOf(c) == -1;
	}

}
