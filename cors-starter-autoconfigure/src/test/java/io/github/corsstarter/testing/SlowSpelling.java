package io.github.corsstarter.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.web.util.UriUtils;

/**
 * Computes the plain spelling of a path step by step, as the design describes it. Slow,
 * but obviously correct.
 */
public final class SlowSpelling {

	private SlowSpelling() {
	}

	public static String plain(String path) {
		String text = path.replaceAll("(?s);[^/]*", "");
		text = decode(text).replace('\\', '/');
		if (!text.startsWith("/")) {
			text = "/" + text;
		}
		text = text + "/";
		for (String before = ""; !before.equals(text);) {
			before = text;
			text = text.replace("//", "/").replace("/./", "/");
		}
		for (String before = ""; !before.equals(text);) {
			before = text;
			text = text.replaceFirst("(?s)^/\\.\\./", "/").replaceFirst("(?s)/(?!\\.\\./)[^/]+/\\.\\./", "/");
		}
		return text.equals("/") ? text : text.substring(0, text.length() - 1);
	}

	/**
	 * All spellings of paths that a server may resolve a path to, including the plain
	 * spelling.
	 */
	public static Set<String> all(String path) {
		String sent = path.replaceAll("(?s);[^/]*", "");
		Set<String> all = new LinkedHashSet<>(Set.of(plain(path)));
		List<String> texts = Stream
			.of(sent, withoutDots(sent, false), withoutDots(path, false).replaceAll("(?s);[^/]*", ""),
					withoutDots(sent, true), withoutDots(path, true).replaceAll("(?s);[^/]*", ""))
			.map(SlowSpelling::decode)
			.toList();
		for (String text : texts) {
			String slashes = text.replace('\\', '/');
			String simple = ofDecoded(slashes);
			all.add(simple);
			all.add(ofDecoded(withoutDots(slashes.replace("%", "%25"), true).replace("%25", "%")));
			all.add(ofDecoded(slashes.replaceAll("(^|/)[\\x00-\\x20\\x7f]+", "$1")));
			boolean directory = List.of("/", "/.", "/..").stream().anyMatch(slashes::endsWith);
			all.add((directory && !simple.equals("/")) ? simple + "/" : simple);
		}
		return all;
	}

	private static String ofDecoded(String text) {
		return plain(encode(text));
	}

	/** Removes dot segments, and the segment before each {@code ..}, empty or not. */
	private static String withoutDots(String text, boolean empty) {
		List<String> segments = new ArrayList<>(
				List.of((text.startsWith("/") ? text.substring(1) : text).split("/", -1)));
		for (int i = 0; i < segments.size();) {
			String segment = decode(segments.get(i));
			boolean up = segment.equals("..");
			boolean last = i == segments.size() - 1;
			if (segment.equals(".") || up || (segment.isEmpty() && !empty && !last)) {
				segments.remove(i);
				if (up && i > 0) {
					i--;
					segments.remove(i);
				}
			}
			else {
				i++;
			}
		}
		return "/" + String.join("/", segments);
	}

	private static String decode(String text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int i = 0; i < text.length();) {
			if (text.substring(i).matches("(?s)%[0-9a-fA-F]{2}.*")) {
				bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
				i += 3;
			}
			else {
				String character = text.substring(i, text.offsetByCodePoints(i, 1));
				bytes.writeBytes(character.getBytes(StandardCharsets.UTF_8));
				i += character.length();
			}
		}
		return bytes.toString(StandardCharsets.UTF_8);
	}

	/** Encodes a decoded path, because Spring parses paths as they are sent. */
	public static String encode(String plain) {
		return Arrays.stream(plain.split("/", -1))
			.map((segment) -> UriUtils.encode(segment, StandardCharsets.UTF_8))
			.collect(Collectors.joining("/"));
	}

}
