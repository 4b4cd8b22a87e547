package io.github.corsstarter.sample;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@code curl} command in a document, with its output there.
 * <p>
 * Outputs are compared line by line, except for:
 * <ul>
 * <li>{@code Date}, which differs each time,</li>
 * <li>the headers of the connection, {@code Connection}, {@code Keep-Alive} and
 * {@code Transfer-Encoding},</li>
 * <li>white space at the ends of lines and empty lines at the end.</li>
 * </ul>
 *
 * @param document the document
 * @param line the line of the command
 * @param yaml the YAML block before it in the same section, or {@code null} if there is
 * no block
 * @param command the command
 * @param output the output in the document
 */
record Transcript(String document, int line, String yaml, String command, List<String> output) {

	private static final Set<String> VOLATILE_HEADERS = Set.of("date", "connection", "keep-alive", "transfer-encoding");

	/**
	 * The headers that differ between the stacks: Tomcat sends some bodies in chunks, for
	 * which Netty sends a length, and Spring Security sends the referrer policy only with
	 * WebFlux.
	 */
	private static final Set<String> SERVER_HEADERS = Set.of("content-length", "referrer-policy");

	private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

	private static final String PROMPT = "$ ";

	private static final String PIPE = "|";

	/**
	 * Find all transcripts of a document: the lines of {@code console} blocks.
	 */
	static List<Transcript> find(Path document) throws IOException {
		List<Transcript> transcripts = new ArrayList<>();
		DocumentBlock yaml = null;
		for (DocumentBlock block : DocumentBlock.find(document)) {
			if (yaml != null && !yaml.section().equals(block.section())) {
				yaml = null;
			}
			if (block.language().equals("yaml")) {
				yaml = block;
			}
			else if (block.language().equals("console")) {
				transcripts.addAll(read(block, (yaml != null) ? yaml.text() : null));
			}
		}
		return transcripts;
	}

	/**
	 * Read the transcripts of a {@code console} block.
	 */
	static List<Transcript> read(DocumentBlock console, String yaml) {
		return read(console.document(), console.line(), yaml, console.lines());
	}

	private static List<Transcript> read(String document, int firstLine, String yaml, List<String> block) {
		List<Transcript> transcripts = new ArrayList<>();
		for (int i = 0; i < block.size();) {
			int line = firstLine + i;
			if (!block.get(i).startsWith(PROMPT)) {
				throw new IllegalStateException(document + ":" + line + ": no command: " + block.get(i));
			}
			StringBuilder command = new StringBuilder(block.get(i++).substring(PROMPT.length()));
			while (command.charAt(command.length() - 1) == '\\') {
				command.setCharAt(command.length() - 1, ' ');
				command.append(block.get(i++).strip());
			}
			List<String> output = new ArrayList<>();
			while (i < block.size() && !block.get(i).startsWith(PROMPT)) {
				output.add(block.get(i++));
			}
			Transcript transcript = new Transcript(document, line, yaml, command.toString(), normalise(output));
			transcripts.add(transcript.words().contains(PIPE) ? transcript.indented() : transcript);
		}
		return transcripts;
	}

	static boolean isCurlPresent() {
		return isOnPath("curl");
	}

	static boolean isOnPath(String program) {
		String path = System.getenv().getOrDefault("PATH", "");
		return Stream.of(path.split(File.pathSeparator))
			.flatMap((directory) -> Stream.of(Path.of(directory, program), Path.of(directory, program + ".exe")))
			.anyMatch(Files::isExecutable);
	}

	/**
	 * Run the command against the server on a port.
	 */
	List<String> run(int port) throws IOException, InterruptedException {
		List<String> words = words();
		if (!words.get(0).equals("curl")) {
			throw new IllegalStateException(this + ": only curl is run");
		}
		Jq jq = takeJq(words);
		words.replaceAll((word) -> word.startsWith("http://") ? word.replace(":8080", ":" + port) : word);
		// Ignores ~/.curlrc and proxies, and limits the time.
		words.addAll(1, List.of("--disable", "--max-time", "10", "--noproxy", "*"));
		Process process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (!process.waitFor(15, TimeUnit.SECONDS) || process.exitValue() != 0) {
			throw new IllegalStateException(this + ": curl failed");
		}
		String answer = output.replace(":" + port, ":8080");
		return normalise((jq != null) ? jq.run(answer) : answer.lines().toList());
	}

	/**
	 * The parts of an output that are the same on every server: the status without its
	 * phrase, which Tomcat omits, the headers in any order, and the body.
	 */
	static List<String> onAnyServer(List<String> output) {
		int end = output.contains("") ? output.indexOf("") : output.size();
		List<String> lines = new ArrayList<>();
		lines.add(output.get(0).replaceFirst("^(HTTP/1.1 [0-9]{3}) .*$", "$1"));
		output.subList(1, end).stream().filter((line) -> !isHeader(line, SERVER_HEADERS)).sorted().forEach(lines::add);
		lines.addAll(output.subList(end, output.size()));
		return lines;
	}

	/**
	 * Remove a pipe to {@code jq} from the end of a command.
	 */
	private Jq takeJq(List<String> words) {
		int pipe = words.indexOf(PIPE);
		if (pipe == -1) {
			return null;
		}
		List<String> piped = words.subList(pipe + 1, words.size());
		if (piped.isEmpty() || !piped.get(0).equals("jq")) {
			throw new IllegalStateException(this + ": output is piped to jq only");
		}
		Jq jq = Jq.of(List.copyOf(piped.subList(1, piped.size())));
		words.subList(pipe, words.size()).clear();
		return jq;
	}

	/** The same transcript with its JSON indented by {@link Jq}, as the answer is. */
	private Transcript indented() {
		return new Transcript(this.document, this.line, this.yaml, this.command,
				Jq.indent(String.join("\n", this.output)));
	}

	private List<String> words() {
		List<String> words = new ArrayList<>();
		Matcher matcher = WORD.matcher(this.command);
		while (matcher.find()) {
			words.add(Stream.of(1, 2, 3)
				.map(matcher::group)
				.filter((group) -> group != null)
				.collect(Collectors.joining()));
		}
		return words;
	}

	private static List<String> normalise(List<String> output) {
		List<String> lines = new ArrayList<>();
		boolean head = true;
		for (String line : output) {
			String stripped = line.stripTrailing();
			head &= !stripped.isEmpty();
			if (!head || !isHeader(stripped, VOLATILE_HEADERS)) {
				lines.add(stripped);
			}
		}
		while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
			lines.remove(lines.size() - 1);
		}
		return List.copyOf(lines);
	}

	private static boolean isHeader(String line, Set<String> names) {
		int colon = line.indexOf(':');
		return colon != -1 && names.contains(line.substring(0, colon).toLowerCase(Locale.ROOT));
	}

	@Override
	public String toString() {
		return this.document + ":" + this.line + ": " + this.command;
	}

}
