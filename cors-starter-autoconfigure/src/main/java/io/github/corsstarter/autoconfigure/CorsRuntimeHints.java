package io.github.corsstarter.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * Registers the hints that a native image needs. Spring Boot does not register
 * {@link CorsProperties}, because it is bound section by section and is not a bean.
 */
final class CorsRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		BindableRuntimeHintsRegistrar
			.forTypes(CorsProperties.class, CorsProperties.Policy.class, CorsProperties.Settings.class,
					CorsProperties.Candidate.class)
			.registerHints(hints, classLoader);
		// Stand in for requests and responses in the answers of corscheck.
		for (String type : List.of("jakarta.servlet.http.HttpServletRequest",
				"jakarta.servlet.http.HttpServletResponse")) {
			hints.proxies().registerJdkProxy(TypeReference.of(type));
		}
		hints.resources().registerPattern("io/github/corsstarter/policy/*.dat");
		hints.resources().registerPattern("io/github/corsstarter/actuate/corspage.html");
	}

}
