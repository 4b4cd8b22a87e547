package io.github.corsstarter.manual;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Refuses phrases that stopped readers: in the documentation, in the main code of every
 * module (Javadoc, comments and messages), in metadata, and in the YAML files and the
 * page of the sample.
 * <p>
 * Phrases are compared as whole words without regard to case, across line breaks, comment
 * marks and concatenated string literals. "is none" with quotes or backticks around
 * "none" is the value of a property and passes. "behind" passes where a server or an
 * application is behind a proxy, a gateway or a cache. It is refused where it means
 * "after": before a part of an application or of a text (a filter, a step, a wildcard,
 * the context path), and after a verb of order such as "ordered", or "runs" unless a
 * network component follows.
 */
class PlainEnglishTests {

	private static final Path ROOT = Path.of("..");

	/** What may be between two words of a phrase. */
	private static final String GAP = "(?:\\s|(?<=\\n)(?:\\*|//|#|>)|(?<=[\\n\\t ])(?:\\*|//|#|>)(?=\\s)|\"\\s*\\+\\s*\")+";

	private static final String ARTICLE = "(?:(?:a|an|the|its|your|our|every|each|that|this) )?";

	private static final String NETWORK = "(?:[\\w-]+ ){0,2}(?:prox|nginx|gateway|load balancer|ingress|cdn|cache)";

	/** The patterns, each with what to write instead. */
	private static final Map<String, String> REFUSED = refused();

	private static final Pattern ANY = Pattern.compile(REFUSED.keySet()
		.stream()
		.map((phrase) -> "\\b(?:" + phrase.replace(" ", GAP) + ")")
		.reduce((one, other) -> one + "|" + other)
		.orElseThrow(), Pattern.CASE_INSENSITIVE);

	private static Map<String, String> refused() {
		Map<String, String> refused = new LinkedHashMap<>();
		refused.put("of the application's own\\b", "your own, Spring's");
		// "if there is none" and "the default is none" are fine.
		refused.put("(?!there\\b|default\\b)[\\w'-]+ is none\\b", "is not a ...");
		refused.put("requests are none\\b", "are not ...");
		refused.put("whoever\\b", "anyone who, if you");
		refused.put("mend(?:s|ed|ing)?\\b", "fix");
		refused.put("ahead of ours\\b", "before the starter's");
		refused.put("let only those see them who\\b", "an active sentence");
		refused.put("behind " + ARTICLE + "(?:context path|filters?|polic(?:y|ies)|wildcards?|handlers?|hosts?"
				+ "|(?:cors )?checks?|steps?|spring security|ours|theirs|others)\\b", "after");
		refused.put("(?:order(?:ed)?|order it|begins?|stands?|stays?) behind\\b", "after");
		refused.put("(?:runs?|running) behind\\b(?! " + ARTICLE + NETWORK + ")", "after");
		refused.put("how often is warned\\b", "a noun or a verb first");
		refused.put("none of ours\\b", "no policy covers the path");
		refused.put("of a pattern that is not theirs\\b", "of another pattern");
		refused.put("say nothing to any gateway\\b", "an active sentence");
		refused.put("that more specific ones leave nothing of\\b", "that more specific patterns cover");
		refused.put("different are\\b", "the subject first");
		refused.put("different fates\\b", "different policies decide");
		return refused;
	}

	@Test
	void textsHaveNoneOfThePhrases() throws IOException {
		List<Path> files = files();
		assertThat(files).map(PlainEnglishTests::name)
			.contains("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "docs/validation.md",
					"sample-app/src/main/resources/application.yml", "sample-app/src/main/resources/static/index.html",
					"sample-app/src/main/resources/static/sample.js")
			.anyMatch((name) -> name.endsWith("/additional-spring-configuration-metadata.json"))
			.anyMatch((name) -> name.endsWith("/CorsPolicyFilter.java"))
			.anyMatch((name) -> name.startsWith("benchmarks/src/main/java/"));
		List<String> findings = new ArrayList<>();
		for (Path file : files) {
			findings.addAll(findings(name(file), Files.readString(file)));
		}
		assertThat(findings).as("phrases that stop readers, see PlainEnglishTests").isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "A rule of the application's own.", "The request is none.", "WHOEVER asks", "to mend it",
			"Different are a filter ahead of ours", "a filter\n\t * ahead of\n\t * ours",
			"let only those see them who operate it", "Paths begin behind the context path",
			"the checks behind its steps 7", "whatever runs behind the filter", "something that runs behind",
			"order it behind cors.filter-order", "How often is warned", "The request is none of ours.",
			"the scheme is\n// none, or a wildcard", "\"The scheme is \" + \"none\"",
			"\"The scheme is\"\n\t\t\t+ \" none\"", "a site's own requests are none",
			"take the paths of a pattern that is not theirs", "say nothing to any Gateway",
			"The paths that more specific ones leave nothing of", "whose paths have different fates",
			"# whose scheme is\n# none" })
	void phraseIsFound(String text) {
		assertThat(findings("text", text)).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "allowed-origins is \"none\"", "it is `none`", "we recommend an amendment",
			"an application that runs behind a proxy", "runs behind a reverse proxy", "running behind nginx",
			"the services behind a gateway", "behind a load balancer or a cache", "allowed-origins: none",
			"# is the origin\nnone: value", "the order of policies", "an application's own filter" })
	void otherTextPasses(String text) {
		assertThat(findings("text", text)).isEmpty();
	}

	private static List<String> findings(String name, String text) {
		List<String> findings = new ArrayList<>();
		Matcher matcher = ANY.matcher(text);
		while (matcher.find()) {
			long line = 1 + text.substring(0, matcher.start()).chars().filter((c) -> c == '\n').count();
			findings.add(name + ":" + line + " \"" + matcher.group().replaceAll(GAP, " ") + "\"");
		}
		return findings;
	}

	private static List<Path> files() throws IOException {
		List<Path> files = new ArrayList<>();
		Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
				String name = folder.getFileName().toString();
				boolean skipped = name.equals("target") || (name.startsWith(".") && !folder.equals(ROOT));
				return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
				if (isRead(name(file))) {
					files.add(file);
				}
				return FileVisitResult.CONTINUE;
			}

		});
		files.sort(null);
		return files;
	}

	private static boolean isRead(String name) {
		if (name.startsWith("docs/")) {
			return name.endsWith(".md");
		}
		return Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md").anyMatch(name::equals)
				|| name.matches(".*/src/main/(java|resources)/.*\\.(java|json|ya?ml|html|js|css|xml|properties)");
	}

	private static String name(Path file) {
		return ROOT.relativize(file).toString().replace('\\', '/');
	}

}
