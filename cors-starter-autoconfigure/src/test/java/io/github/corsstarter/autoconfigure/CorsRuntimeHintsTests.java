package io.github.corsstarter.autoconfigure;

import java.lang.reflect.Constructor;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CorsRuntimeHints}, as AOT processing finds it.
 */
class CorsRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void register() {
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter(CorsRuntimeHints.class::isInstance)
			.forEach((registrar) -> registrar.registerHints(this.hints, getClass().getClassLoader()));
	}

	@ParameterizedTest
	@ValueSource(classes = { CorsProperties.class, CorsProperties.Policy.class, CorsProperties.Settings.class })
	void constructorsOfPropertiesAreKept(Class<?> type) {
		Constructor<?>[] constructors = type.getDeclaredConstructors();
		assertThat(constructors).hasSize(1);
		assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(constructors[0])).accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(strings = { "io/github/corsstarter/policy/public-suffixes.dat",
			"io/github/corsstarter/actuate/corspage.html" })
	void resourceIsKept(String resource) {
		assertThat(getClass().getClassLoader().getResource(resource)).isNotNull();
		assertThat(RuntimeHintsPredicates.resource().forResource(resource)).accepts(this.hints);
	}

	@ParameterizedTest
	@CsvSource({ "org.springframework.web.filter.CorsFilter, configSource",
			"org.springframework.web.filter.PreFlightRequestFilter, handler",
			"org.springframework.web.cors.reactive.CorsWebFilter, configSource",
			"org.springframework.web.cors.reactive.PreFlightRequestWebFilter, handler",
			"org.springframework.security.web.server.WebFilterChainProxy, filters" })
	void privateFieldIsKept(Class<?> type, String name) throws NoSuchFieldException {
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(type.getDeclaredField(name))).accepts(this.hints);
	}

}
