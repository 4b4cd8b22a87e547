package io.github.corsstarter.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * Registers the hints that a native image needs. Spring Boot does not register
 * {@link CorsProperties}, because it is bound section by section and is not a bean.
 */
final class CorsRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		BindableRuntimeHintsRegistrar
			.forTypes(CorsProperties.class, CorsProperties.Policy.class, CorsProperties.Settings.class)
			.registerHints(hints, classLoader);
		hints.resources().registerPattern("io/github/corsstarter/policy/*.dat");
		hints.resources().registerPattern("io/github/corsstarter/actuate/corspage.html");
	}

}
