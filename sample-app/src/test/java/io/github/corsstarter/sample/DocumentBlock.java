package io.github.corsstarter.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A fenced block of a document.
 *
 * @param document the document
 * @param line the number of its first line
 * @param section the heading above it, or an empty text if there is no heading
 * @param language the language after the fence, such as {@code console}
 * @param lines its lines
 */
record DocumentBlock(String document, int line, String section, String language, List<String> lines) {

	private static final String FENCE = "```";

	/**
	 * Find all blocks of a document that have a language.
	 */
	static List<DocumentBlock> find(Path document) throws IOException {
		List<DocumentBlock> blocks = new ArrayList<>();
		List<String> lines = Files.readAllLines(document);
		String section = "";
		for (int i = 0; i < lines.size(); i++) {
			String line = lines.get(i);
			if (line.startsWith("#")) {
				section = line.replaceFirst("^#+ *", "");
			}
			if (!line.startsWith(FENCE) || line.equals(FENCE)) {
				continue;
			}
			int end = i + 1;
			while (!lines.get(end).equals(FENCE)) {
				end++;
			}
			blocks.add(new DocumentBlock(document.getFileName().toString(), i + 2, section,
					line.substring(FENCE.length()), List.copyOf(lines.subList(i + 1, end))));
			i = end;
		}
		return blocks;
	}

	String text() {
		return String.join("\n", this.lines);
	}

	@Override
	public String toString() {
		return this.document + ":" + this.line + ": " + this.lines.get(0);
	}

}
