package io.github.corsstarter.compatibility;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Compiles sources with the class path of a cell instead of that of the build.
 */
final class JavaSources {

	private JavaSources() {
	}

	static void compile(Path sources, Collection<Path> classPath, Path classes) throws IOException {
		List<String> arguments = new ArrayList<>(
				List.of("--release", "17", "-nowarn", "-proc:none", "-d", classes.toString(), "-cp",
						Stream.concat(Stream.of(classes), classPath.stream())
							.map(Path::toString)
							.collect(Collectors.joining(File.pathSeparator))));
		try (Stream<Path> files = Files.walk(sources)) {
			files.map(Path::toString).filter((file) -> file.endsWith(".java")).forEach(arguments::add);
		}
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
			throw new IllegalStateException("These sources do not compile: " + sources);
		}
	}

}
