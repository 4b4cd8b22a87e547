package io.github.corsstarter.compatibility;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves all class paths in one run, with the Maven that runs the build. If a version
 * has a neighbour, modules of the version that are not available are taken from the
 * neighbour, and the report lists them.
 */
final class ClassPaths {

	private static final String GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath";

	private static final String RESULT = "class-path.txt";

	private static final Pattern PROJECT = Pattern.compile("on project (\\S+): ");

	private static final Pattern MISSING = Pattern
		.compile("([\\w.-]+:[\\w.-]+):(?:jar|pom):(?:[\\w.-]+:)?[\\w.-]+ (?:was not found )?in ");

	/** The groups whose modules need not all have the same version. */
	private static final Pattern MIXABLE = Pattern.compile("org\\.springframework(?:\\.boot)?:.*");

	private static final int MAX_ROUNDS = 10;

	private static final int TIMEOUT_SECONDS = 300;

	private final Path folder;

	private final Path log;

	private final Map<ClassPath, Map<String, String>> substitutes = new LinkedHashMap<>();

	ClassPaths(Path folder) {
		this.folder = folder;
		this.log = folder.resolve("maven.txt");
	}

	void resolve(Collection<ClassPath> classPaths) throws IOException, InterruptedException {
		Collection<ClassPath> open = classPaths;
		for (int round = 0; !open.isEmpty() && round < MAX_ROUNDS; round++) {
			write(open);
			runMaven();
			boolean progress = substitute(open);
			open = open.stream().filter((classPath) -> !Files.exists(result(classPath))).toList();
			if (!progress) {
				return;
			}
		}
	}

	/**
	 * The files of a class path.
	 * @return the files, or an empty list if a module is not available
	 */
	List<Path> files(ClassPath classPath) throws IOException {
		Path result = result(classPath);
		if (!Files.exists(result)) {
			return List.of();
		}
		String text = Files.readString(result).strip();
		return Arrays.stream(text.split(File.pathSeparator)).map(Path::of).toList();
	}

	/** The modules that come from another version, and that version. */
	Map<String, String> substitutes(ClassPath classPath) {
		return this.substitutes.getOrDefault(classPath, Map.of());
	}

	/** Maven's log, for people. */
	Path log() {
		return this.log;
	}

	private Path result(ClassPath classPath) {
		return this.folder.resolve(classPath.name()).resolve(RESULT);
	}

	private void write(Collection<ClassPath> classPaths) throws IOException {
		StringBuilder modules = new StringBuilder();
		for (ClassPath classPath : classPaths) {
			Path module = Files.createDirectories(this.folder.resolve(classPath.name()));
			Files.deleteIfExists(module.resolve(RESULT));
			Files.writeString(module.resolve("pom.xml"), classPath.pom(substitutes(classPath)));
			modules.append("<module>").append(classPath.name()).append("</module>");
		}
		Files.writeString(this.folder.resolve("pom.xml"), """
				<project xmlns="http://maven.apache.org/POM/4.0.0">
				  <modelVersion>4.0.0</modelVersion>
				  <groupId>io.github.corsstarter.compatibility</groupId>
				  <artifactId>all</artifactId>
				  <version>1</version>
				  <packaging>pom</packaging>
				  <modules>%s</modules>
				</project>
				""".formatted(modules));
	}

	private void runMaven() throws IOException, InterruptedException {
		String executable = (File.separatorChar == '\\') ? "mvn.cmd" : "mvn";
		List<String> command = new ArrayList<>();
		command.add(Path.of(setting("maven-home"), "bin", executable).toString());
		command.addAll(List.of("--batch-mode", "--no-transfer-progress", "--fail-never", "--file",
				this.folder.resolve("pom.xml").toString(), "-Dmdep.outputFile=" + RESULT,
				"-Dmaven.repo.local=" + setting("maven-repository")));
		if (setting("maven-offline").equals("offline=true")) {
			command.add("--offline");
		}
		Path settings = Path.of(setting("maven-settings").substring("settings=".length()));
		if (Files.isRegularFile(settings)) {
			command.addAll(List.of("--settings", settings.toString()));
		}
		command.add(GOAL);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.log.toFile());
		builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
		Process process = builder.start();
		try {
			process.getOutputStream().close();
			if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException("Maven did not end within " + TIMEOUT_SECONDS + " s, see " + this.log);
			}
		}
		finally {
			process.destroy();
		}
	}

	private static String setting(String name) {
		return System.getProperty("compatibility." + name);
	}

	/** Substitutes modules, and returns whether another round may succeed. */
	private boolean substitute(Collection<ClassPath> classPaths) throws IOException {
		Map<String, Set<String>> missing = missing();
		boolean progress = false;
		for (ClassPath classPath : classPaths) {
			Set<String> artifacts = missing.getOrDefault(classPath.name(), Set.of());
			if (classPath.neighbour().isPresent() && !Files.exists(result(classPath))) {
				Map<String, String> known = this.substitutes.computeIfAbsent(classPath, (key) -> new TreeMap<>());
				int count = known.size();
				artifacts.stream()
					.filter((artifact) -> artifact.startsWith("org.springframework.boot:"))
					.forEach((artifact) -> known.put(artifact, classPath.version().neighbour().number()));
				versions(classPath.neighbour().get()).forEach((artifact, version) -> {
					if (artifacts.stream().anyMatch((other) -> belongTogether(other, artifact))) {
						known.put(artifact, version);
					}
				});
				progress |= known.size() > count;
			}
		}
		return progress;
	}

	private static boolean belongTogether(String missing, String artifact) {
		return MIXABLE.matcher(missing).matches() ? artifact.equals(missing) : group(artifact).equals(group(missing));
	}

	/** Reactor Netty needs the version of Netty that it was built with. */
	private static String group(String artifact) {
		String group = artifact.substring(0, artifact.indexOf(':'));
		return group.equals("io.projectreactor.netty") ? "io.netty" : group;
	}

	/** The modules that are not available, by the name of the class path. */
	private Map<String, Set<String>> missing() throws IOException {
		Map<String, Set<String>> missing = new HashMap<>();
		String project = "";
		for (String line : Files.readAllLines(this.log)) {
			Matcher start = PROJECT.matcher(line);
			project = start.find() ? start.group(1) : project;
			Matcher matcher = MISSING.matcher(line);
			while (matcher.find()) {
				missing.computeIfAbsent(project, (name) -> new TreeSet<>()).add(matcher.group(1));
			}
		}
		return missing;
	}

	/** The artifacts of a class path, derived from their paths in the repository. */
	private Map<String, String> versions(ClassPath classPath) throws IOException {
		Path repository = Path.of(setting("maven-repository"));
		Map<String, String> versions = new TreeMap<>();
		for (Path file : files(classPath)) {
			Path path = repository.relativize(file);
			int count = path.getNameCount();
			String artifact = path.getName(count - 3).toString();
			String version = path.getName(count - 2).toString();
			String group = path.subpath(0, count - 3).toString().replace(File.separatorChar, '.');
			String classifier = file.getFileName()
				.toString()
				.substring(artifact.length() + version.length() + 1)
				.replace(".jar", "")
				.replaceFirst("^-", ":");
			versions.put(group + ":" + artifact + classifier, version);
		}
		return versions;
	}

}
