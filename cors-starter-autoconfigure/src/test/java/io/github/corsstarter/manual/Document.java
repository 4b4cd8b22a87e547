package io.github.corsstarter.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * A page of the documentation, or a file that a page shows.
 *
 * @param file the file
 */
record Document(Path file) {

	private static final Path ROOT = Path.of("..");

	/** Matches the start of a properties file. */
	private static final Pattern PROPERTIES = Pattern.compile("[^\\s:]+=");

	private static final Path SOURCES = Path.of("src/test/java/io/github/corsstarter");

	/**
	 * A document.
	 * @param name the path of the file, from the root of the repository
	 */
	static Document of(String name) {
		return new Document(ROOT.resolve(name));
	}

	/**
	 * The source of a test class.
	 * @param name the package below the root package, and the class
	 */
	static Document source(String name) {
		return new Document(SOURCES.resolve(name + ".java"));
	}

	/**
	 * The source files of a test package.
	 */
	static Stream<Document> sourcesOf(String testPackage) {
		try (Stream<Path> files = Files.list(SOURCES.resolve(testPackage))) {
			return files.map(Document::new).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String text() {
		try {
			return Files.readString(this.file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String withoutWhiteSpace() {
		return withoutWhiteSpace(text());
	}

	static String withoutWhiteSpace(String text) {
		return text.replaceAll("\\s+", "");
	}

	/**
	 * The blocks of code in a language.
	 */
	List<String> blocks(String language) {
		return Pattern.compile("(?ms)^```" + language + "\n(.*?\n)```$")
			.matcher(text())
			.results()
			.map((block) -> block.group(1))
			.toList();
	}

	/**
	 * Load a configuration.
	 * @param text the text of a YAML file or of a properties file
	 */
	static PropertySource<?> properties(String text) {
		return properties("document", text);
	}

	/**
	 * Load a configuration.
	 * @param name a name that no other property source has
	 * @param text the text of a YAML file or of a properties file
	 */
	static PropertySource<?> properties(String name, String text) {
		PropertySourceLoader loader = PROPERTIES.matcher(text).lookingAt() ? new PropertiesPropertySourceLoader()
				: new YamlPropertySourceLoader();
		try {
			return loader.load(name, new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8))).get(0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
