package io.github.corsstarter.applicationrules;

import java.util.List;
import java.util.Map;

import io.github.corsstarter.test.CorsMigration;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Trial.
 */
class RuleMigrationTests {

	@Test
	void trial() {
		try (TestServer server = TestServer.start(Container.TOMCAT, Annotations.class)) {
			String yaml = CorsMigration.of(server.context());
			System.out.println(yaml);
			GeneratedConfiguration.load(yaml);
		}
		try (TestServer server = TestServer.start(Container.NETTY, Annotations.Orders.class,
				"spring.main.allow-bean-definition-overriding=true")) {
			String yaml = CorsMigration.of(server.context());
			System.out.println(yaml);
			GeneratedConfiguration.load(yaml);
		}
		try (TestServer server = TestServer.startWithSecurity(Container.TOMCAT, Secured.class)) {
			String yaml = CorsMigration.of(server.context());
			System.out.println(yaml);
			GeneratedConfiguration.load(yaml);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Annotations.Orders.class)
	static class Annotations implements WebMvcConfigurer {

		@Override
		public void addCorsMappings(CorsRegistry registry) {
			registry.addMapping("/api/**").allowedOrigins("https://api.example").allowedMethods("GET", "PUT");
			registry.addMapping("/any/**").allowedOriginPatterns("*").allowCredentials(true);
			registry.addMapping("/pat/**")
				.allowedOriginPatterns("https://*.shop.example", "http://localhost:*", "https://*shop.example",
						"https://pr-*.x.example", "http://192.168.*.*:*", "*://y.example", "http://localhost*")
				.allowCredentials(true);
		}

		@EnableAutoConfiguration
		@RestController
		@RequestMapping("/orders")
		@CrossOrigin(origins = "https://shop.example", allowCredentials = "true")
		static class Orders {

			@GetMapping
			String list() {
				return "";
			}

			@PostMapping
			String add() {
				return "";
			}

			@GetMapping("/{id}")
			@CrossOrigin(origins = "*", allowCredentials = "false")
			String get() {
				return "";
			}

			@PutMapping("/{id}")
			String put() {
				return "";
			}

			@DeleteMapping("/{id}/lines/{line}")
			String delete() {
				return "";
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Secured {

		@Bean
		SecurityFilterChain api(HttpSecurity http) throws Exception {
			return http.securityMatcher("/api/**", "/v2/**").cors((cors) -> cors.configurationSource((request) -> {
				CorsConfiguration configuration = new CorsConfiguration();
				configuration.setAllowedOrigins(List.of("http://localhost:3000"));
				configuration.setAllowedMethods(List.of("*"));
				configuration.setAllowedHeaders(List.of("*"));
				configuration.setAllowCredentials(true);
				return configuration;
			})).build();
		}

		@Bean
		SecurityFilterChain web(HttpSecurity http) throws Exception {
			return http.cors(Customizer.withDefaults()).build();
		}

		@Bean
		UrlBasedCorsConfigurationSource corsConfigurationSource() {
			UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
			source.setCorsConfigurations(Map.of("/web/**", new CorsConfiguration().applyPermitDefaultValues()));
			assertThat(source).isNotNull();
			return source;
		}

	}

}
