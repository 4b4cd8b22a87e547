package io.github.corsstarter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks what Maven Central requires of a POM
 * (https://central.sonatype.org/publish/requirements/), and that only the intended
 * modules are published.
 */
class ReleaseMetadataTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	static final List<String> PUBLISHED = List.of("cors-starter-autoconfigure", "cors-starter");

	@Test
	void parentHasWhatModulesInherit() throws Exception {
		Element parent = pom(ROOT);
		assertThat(text(parent, "groupId")).isEqualTo("io.github.corsstarter");
		assertThat(text(parent, "name")).isNotBlank();
		assertThat(text(parent, "description")).isNotBlank();
		assertThat(text(parent, "url")).startsWith("https://");
		assertThat(text(parent, "licenses", "license", "name")).isEqualTo("Apache License, Version 2.0");
		assertThat(text(parent, "licenses", "license", "url")).isEqualTo("https://www.apache.org/licenses/LICENSE-2.0");
		assertThat(text(parent, "developers", "developer", "name")).isNotBlank();
		assertThat(text(parent, "scm", "connection")).startsWith("scm:git:https://");
		assertThat(text(parent, "scm", "developerConnection")).startsWith("scm:git:");
		assertThat(text(parent, "scm", "url")).startsWith("https://");
		assertThat(text(parent, "issueManagement", "url")).startsWith("https://");
	}

	@ParameterizedTest
	@ValueSource(strings = { "cors-starter-autoconfigure", "cors-starter" })
	void publishedModulesHaveNameDescriptionAndPlugins(String module) throws Exception {
		Element pom = pom(ROOT.resolve(module));
		assertThat(text(pom, "name")).isNotBlank();
		assertThat(text(pom, "description")).isNotBlank();
		assertThat(text(pom, "parent", "artifactId")).isEqualTo("cors-starter-parent");
		assertThat(plugins(pom)).contains("cyclonedx-maven-plugin", "maven-jar-plugin");
	}

	/**
	 * A module must have a jar of sources and one of Javadoc. The plugins create both, or
	 * the POM of a module without code attaches empty ones.
	 */
	@Test
	void sourcesAndJavadocAreBuilt() throws Exception {
		assertThat(plugins(pom(ROOT.resolve("cors-starter-autoconfigure")))).contains("maven-source-plugin",
				"maven-javadoc-plugin", "japicmp-maven-plugin", "maven-dependency-plugin");
		assertThat(Files.readString(ROOT.resolve("cors-starter/pom.xml"))).contains("<classifier>sources</classifier>",
				"<classifier>javadoc</classifier>");
	}

	@Test
	void nothingElseIsPublished() throws Exception {
		for (String module : modules()) {
			if (!PUBLISHED.contains(module)) {
				assertThat(text(pom(ROOT.resolve(module)), "properties", "maven.deploy.skip")).as(module)
					.isEqualTo("true");
			}
		}
	}

	/**
	 * A published POM must not contain a private repository or a private release target.
	 */
	@Test
	void nothingNamesARepository() throws Exception {
		for (String module : Stream.concat(modules().stream(), Stream.of(".")).toList()) {
			assertThat(Files.readString(ROOT.resolve(module).resolve("pom.xml"))).as(module)
				.doesNotContain("<repositories>", "<pluginRepositories>", "<distributionManagement>");
		}
	}

	private static List<String> modules() throws Exception {
		List<String> modules = new ArrayList<>();
		for (Element module : children(children(pom(ROOT), "modules").get(0), "module")) {
			modules.add(module.getTextContent());
		}
		assertThat(modules).containsAll(PUBLISHED);
		return modules;
	}

	private static List<String> plugins(Element pom) {
		List<String> plugins = new ArrayList<>();
		for (Element plugin : children(children(children(pom, "build").get(0), "plugins").get(0), "plugin")) {
			plugins.add(text(plugin, "artifactId"));
		}
		return plugins;
	}

	private static Element pom(Path folder) throws Exception {
		return DocumentBuilderFactory.newDefaultInstance()
			.newDocumentBuilder()
			.parse(folder.resolve("pom.xml").toFile())
			.getDocumentElement();
	}

	private static String text(Element element, String... path) {
		Element current = element;
		for (String name : path) {
			List<Element> found = children(current, name);
			if (found.isEmpty()) {
				return "";
			}
			current = found.get(0);
		}
		return current.getTextContent().strip();
	}

	private static List<Element> children(Element parent, String name) {
		List<Element> found = new ArrayList<>();
		for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
			if (node instanceof Element element && element.getTagName().equals(name)) {
				found.add(element);
			}
		}
		return found;
	}

}
