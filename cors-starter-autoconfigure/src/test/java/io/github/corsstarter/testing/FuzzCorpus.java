package io.github.corsstarter.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The inputs of the fuzz targets. A target takes bytes, which it reads as lines of text.
 * Each target has a file in {@code src/test/resources/fuzz} with one input a line, in
 * which line feeds, backslashes and everything but visible ASCII is escaped as in Java.
 * The fuzzer needs a folder with one file for each input instead: {@link #main} converts
 * in both directions.
 */
public final class FuzzCorpus {

	/** The class of each target by its name, which is also the name of its file. */
	public static final Map<String, String> TARGETS = Map.of("origins",
			"io.github.corsstarter.reference.OriginFuzzTarget", "requests",
			"io.github.corsstarter.reference.RequestFuzzTarget", "paths", "io.github.corsstarter.web.PathFuzzTarget",
			"cost", "io.github.corsstarter.web.CostFuzzTarget", "properties",
			"io.github.corsstarter.autoconfigure.PropertiesFuzzTarget");

	private static final Path FOLDER = Path.of("src/test/resources/fuzz");

	/** Longer inputs are of little use to a reader. */
	private static final int MAX_LENGTH = 300;

	private FuzzCorpus() {
	}

	/**
	 * The inputs of a target, as in its file.
	 */
	public static List<String> read(String target) throws IOException {
		return Files.readAllLines(FOLDER.resolve(target + ".txt"));
	}

	/**
	 * The bytes that a target takes for an input.
	 */
	public static byte[] bytes(String input) {
		return unescape(input).getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * The lines of text that bytes from the fuzzer mean.
	 */
	public static List<String> lines(byte[] input) {
		return List.of(new String(input, StandardCharsets.UTF_8).split("\n", -1));
	}

	/**
	 * Convert between files and folders.
	 * @param arguments {@code targets} to print the names and classes of all targets;
	 * {@code unpack}, a target and a folder to write a file for each of its inputs;
	 * {@code pack}, a target and a folder to add the files in the folder to its inputs;
	 * {@code show} and a file to print it as an input
	 */
	public static void main(String[] arguments) throws IOException {
		switch (arguments[0]) {
			case "targets" -> TARGETS.forEach((name, type) -> System.out.println(name + " " + type));
			case "unpack" -> unpack(read(arguments[1]), Path.of(arguments[2]));
			case "pack" -> pack(arguments[1], Path.of(arguments[2]));
			case "show" -> System.out.println(escape(Files.readString(Path.of(arguments[1]))));
			default -> throw new IllegalArgumentException(arguments[0]);
		}
	}

	private static void unpack(List<String> inputs, Path folder) throws IOException {
		Files.createDirectories(folder);
		for (int i = 0; i < inputs.size(); i++) {
			Files.write(folder.resolve("input-" + i), bytes(inputs.get(i)));
		}
	}

	private static void pack(String target, Path folder) throws IOException {
		List<String> inputs = new ArrayList<>(read(target));
		TreeSet<String> added = new TreeSet<>();
		try (Stream<Path> files = Files.list(folder)) {
			for (Path file : files.toList()) {
				String input = escape(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
				if (input.length() <= MAX_LENGTH && !inputs.contains(input)) {
					added.add(input);
				}
			}
		}
		inputs.addAll(added);
		Files.writeString(FOLDER.resolve(target + ".txt"), String.join("\n", inputs) + "\n");
	}

	private static String escape(String text) {
		StringBuilder escaped = new StringBuilder();
		for (char c : text.toCharArray()) {
			if (c == '\n') {
				escaped.append("\\n");
			}
			else if (c == '\\') {
				escaped.append("\\\\");
			}
			else {
				escaped.append((c >= ' ' && c <= '~') ? String.valueOf(c) : String.format("\\u%04x", (int) c));
			}
		}
		return escaped.toString();
	}

	private static String unescape(String text) {
		StringBuilder plain = new StringBuilder();
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c != '\\') {
				plain.append(c);
				continue;
			}
			i++;
			switch (text.charAt(i)) {
				case 'n' -> plain.append('\n');
				case 'u' -> {
					plain.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
					i += 4;
				}
				default -> plain.append(text.charAt(i));
			}
		}
		return plain.toString();
	}

}
