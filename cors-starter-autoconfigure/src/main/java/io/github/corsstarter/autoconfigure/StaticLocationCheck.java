package io.github.corsstarter.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.github.corsstarter.policy.SafeText;
import io.github.corsstarter.web.CorsPolicies;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.ResourceUtils;

/**
 * Warns if static files are served from a file system that ignores case, as on Windows
 * and macOS. There, {@code /SECRET.json} is the file {@code secret.json}, but no policy
 * for {@code /secret.json} covers it.
 */
final class StaticLocationCheck implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(CorsAutoConfiguration.class);

	private static final String PROPERTY = "spring.web.resources.static-locations";

	private final Environment environment;

	private final CorsPolicies policies;

	StaticLocationCheck(Environment environment, CorsPolicies policies) {
		this.environment = environment;
		this.policies = policies;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<String> configured = Binder.get(this.environment)
			.bind(PROPERTY, Bindable.listOf(String.class))
			.orElse(List.of());
		if (configured.isEmpty() || !isAnyPathWithLetter()) {
			return;
		}
		List<String> locations = configured.stream()
			.filter(StaticLocationCheck::ignoresCase)
			.map(SafeText::ofConfiguration)
			.toList();
		if (!locations.isEmpty()) {
			logger.warn("The static files in " + locations + " (" + PROPERTY + ") are found in any combination of upper"
					+ " and lower case, because the file system ignores case. Policies do not ignore it: /DATA.json is not"
					+ " covered by a policy for /data.json. If only a policy for a narrower path protects a file,"
					+ " do not serve it from there.");
		}
	}

	private boolean isAnyPathWithLetter() {
		return this.policies.policies()
			.stream()
			.flatMap((policy) -> policy.paths().stream())
			.anyMatch(StaticLocationCheck::hasLetter);
	}

	private static boolean hasLetter(String path) {
		return path.chars().anyMatch(Character::isLetter);
	}

	private static boolean ignoresCase(String location) {
		if (!location.startsWith(ResourceUtils.FILE_URL_PREFIX)) {
			return false;
		}
		try {
			Path path = oneIn(ResourceUtils.getFile(location).toPath().toAbsolutePath().normalize());
			Path other = inOtherCase(path);
			return other != null && Files.isSameFile(path, other);
		}
		catch (IOException | RuntimeException ex) {
			// A folder that cannot be read serves no files.
			return false;
		}
	}

	/** A file in the folder, because the folder may be where a file system is mounted. */
	private static Path oneIn(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> hasLetter(file.getFileName().toString())).findFirst().orElse(folder);
		}
	}

	/**
	 * The same path, with the other case in the last of its names that contain a letter.
	 */
	private static @Nullable Path inOtherCase(Path path) {
		Path parent = path.getParent();
		Path name = path.getFileName();
		if (name == null) {
			return null;
		}
		String text = name.toString();
		String other = text.equals(text.toLowerCase(Locale.ROOT)) ? text.toUpperCase(Locale.ROOT)
				: text.toLowerCase(Locale.ROOT);
		if (!other.equals(text)) {
			return path.resolveSibling(other);
		}
		Path otherParent = (parent != null) ? inOtherCase(parent) : null;
		return (otherParent != null) ? otherParent.resolve(name) : null;
	}

}
