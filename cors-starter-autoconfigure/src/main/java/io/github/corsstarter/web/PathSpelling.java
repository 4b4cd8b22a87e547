package io.github.corsstarter.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

import org.springframework.util.StringUtils;

/**
 * The plain spelling of a path. Spring's handler mappings treat different spellings of a
 * path as different paths. But static resources, servlets and file systems accept many
 * spellings of the same path: {@code //x}, {@code /./x}, {@code /%78}, {@code /x/} and
 * {@code /;y/x} can all lead to the same resource as {@code /x}.
 */
final class PathSpelling {

	/** Characters before a name that the handler for static resources ignores. */
	private static final Pattern BLANKS = Pattern.compile("(^|[/\\\\])[\\x00-\\x20\\x7f]+");

	/** The end of a path that names a directory. */
	private static final Pattern DIRECTORY = Pattern.compile("[/\\\\]\\.{0,2}\\z");

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
		return resolve(decode(withoutParameters(path)), false);
	}

	/**
	 * Find the plain spelling of a path, and all other spellings of paths that a server
	 * may resolve it to. Servers treat a slash at the end differently. They also differ
	 * if a {@code ..} follows an empty segment, an encoded slash or path parameters.
	 * Spring's handler for static resources ignores white space and control characters
	 * before a name, and other servers do not.
	 * @param path the path below the context path, as sent
	 * @return the spellings, not encoded, the plain one first
	 */
	static Set<String> all(String path) {
		String sent = withoutParameters(path);
		Set<String> all = allOfDecoded(decode(sent));
		if (sent.indexOf('%') != -1 || sent.indexOf('\\') != -1 || sent.contains("..")) {
			for (boolean empty : new boolean[] { false, true }) {
				all.addAll(allOfDecoded(decode(resolveSent(sent, empty))));
				all.addAll(allOfDecoded(decode(withoutParameters(resolveSent(path, empty)))));
			}
		}
		return all;
	}

	/**
	 * Find the plain spelling of a path that is already decoded, and all other spellings
	 * to which a server may resolve the path.
	 * @param path the path below the context path, decoded
	 * @return the spellings, not encoded, the plain one first
	 */
	static Set<String> allOfDecoded(String path) {
		Set<String> all = new LinkedHashSet<>();
		String plain = resolve(path, false);
		all.add(plain);
		if (path.contains("..")) {
			all.add(resolve(path, true));
		}
		if (path.chars().anyMatch(PathSpelling::isBlank)) {
			all.add(resolve(BLANKS.matcher(path).replaceAll("$1"), false));
		}
		if (plain.length() > 1 && DIRECTORY.matcher(path).find()) {
			all.add(plain + "/");
		}
		return all;
	}

	private static boolean isBlank(int c) {
		return c <= ' ' || c == 127;
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

	/**
	 * Decode a path. A broken escape sequence stays as it is, and the others are still
	 * decoded.
	 */
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

	/**
	 * Resolve dot segments like a server that decodes the path afterwards. For such a
	 * server, an encoded slash is part of a segment.
	 * @param empty whether {@code ..} can remove an empty segment
	 */
	private static String resolveSent(String path, boolean empty) {
		Deque<String> segments = new ArrayDeque<>();
		String[] all = path.split("/", -1);
		for (int i = 0; i < all.length; i++) {
			String segment = decode(all[i]);
			if (segment.equals("..")) {
				segments.pollLast();
			}
			else if (!segment.equals(".") && (!segment.isEmpty() || i == all.length - 1 || (empty && i > 0))) {
				segments.addLast(all[i]);
			}
		}
		return "/" + String.join("/", segments);
	}

	/**
	 * Remove dot segments (RFC 3986, section 5.2.4) and empty segments.
	 * @param empty whether {@code ..} can remove an empty segment
	 */
	private static String resolve(String path, boolean empty) {
		Deque<String> segments = new ArrayDeque<>();
		for (int start = 0; start <= path.length();) {
			int end = start;
			while (end < path.length() && path.charAt(end) != '/' && path.charAt(end) != '\\') {
				end++;
			}
			if (isParent(path, start, end)) {
				segments.pollLast();
			}
			else if ((end > start || (empty && start > 0)) && !isCurrent(path, start, end)) {
				segments.addLast(path.substring(start, end));
			}
			start = end + 1;
		}
		segments.removeIf(String::isEmpty);
		if (segments.isEmpty()) {
			return "/";
		}
		StringBuilder text = new StringBuilder(path.length() + 1);
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
