package io.github.corsstarter.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Does the same as {@code process-aot} of Spring Boot's Maven plugin: runs the processor
 * in a separate process, and compiles the generated sources.
 */
final class AheadOfTime {

	private static final int TIMEOUT_SECONDS = 90;

	private AheadOfTime() {
	}

	/**
	 * Process an application.
	 * @return the folders and files to put before the class path of the application
	 */
	static List<Path> process(Path java, Collection<Path> classPath, Class<?> application, Path folder)
			throws IOException, InterruptedException {
		RunningApplication.prepare(folder);
		Path sources = folder.resolve("aot-sources");
		Path resources = folder.resolve("aot-resources");
		Path classes = Files.createDirectories(folder.resolve("aot-classes"));
		Path output = folder.resolve("aot.txt");
		List<String> command = new ArrayList<>(RunningApplication.command(java, classPath));
		command.addAll(List.of("org.springframework.boot.SpringApplicationAotProcessor", application.getName(),
				sources.toString(), resources.toString(), classes.toString(), "io.github.corsstarter", "compatibility",
				folder.toString()));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new IllegalStateException("AOT processing failed:\n" + Files.readString(output));
			}
		}
		finally {
			process.destroy();
		}
		JavaSources.compile(sources, classPath, classes);
		return List.of(classes, resources);
	}

}
