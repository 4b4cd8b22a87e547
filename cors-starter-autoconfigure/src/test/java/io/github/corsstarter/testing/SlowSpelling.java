package io.github.corsstarter.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.springframework.web.util.UriUtils;

/**
 * The plain spelling of a path, step by step as the contract has it: slow and obvious.
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

	/** A decoded path in the form in which Spring parses one that was sent. */
	public static String encode(String plain) {
		return Arrays.stream(plain.split("/", -1))
			.map((segment) -> UriUtils.encode(segment, StandardCharsets.UTF_8))
			.collect(Collectors.joining("/"));
	}

}
