package io.github.corsstarter.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.corsstarter.conformance.ConformanceRow.Header;

/**
 * Reads a table. A block is one row. If it has {@code each} lines, it is one row for each
 * of these lines:
 *
 * <pre>
 * # A comment.
 * == what the row shows
 * each: a value that {each} below stands for
 * &#064;not-on jetty: the reason
 * GET /path
 * Origin: https://example.com
 * -&gt; handler 200 allowed
 * Access-Control-Allow-Origin: https://example.com
 * Vary: Origin
 * </pre>
 *
 * The outcome consists of {@code handler}, a status, or both, followed by the code of the
 * reason. In a value, {@code \s} is a space, {@code \t} is a tab, {@code \xHH} is any
 * other character, and <code>{512 x a}</code> repeats a text.
 */
final class ConformanceTable {

	private static final Pattern REPEAT = Pattern.compile("\\{(\\d+) x ([^{}]+)}");

	private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9a-f]{2})|([st\\\\]))");

	private static final Pattern OUTCOME = Pattern.compile("-> (handler)? ?(\\d{3})? ?([a-z-]+)");

	private static final String PROBLEM = "problem.";

	private final String file;

	private final List<ConformanceRow> rows = new ArrayList<>();

	private final Set<String> names = new HashSet<>();

	private ConformanceTable(String file) {
		this.file = file;
	}

	static List<ConformanceRow> read(String resource) {
		try (InputStream stream = ConformanceTable.class.getResourceAsStream(resource)) {
			if (stream == null) {
				throw new IllegalArgumentException("There is no " + resource);
			}
			String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
			return parse(resource.substring(resource.lastIndexOf('/') + 1), text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static List<ConformanceRow> parse(String file, String text) {
		ConformanceTable table = new ConformanceTable(file);
		String[] lines = text.split("\\R");
		int start = -1;
		for (int i = 0; i <= lines.length; i++) {
			boolean end = i == lines.length || lines[i].startsWith("== ");
			if (end && start != -1) {
				table.readBlock(start + 1, Arrays.asList(lines).subList(start, i));
			}
			else if (!end && start == -1 && !isIgnored(lines[i])) {
				throw new IllegalArgumentException(file + ":" + (i + 1) + ": no title above this line");
			}
			start = end ? i : start;
		}
		return table.rows;
	}

	private static boolean isIgnored(String line) {
		return line.isBlank() || line.startsWith("#");
	}

	private void readBlock(int firstLine, List<String> lines) {
		String place = this.file + ":" + firstLine;
		String title = lines.get(0).substring("== ".length()).strip();
		List<String> body = new ArrayList<>();
		List<String> values = new ArrayList<>();
		Map<String, String> notOn = new LinkedHashMap<>();
		for (String line : lines.subList(1, lines.size())) {
			if (line.startsWith("each:")) {
				values.add(line.substring("each:".length()).strip());
			}
			else if (line.startsWith("@not-on ")) {
				Header marker = header(place, line.substring("@not-on ".length()));
				Arrays.stream(marker.name().split(" ")).forEach((stack) -> notOn.put(stack, marker.value()));
			}
			else if (!isIgnored(line)) {
				body.add(line.strip());
			}
		}
		boolean usesEach = body.stream().anyMatch((line) -> line.contains("{each}"));
		require(usesEach != values.isEmpty(), place, "'each' without '{each}', or the other way round");
		if (values.isEmpty()) {
			add(place, title, body, notOn);
		}
		for (String value : values) {
			List<String> filled = body.stream().map((line) -> line.replace("{each}", value)).toList();
			add(place, title + ": " + (value.isEmpty() ? "(empty)" : value), filled, notOn);
		}
	}

	private void add(String place, String name, List<String> lines, Map<String, String> notOn) {
		require(this.names.add(name), place, "a second row '" + name + "'");
		require(!lines.isEmpty(), place, "no request");
		String[] request = lines.get(0).split(" ");
		require(request.length == 2, place, "no request line: " + lines.get(0));
		List<Header> headers = new ArrayList<>();
		List<Header> expected = new ArrayList<>();
		Map<String, String> problem = new LinkedHashMap<>();
		Matcher outcome = null;
		for (String line : lines.subList(1, lines.size())) {
			if (outcome == null && line.startsWith("-> ")) {
				outcome = OUTCOME.matcher(line);
				require(outcome.matches(), place, "no outcome: " + line);
			}
			else {
				Header header = header(place, line);
				if (outcome == null) {
					headers.add(header);
				}
				else if (header.name().startsWith(PROBLEM)) {
					problem.put(header.name().substring(PROBLEM.length()), header.value());
				}
				else {
					expected.add(header);
				}
			}
		}
		require(outcome != null, place, "no outcome");
		boolean handled = outcome.group(1) != null;
		require(handled || outcome.group(2) != null, place, "no status and no handler");
		int status = (outcome.group(2) != null) ? Integer.parseInt(outcome.group(2)) : 200;
		this.rows.add(new ConformanceRow(name, place, request[0], expand(request[1]), List.copyOf(headers), handled,
				status, outcome.group(3), List.copyOf(expected), problem, notOn));
	}

	private static Header header(String place, String line) {
		int colon = line.indexOf(':');
		require(colon > 0, place, "no header: " + line);
		return new Header(line.substring(0, colon), expand(line.substring(colon + 1).strip()));
	}

	private static String expand(String value) {
		String repeated = REPEAT.matcher(value)
			.replaceAll((match) -> Matcher.quoteReplacement(match.group(2).repeat(Integer.parseInt(match.group(1)))));
		return ESCAPE.matcher(repeated).replaceAll((match) -> Matcher.quoteReplacement(unescape(match.group())));
	}

	private static String unescape(String escape) {
		return switch (escape.charAt(1)) {
			case 's' -> " ";
			case 't' -> "\t";
			case 'x' -> String.valueOf((char) Integer.parseInt(escape.substring(2), 16));
			default -> "\\";
		};
	}

	private static void require(boolean condition, String place, String message) {
		if (!condition) {
			throw new IllegalArgumentException(place + ": " + message);
		}
	}

}
