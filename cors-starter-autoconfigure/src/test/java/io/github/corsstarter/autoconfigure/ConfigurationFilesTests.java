package io.github.corsstarter.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.CorsPoliciesReloadedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.mock.env.MockPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConfigurationFiles}, with files that are imported with
 * {@code spring.config.import} and then change.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConfigurationFilesTests {

	@TempDir
	private Path directory;

	@AfterEach
	void resetLogLevel() {
		TestServer.resetLogLevel();
	}

	@Test
	void reloadReadsFilesAgain() throws IOException {
		write("rules.yml", "https://a.example", "max-age: 5m");
		try (ConfigurableApplicationContext context = start()) {
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			assertThat(origins(policies)).containsExactly("https://a.example");
			write("rules.yml", "https://b.example", "max-age: 6m");
			assertThat(origins(policies)).containsExactly("https://a.example");
			policies.reload();
			assertThat(policies.generation()).isEqualTo(2);
			assertThat(origins(policies)).containsExactly("https://b.example");
			assertThat(policies.policies().get(0).maxAge()).hasMinutes(6);
			assertThat(policies.policies().get(0).locations().place("cors.policies.p.paths")).contains("rules.yml");
			assertThat(context.getBean(Listener.class).generation).isEqualTo(2);
		}
	}

	@Test
	void defaultPropertiesMaySayWhereTheFilesAre() throws IOException {
		write("rules.yml", "https://a.example", "max-age: 5m");
		try (ConfigurableApplicationContext context = builder()
			.properties("spring.config.additional-location=file:" + this.directory.resolve("rules.yml"))
			.run("--spring.main.banner-mode=off")) {
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			assertThat(origins(policies)).containsExactly("https://a.example");
			write("rules.yml", "https://b.example", "max-age: 5m");
			policies.reload();
			assertThat(origins(policies)).containsExactly("https://b.example");
		}
	}

	@Test
	void orderOfSourcesStays() throws IOException {
		write("rules.yml", "https://a.example", "max-age: 5m");
		try (ConfigurableApplicationContext context = start("--cors.policies.p.allowed-origins=https://line.example")) {
			context.getEnvironment()
				.getPropertySources()
				.addLast(new MockPropertySource("last").withProperty("cors.policies.p.max-age", "1m")
					.withProperty("cors.policies.p.allow-credentials", "true"));
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			write("rules.yml", "https://b.example", "max-age: 6m");
			policies.reload();
			assertThat(origins(policies)).containsExactly("https://line.example");
			assertThat(policies.policies().get(0).maxAge()).hasMinutes(6);
			assertThat(policies.policies().get(0).allowCredentials()).isTrue();
		}
	}

	@Test
	void profilesStay() throws IOException {
		write("rules.yml", "https://a.example", "max-age: 5m");
		write("rules-night.yml", "https://night.example", "max-age: 1m");
		try (ConfigurableApplicationContext context = start("--spring.profiles.active=night")) {
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			assertThat(origins(policies)).containsExactly("https://night.example");
			write("rules-night.yml", "https://late.example", "max-age: 1m");
			policies.reload();
			assertThat(origins(policies)).containsExactly("https://late.example");
		}
	}

	@Test
	void unreadableFileKeepsTheRules() throws IOException {
		write("rules.yml", "https://a.example", "max-age: 5m");
		try (ConfigurableApplicationContext context = start()) {
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			Files.writeString(this.directory.resolve("rules.yml"), "cors: [\n  }");
			assertThatExceptionOfType(InvalidCorsPolicyException.class).isThrownBy(policies::reload)
				.satisfies((ex) -> assertThat(ex.problems()).extracting(CorsProblem::reason)
					.containsExactly(Reason.SOURCE_FAILED));
			Files.delete(this.directory.resolve("rules.yml"));
			assertThatExceptionOfType(InvalidCorsPolicyException.class).isThrownBy(policies::reload)
				.withMessageContaining("rules.yml");
			write("rules.yml", "https://a.example/", "max-age: -5m");
			assertThatExceptionOfType(InvalidCorsPolicyException.class).isThrownBy(policies::reload)
				.satisfies((ex) -> assertThat(ex.problems()).extracting(CorsProblem::reason)
					.containsExactlyInAnyOrder(Reason.ORIGIN_TRAILING_SLASH, Reason.INVALID_MAX_AGE));
			assertThat(origins(policies)).containsExactly("https://a.example");
			assertThat(policies.generation()).isEqualTo(1);
		}
	}

	@Test
	void unreadableFileIsNamedAndLoggedOnce(CapturedOutput output) throws IOException {
		write("rules.yml", "https://a.example", "max-age: 5m");
		write("rules-night.yml", "https://a.example", "max-age: 5m");
		try (ConfigurableApplicationContext context = start("--spring.profiles.active=night")) {
			TestServer.resetLogLevel();
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			Files.writeString(this.directory.resolve("rules-night.yml"), "cors: [\n  }");
			assertThatExceptionOfType(InvalidCorsPolicyException.class).isThrownBy(policies::reload)
				.satisfies((ex) -> assertThat(ex.problems()).singleElement().satisfies((problem) -> {
					assertThat(problem.message()).startsWith("The configuration file ")
						.contains("rules-night.yml", "cannot be read", "line 2");
					assertThat(problem.place()).contains("rules-night.yml");
				}));
			assertThat(output.getAll().split("The CORS policy source cors.* failed", -1)).hasSize(2);
			assertThat(output).contains("at org.yaml.snakeyaml.");
		}
	}

	private void write(String file, String origin, String setting) throws IOException {
		Files.writeString(this.directory.resolve(file), """
				cors:
				  policies:
				    p:
				      paths: /p
				      allowed-origins: %s
				      %s
				""".formatted(origin, setting));
	}

	private ConfigurableApplicationContext start(String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--spring.config.import=file:" + this.directory.resolve("rules.yml"));
		all.add("--logging.level.root=off");
		return builder().run(all.toArray(String[]::new));
	}

	private static SpringApplicationBuilder builder() {
		return new SpringApplicationBuilder(Application.class, Listener.class).web(WebApplicationType.REACTIVE);
	}

	private static List<String> origins(CorsPolicies policies) {
		return policies.policies().get(0).allowedOrigins().stream().map(OriginPattern::toString).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CorsAutoConfiguration.class)
	@PropertySource("classpath:endpoints/extra.properties")
	static class Application {

		/**
		 * A mock that calls the default method for a graceful shutdown, which does not
		 * wait.
		 */
		@Bean
		ReactiveWebServerFactory webServerFactory() {
			return (handler) -> Mockito.mock(WebServer.class, Mockito.CALLS_REAL_METHODS);
		}

		@Bean
		HttpHandler httpHandler() {
			return (request, response) -> Mono.empty();
		}

	}

	static class Listener implements ApplicationListener<PayloadApplicationEvent<CorsPoliciesReloadedEvent>> {

		private long generation;

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<CorsPoliciesReloadedEvent> event) {
			this.generation = event.getPayload().generation().number();
		}

	}

}
