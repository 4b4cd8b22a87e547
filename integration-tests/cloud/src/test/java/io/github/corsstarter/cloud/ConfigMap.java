package io.github.corsstarter.cloud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A directory with one file, as kubelet mounts a ConfigMap. The file is a link to
 * {@code ..data/cors.yml}, and {@code ..data} is a link to the directory with the files
 * of one version. An update replaces {@code ..data} in one step.
 */
final class ConfigMap {

	private final Path directory;

	private Path version;

	private int versions;

	private ConfigMap(Path directory) {
		this.directory = directory;
	}

	static ConfigMap mount(Path directory, String content) throws IOException {
		ConfigMap map = new ConfigMap(directory);
		map.update(content);
		Files.createSymbolicLink(map.file(), Path.of("..data", map.file().getFileName().toString()));
		return map;
	}

	/** The file that applications read. */
	Path file() {
		return this.directory.resolve("cors.yml");
	}

	void update(String content) throws IOException {
		Path former = this.version;
		this.versions++;
		this.version = Files.createDirectory(this.directory.resolve("..2026_11_29_" + this.versions));
		Files.writeString(this.version.resolve(file().getFileName()), content);
		Path link = Files.createSymbolicLink(this.directory.resolve("..data_tmp"), this.version.getFileName());
		Files.move(link, this.directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE,
				StandardCopyOption.REPLACE_EXISTING);
		if (former != null) {
			delete(former);
		}
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

}
