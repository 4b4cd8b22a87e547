package io.github.corsstarter.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Compiles the slice tests of {@code cors-starter-autoconfigure} with the class path of a
 * cell, in which the annotations may be in other packages, and runs them with JUnit's
 * launcher.
 */
final class SliceTests {

	private static final String PACKAGE = "io/github/corsstarter/slices";

	private static final List<String> SHARED = List.of("OrderController", "OrdersApplication", "OrdersTest",
			"ProductionConfigurationTests");

	private static final Pattern COUNT = Pattern.compile("\\[\\s*(\\d+) tests (found|successful)\\s*]");

	private static final int TIMEOUT_SECONDS = 90;

	private SliceTests() {
	}

	/**
	 * Run them.
	 * @return the number of passed tests and of all tests
	 */
	static String run(Path java, List<Path> classPath, Cell cell, Path folder)
			throws IOException, InterruptedException {
		Path tests = Path.of(System.getProperty("compatibility.tests"));
		String test = cell.classPath().stack().isReactive() ? "OrderControllerFluxTests" : "OrderControllerMvcTests";
		Path sources = Files.createDirectories(folder.resolve("sources"));
		Path classes = Files.createDirectories(folder.resolve("classes"));
		for (String name : Stream.concat(SHARED.stream(), Stream.of(test)).toList()) {
			String source = Files.readString(tests.resolve("java").resolve(PACKAGE).resolve(name + ".java"));
			Files.writeString(sources.resolve(name + ".java"),
					cell.classPath().version().isBefore4() ? toBoot3(source) : source);
		}
		JavaSources.compile(sources, classPath, classes);
		List<Path> all = new ArrayList<>(List.of(classes, tests.resolve("resources")));
		all.addAll(classPath);
		return result(execute(java, all, PACKAGE.replace('/', '.') + "." + test, folder.resolve("output.txt")));
	}

	private static String toBoot3(String source) {
		return source
			.replace("org.springframework.boot.webmvc.test.autoconfigure.",
					"org.springframework.boot.test.autoconfigure.web.servlet.")
			.replace("org.springframework.boot.webflux.test.autoconfigure.",
					"org.springframework.boot.test.autoconfigure.web.reactive.");
	}

	private static String execute(Path java, List<Path> classPath, String test, Path output)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(RunningApplication.command(java, classPath));
		command.addAll(List.of("org.junit.platform.console.ConsoleLauncher", "execute", "--disable-banner",
				"--disable-ansi-colors", "--details=summary", "--fail-if-no-tests", "--select-class=" + test,
				"--select-class=" + PACKAGE.replace('/', '.') + ".ProductionConfigurationTests"));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new IllegalStateException("The tests failed:\n" + Files.readString(output));
			}
		}
		finally {
			process.destroy();
		}
		return Files.readString(output);
	}

	private static String result(String output) {
		Matcher matcher = COUNT.matcher(output);
		String found = matcher.find() ? matcher.group(1) : "?";
		String successful = matcher.find() ? matcher.group(1) : "?";
		if (!found.matches("[1-9]\\d*") || !found.equals(successful)) {
			throw new IllegalStateException("Not all tests passed:\n" + output);
		}
		return successful + " of " + found;
	}

}
