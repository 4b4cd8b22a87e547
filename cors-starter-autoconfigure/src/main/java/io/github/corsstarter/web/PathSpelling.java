package io.github.corsstarter.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;

import org.springframework.util.StringUtils;

/**
 * The plain spelling of a path. Spring's handler mappings tell different spellings of a
 * path apart, but static resources, servlets and file systems answer to many of them:
 * {@code //x}, {@code /./x}, {@code /%78}, {@code /x/} and {@code /;y/x} can all lead to
 * what {@code /x} leads to.
 */
final class PathSpelling {

	private PathSpelling() {
	}

	/**
	 * Find the plain spelling of a path: without path parameters, decoded once, with
	 * {@code /} for {@code \}, without empty segments and dot segments, and without a
	 * {@code /} at its end.
	 * @param path the path below the context path, as sent
	 * @return the plain spelling, which is not encoded; {@code /} for the root
	 */
	static String plain(String path) {
		return resolve(decode(withoutParameters(path)));
	}

	/**
	 * Find the plain spelling of a path that a container has already decoded.
	 * @param path the path below the context path, decoded
	 * @return the plain spelling, which is not encoded; {@code /} for the root
	 */
	static String plainOfDecoded(String path) {
		return resolve(path);
	}

	private static String withoutParameters(String path) {
		if (path.indexOf(';') == -1) {
			return path;
		}
		StringBuilder text = new StringBuilder(path.length());
		boolean parameters = false;
		for (int i = 0; i < path.length(); i++) {
			char c = path.charAt(i);
			parameters = (c == ';') || (parameters && c != '/');
			if (!parameters) {
				text.append(c);
			}
		}
		return text.toString();
	}

	/** A broken escape sequence stays as it is, and hides no other. */
	private static String decode(String path) {
		if (path.indexOf('%') == -1) {
			return path;
		}
		StringBuilder valid = new StringBuilder(path.length());
		for (int i = 0; i < path.length(); i++) {
			char c = path.charAt(i);
			valid.append((c == '%' && !isEscape(path, i)) ? "%25" : String.valueOf(c));
		}
		return StringUtils.uriDecode(valid.toString(), StandardCharsets.UTF_8);
	}

	private static boolean isEscape(String path, int index) {
		return index + 2 < path.length() && HexFormat.isHexDigit(path.charAt(index + 1))
				&& HexFormat.isHexDigit(path.charAt(index + 2));
	}

	/** RFC 3986, section 5.2.4, and empty segments as well. */
	private static String resolve(String path) {
		Deque<String> segments = new ArrayDeque<>();
		int length = 0;
		for (int start = 0; start <= path.length();) {
			int end = start;
			while (end < path.length() && path.charAt(end) != '/' && path.charAt(end) != '\\') {
				end++;
			}
			if (isParent(path, start, end)) {
				String removed = segments.pollLast();
				length -= (removed != null) ? removed.length() + 1 : 0;
			}
			else if (end > start && !isCurrent(path, start, end)) {
				segments.addLast(path.substring(start, end));
				length += end - start + 1;
			}
			start = end + 1;
		}
		if (segments.isEmpty()) {
			return "/";
		}
		StringBuilder text = new StringBuilder(length);
		segments.forEach((segment) -> text.append('/').append(segment));
		return text.toString();
	}

	static boolean isDotSegment(String path, int start, int end) {
		return isCurrent(path, start, end) || isParent(path, start, end);
	}

	private static boolean isCurrent(String path, int start, int end) {
		return end - start == 1 && path.charAt(start) == '.';
	}

	private static boolean isParent(String path, int start, int end) {
		return end - start == 2 && path.charAt(start) == '.' && path.charAt(start + 1) == '.';
	}

}
