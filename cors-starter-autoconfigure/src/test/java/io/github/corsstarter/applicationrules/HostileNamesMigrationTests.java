package io.github.corsstarter.applicationrules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.corsstarter.autoconfigure.CorsAutoConfiguration;
import io.github.corsstarter.autoconfigure.CorsReactiveAutoConfiguration;
import io.github.corsstarter.autoconfigure.CorsServletAutoConfiguration;
import io.github.corsstarter.test.CorsMigration;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RuleMigration} with names and values that are not ordinary text.
 */
class HostileNamesMigrationTests {

	private static final String NAME = "nasty\nevil: true\n#";

	private static final String A = "https://a.example";

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CorsAutoConfiguration.class, CorsServletAutoConfiguration.class,
				DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class))
		.withBean("mappings", WebMvcConfigurer.class, () -> new WebMvcConfigurer() {

			@Override
			public void addCorsMappings(CorsRegistry registry) {
				registry.addMapping("/api/**").allowedOrigins(A);
			}

		});

	private static UrlBasedCorsConfigurationSource source() {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.addAllowedOrigin(A);
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		source.registerCorsConfiguration("/api/**", configuration);
		return source;
	}

	private static void assertOnlyCors(ConfigurableApplicationContext context) {
		String yaml = CorsMigration.of(context);
		Map<String, Object> document = new Yaml().load(yaml);
		assertThat(document).as(yaml).containsOnlyKeys("cors");
		GeneratedConfiguration.load(yaml);
	}

	@Test
	void namesOfBeansCannotAddSettings() {
		this.contextRunner.withBean(NAME, UrlBasedCorsConfigurationSource.class, HostileNamesMigrationTests::source)
			.run((context) -> assertOnlyCors(context.getSourceApplicationContext()));
		this.contextRunner.withBean(NAME, CorsFilter.class, () -> new CorsFilter(source()))
			.run((context) -> assertOnlyCors(context.getSourceApplicationContext()));
		// This filter decides alone, in code, so there is no policy.
		this.contextRunner.withBean(NAME, CorsFilter.class, () -> new CorsFilter((request) -> null))
			.run((context) -> assertThat(
					new Yaml().<Object>load(CorsMigration.of(context.getSourceApplicationContext())))
				.isNull());
	}

	@Test
	void namesOfReactiveBeansCannotAddSettings() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CorsAutoConfiguration.class, CorsReactiveAutoConfiguration.class,
					WebFluxAutoConfiguration.class))
			.withBean(NAME, org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource.class)
			.withBean("cors", org.springframework.web.cors.reactive.CorsWebFilter.class, () -> {
				org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource source = new org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource();
				source.setCorsConfigurations(source().getCorsConfigurations());
				return new org.springframework.web.cors.reactive.CorsWebFilter(source);
			})
			.run((context) -> assertOnlyCors(context.getSourceApplicationContext()));
	}

	@Test
	void namesOfPropertiesCannotAddSettings() {
		assertWithProperty("odd\nevil3: true\n#", A);
		assertWithProperty("odd\u0085evil3: true\u2028#", A);
		assertWithProperty("odd}\"name", A);
	}

	@Test
	void propertyThatCannotBeConvertedIsIgnored() {
		assertWithProperty("my.map", new HashMap<>(Map.of("a", A)));
		assertWithProperty("my.list", List.of(Map.of("a", A)));
		assertWithProperty("my.object", new Object() {

			@Override
			public String toString() {
				throw new IllegalStateException("https://broken.example");
			}

		});
		assertWithProperty("my.supplier", (Supplier<String>) () -> A);
	}

	private void assertWithProperty(String name, Object value) {
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("test", Map.of(name, value))))
			.run((context) -> assertOnlyCors(context.getSourceApplicationContext()));
	}

	@Test
	void pathsThatYamlCannotContainAreReadable() {
		for (String path : List.of("/a\ufffeb/**", "/a\u0085b/**", "/a\u009bb/**", "/a\ud800b/**")) {
			new WebApplicationContextRunner()
				.withConfiguration(
						AutoConfigurations.of(CorsAutoConfiguration.class, CorsServletAutoConfiguration.class,
								DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class))
				.withBean("mappings", WebMvcConfigurer.class, () -> new WebMvcConfigurer() {

					@Override
					public void addCorsMappings(CorsRegistry registry) {
						registry.addMapping("/b/**").allowedOrigins(A);
						registry.addMapping(path).allowedOrigins(A);
					}

				})
				.run((context) -> assertOnlyCors(context.getSourceApplicationContext()));
		}
	}

}
