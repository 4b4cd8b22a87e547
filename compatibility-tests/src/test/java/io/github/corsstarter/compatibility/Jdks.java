package io.github.corsstarter.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds Java installations: the one that runs the build, the one that an environment
 * variable such as {@code JAVA_25_HOME} names, and those in the parent folder of the
 * build's installation.
 */
final class Jdks {

	static final int CURRENT = Runtime.version().feature();

	private Jdks() {
	}

	/**
	 * Find an installation.
	 * @param feature the feature version, such as 17
	 * @return the {@code java} executable, if there is one
	 */
	static Optional<Path> find(int feature) throws IOException {
		Path current = Path.of(System.getProperty("java.home")).toRealPath();
		if (feature == CURRENT) {
			return executable(current);
		}
		String configured = System.getenv(variable(feature));
		if (configured != null) {
			return executable(Path.of(configured));
		}
		try (Stream<Path> siblings = Files.list(current.getParent())) {
			List<Path> all = siblings.sorted().toList();
			return all.stream().filter((home) -> isVersion(home, feature)).findFirst().flatMap(Jdks::executable);
		}
	}

	static String variable(int feature) {
		return "JAVA_" + feature + "_HOME";
	}

	private static boolean isVersion(Path home, int feature) {
		try {
			Path release = home.resolve("release");
			return Files.isRegularFile(release)
					&& Files.readString(release).contains("JAVA_VERSION=\"" + feature + ".");
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static Optional<Path> executable(Path home) {
		return Stream.of("java", "java.exe")
			.map((name) -> home.resolve("bin").resolve(name))
			.filter(Files::isExecutable)
			.findFirst();
	}

}
