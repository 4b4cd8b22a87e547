package io.github.corsstarter.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads {@code docs/proxies.md}. The tests use the configuration of that page.
 */
final class ProxyDocument {

	private static final Path DOCUMENT = Path.of("../../docs/proxies.md");

	private ProxyDocument() {
	}

	static List<String> blocks(String language) throws IOException {
		return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
			.matcher(Files.readString(DOCUMENT))
			.results()
			.map((block) -> block.group(1))
			.toList();
	}

	/**
	 * The block that contains a text.
	 */
	static String block(String language, String text) throws IOException {
		return blocks(language).stream().filter((block) -> block.contains(text)).findFirst().orElseThrow();
	}

	/** The argument with which an application reads a block of YAML. */
	static String location(Path folder, String yaml) throws IOException {
		Path file = Files.createTempFile(folder, "document-", ".yml");
		return "spring.config.location=file:" + Files.writeString(file, yaml);
	}

}
