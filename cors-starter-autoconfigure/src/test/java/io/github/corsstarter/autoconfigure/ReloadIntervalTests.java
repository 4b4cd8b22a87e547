package io.github.corsstarter.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.CorsPolicySource;
import io.github.corsstarter.web.CorsReload;
import io.github.corsstarter.web.CorsReloadAttempt.Outcome;
import io.github.corsstarter.web.CorsReloadListener;
import io.github.corsstarter.web.CorsSourceStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ReloadInterval}, and for configuration files that are read again at
 * intervals.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("slow")
class ReloadIntervalTests {

	private static final String RULES = """
			cors:
			  policies:
			    p:
			      paths: /api/**
			      allowed-origins: %s
			""";

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(CorsAutoConfiguration.class);

	@TempDir
	private Path directory;

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS);

	@Test
	void runWithoutIntervalShouldHaveNoThread() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(ReloadInterval.class).isRunning()).isFalse();
			assertThat(threads()).isEmpty();
		});
		this.contextRunner.withPropertyValues("cors.reload-interval=")
			.run((context) -> assertThat(threads()).isEmpty());
	}

	@Test
	void runWithIntervalShouldHaveOneDaemonThreadThatStopsWithTheContext() {
		this.contextRunner.withPropertyValues("cors.reload-interval=10s").run((context) -> {
			assertThat(context.getBean(ReloadInterval.class).isRunning()).isTrue();
			assertThat(threads()).singleElement().matches(Thread::isDaemon);
			context.getBean(ReloadInterval.class).stop();
			assertThat(threads()).isEmpty();
			context.getBean(ReloadInterval.class).start();
			assertThat(threads()).hasSize(1);
		});
		assertThat(threads()).isEmpty();
		new ReactiveWebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("cors.reload-interval=10")
			.run((context) -> assertThat(threads()).hasSize(1));
		assertThat(threads()).isEmpty();
	}

	@Test
	void runWhenDisabledOrOutsideAWebApplicationShouldHaveNoThread() {
		this.contextRunner.withPropertyValues("cors.reload-interval=1s", "cors.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ReloadInterval.class));
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("cors.reload-interval=1s")
			.run((context) -> assertThat(context).doesNotHaveBean(ReloadInterval.class));
	}

	@Test
	void runWithInvalidIntervalShouldFail() {
		for (String value : List.of("0", "500ms", "-1s")) {
			assertInvalid(value, Reason.INVALID_RELOAD_INTERVAL, "The interval must be at least one second.");
		}
		assertInvalid("often", Reason.INVALID_VALUE, "The value must be a duration");
		assertThat(threads()).isEmpty();
	}

	private void assertInvalid(String value, Reason reason, String message) {
		this.contextRunner.withPropertyValues("cors.reload-interval=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidCorsPolicyException.class, (ex) -> {
					CorsProblem problem = ex.problems().get(0);
					assertThat(problem.reason()).isEqualTo(reason);
					assertThat(problem.property()).isEqualTo("cors.reload-interval");
					assertThat(problem.value()).isEqualTo(value);
					assertThat(problem.message()).startsWith(message);
				}));
	}

	/** Nothing else reads the properties of such an application. */
	@Test
	void runWithInvalidIntervalAndPoliciesOfTheApplicationShouldFail() {
		for (String value : List.of("0", "-1s", "often")) {
			this.contextRunner.withBean(CorsPolicies.class, () -> new CorsPolicies(List.of(), false))
				.withPropertyValues("cors.reload-interval=" + value)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(InvalidCorsPolicyException.class)
					.hasMessageContaining("cors.reload-interval"));
		}
		assertThat(threads()).isEmpty();
	}

	@Test
	void runWithLazyInitializationShouldHaveTheThread() {
		this.contextRunner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withPropertyValues("cors.reload-interval=10s")
			.run((context) -> assertThat(threads()).hasSize(1));
	}

	/** Beans that are gone must not be created again. */
	@Test
	void reloadThatEndsAfterTheContextDoesNotFail(CapturedOutput output) throws Exception {
		CountDownLatch released = new CountDownLatch(1);
		AtomicReference<FutureTask<CorsReload>> reload = new AtomicReference<>();
		this.contextRunner.withUserConfiguration(SourceConfiguration.class).run((context) -> {
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			Source source = context.getBean(Source.class);
			source.hang.set(released);
			reload.set(new FutureTask<>(policies::reload));
			int before = source.loads.get();
			new Thread(reload.get()).start();
			await(() -> source.loads.get() > before);
		});
		released.countDown();
		assertThat(reload.get().get(10, TimeUnit.SECONDS).current().number()).isEqualTo(2);
		assertThat(output).doesNotContain("Error creating bean");
	}

	@Test
	void intervalAppliesChangesOfASource() {
		this.contextRunner.withUserConfiguration(SourceConfiguration.class)
			.withPropertyValues("cors.reload-interval=1s")
			.run((context) -> {
				CorsPolicies policies = context.getBean(CorsPolicies.class);
				Source source = context.getBean(Source.class);
				await(() -> source.loads.get() > 2);
				assertThat(policies.generation()).isEqualTo(1);
				source.origin.set("https://b.example");
				await(() -> policies.generation() == 2);
				assertThat(origin(policies)).isEqualTo("https://b.example");
				source.failure.set(new NoClassDefFoundError("gone"));
				await(() -> policies.sources().get(1).failure() != null);
				assertThat(policies.sources()).extracting(CorsSourceStatus::name).containsExactly("cors.*", "tenants");
				source.failure.set(null);
				await(() -> policies.sources().get(1).failure() == null);
				assertThat(policies.generation()).isEqualTo(2);
				assertThat(context.getBean(Listener.class).outcomes).contains(Outcome.UNCHANGED, Outcome.RELOADED,
						Outcome.FAILED);
			});
	}

	@Test
	void invalidPoliciesAreReportedOnce(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(SourceConfiguration.class)
			.withPropertyValues("cors.reload-interval=1s")
			.run((context) -> {
				Source source = context.getBean(Source.class);
				source.origin.set("https://b.example/");
				await(() -> context.getBean(Listener.class).outcomes.size() > 2);
				assertThat(count(output, "the current rules stay in force (generation 1)")).isEqualTo(1);
				assertThat(output).contains("cors.policies.tenants.allowed-origins[0]");
			});
	}

	@Test
	void contextStopsWhileASourceHangs(CapturedOutput output) {
		CountDownLatch never = new CountDownLatch(1);
		this.contextRunner.withUserConfiguration(SourceConfiguration.class)
			.withPropertyValues("cors.reload-interval=1s")
			.run((context) -> {
				Source source = context.getBean(Source.class);
				source.hang.set(never);
				int before = source.loads.get();
				await(() -> source.loads.get() > before);
			});
		assertThat(output).contains("has not answered yet, and the application stops");
		await(() -> threads().isEmpty());
	}

	@Test
	void delayVariesByTenPercent() {
		assertThat(ReloadInterval.delay(Duration.ofSeconds(10), 0)).isEqualTo(9_000);
		assertThat(ReloadInterval.delay(Duration.ofSeconds(10), 0.5)).isEqualTo(10_000);
		assertThat(ReloadInterval.delay(Duration.ofSeconds(10), 1)).isEqualTo(11_000);
		assertThat(ReloadInterval.delay(Duration.ofMillis(1500), 0.5)).isEqualTo(1_500);
		assertThat(ReloadInterval.delay(Duration.ofSeconds(Long.MAX_VALUE), 0.5)).isEqualTo(Long.MAX_VALUE);
	}

	/** The directory is as kubelet makes it, and is updated as kubelet does. */
	@Test
	void mountedConfigMapIsFollowed() throws IOException {
		publish("..2026_11_29_01", RULES.formatted("https://a.example"));
		Path file = this.directory.resolve("application.yml");
		Files.createSymbolicLink(file, Path.of("..data/application.yml"));
		withFile(file).run((context) -> {
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			for (int i = 0; i < 3; i++) {
				assertThat(policies.reloadIfChanged().outcome()).isEqualTo(Outcome.UNCHANGED);
			}
			publish("..2026_11_29_02", RULES.formatted("https://b.example"));
			assertThat(policies.reloadIfChanged().outcome()).as("one read is not enough").isEqualTo(Outcome.UNCHANGED);
			assertThat(policies.reloadIfChanged().outcome()).isEqualTo(Outcome.RELOADED);
			assertThat(origin(policies)).isEqualTo("https://b.example");
			publish("..2026_11_29_03", RULES.formatted("https://b.example"));
			for (int i = 0; i < 3; i++) {
				assertThat(policies.reloadIfChanged().outcome()).as("the same content").isEqualTo(Outcome.UNCHANGED);
			}
			assertThat(policies.generation()).isEqualTo(2);
		});
	}

	@Test
	void mountedConfigMapIsFollowedByTheInterval() throws IOException {
		publish("..2026_11_29_01", RULES.formatted("https://a.example"));
		Path file = this.directory.resolve("application.yml");
		Files.createSymbolicLink(file, Path.of("..data/application.yml"));
		withFile(file).withPropertyValues("cors.reload-interval=1s").run((context) -> {
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			publish("..2026_11_29_02", RULES.formatted("https://b.example"));
			await(() -> policies.generation() == 2);
			assertThat(origin(policies)).isEqualTo("https://b.example");
		});
	}

	@Test
	void fileThatIsBeingWrittenIsNotApplied() throws IOException {
		Path file = write(RULES.formatted("[https://a.example, https://b.example]"));
		withFile(file).run((context) -> {
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			write(RULES.formatted("[https://c.example"));
			assertThat(policies.reloadIfChanged().outcome()).as("cut off, invalid").isEqualTo(Outcome.UNCHANGED);
			write(RULES.formatted("https://c"));
			assertThat(policies.reloadIfChanged().outcome()).as("cut off, valid").isEqualTo(Outcome.UNCHANGED);
			write(RULES.formatted("https://c.example"));
			assertThat(policies.reloadIfChanged().outcome()).isEqualTo(Outcome.UNCHANGED);
			assertThat(policies.sources().get(0).lastFailure()).isNull();
			assertThat(policies.reloadIfChanged().outcome()).isEqualTo(Outcome.RELOADED);
			assertThat(origin(policies)).isEqualTo("https://c.example");
		});
	}

	@Test
	void contentThatWasReadBeforeAnotherReloadIsReadTwiceAgain() throws IOException {
		Path file = write(RULES.formatted("https://a.example"));
		withFile(file).run((context) -> {
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			write(RULES.formatted("https://b.example"));
			policies.reloadIfChanged();
			write(RULES.formatted("https://c.example"));
			policies.reload();
			write(RULES.formatted("https://b.example"));
			assertThat(policies.reloadIfChanged().outcome()).isEqualTo(Outcome.UNCHANGED);
			assertThat(policies.reloadIfChanged().outcome()).isEqualTo(Outcome.RELOADED);
		});
	}

	@Test
	void fileThatIsInvalidInAnotherWayEachTimeIsAFailure() throws IOException {
		Path file = write(RULES.formatted("https://a.example"));
		withFile(file).run((context) -> {
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			write(RULES.formatted("[https://b.example"));
			assertThat(policies.reloadIfChanged().outcome()).isEqualTo(Outcome.UNCHANGED);
			write(RULES.formatted("'https://c.example"));
			assertThat(policies.reloadIfChanged().outcome()).isEqualTo(Outcome.FAILED);
			Files.delete(file);
			assertThat(policies.reloadIfChanged().outcome()).isEqualTo(Outcome.FAILED);
		});
	}

	/** The messages of parsers contain lines of the file. */
	@Test
	void failureHasNoSecretsOfTheFile() throws IOException {
		Path file = write(RULES.formatted("https://a.example"));
		withFile(file).run((context) -> {
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			for (String broken : List.of("\"secret", "secret: 1", "[secret", "@secret", "*secret", "!secret x",
					"!!java.secret x")) {
				write(RULES.formatted("https://a.example") + "password: " + broken + "\n");
				policies.reloadIfChanged();
				policies.reloadIfChanged();
				assertThat(policies.sources().get(0).failure()).as(broken)
					.contains("rules.yml", "cannot be read", "line ")
					.doesNotContain("secret");
				assertThatExceptionOfType(InvalidCorsPolicyException.class).as(broken)
					.isThrownBy(policies::reload)
					.satisfies((ex) -> assertThat(ex.problems().toString()).doesNotContain("secret"));
			}
		});
	}

	@Test
	void fileThatStaysInvalidIsAFailureUntilItIsFixed(CapturedOutput output) throws IOException {
		Path file = write(RULES.formatted("https://a.example"));
		withFile(file).run((context) -> {
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			for (String broken : List.of("[https://c.example", "https://c.example/", "https://a.example, typo: 1",
					"https://c.example\n      alowed-methods: GET")) {
				write(RULES.formatted(broken));
				policies.reloadIfChanged();
				for (int i = 0; i < 3; i++) {
					assertThat(policies.reloadIfChanged().outcome()).as(broken).isEqualTo(Outcome.FAILED);
					assertThat(policies.sources().get(0).failure()).as(broken).isNotNull();
				}
				assertThat(origin(policies)).isEqualTo("https://a.example");
			}
			write(RULES.formatted("https://a.example"));
			assertThat(policies.reloadIfChanged().outcome()).isEqualTo(Outcome.UNCHANGED);
			assertThat(policies.sources().get(0).failure()).isNull();
			assertThat(count(output, "works again")).isEqualTo(1);
			Files.delete(file);
			policies.reloadIfChanged();
			assertThat(policies.reloadIfChanged().outcome()).as("deleted").isEqualTo(Outcome.FAILED);
			assertThat(policies.generation()).isEqualTo(1);
		});
	}

	@Test
	void allowedHostsAndPlaceholdersAreFollowed() throws IOException {
		Path file = write("cors.allowed-hosts: a.example");
		withFile(file).run((context) -> {
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			write("cors.allowed-hosts: ${name}\nname: b.example");
			policies.reloadIfChanged();
			policies.reloadIfChanged();
			assertThat(policies.current().allowedHosts().entries()).containsExactly("b.example");
			write("cors.allowed-hosts: ${name}\nname: c.example");
			policies.reloadIfChanged();
			policies.reloadIfChanged();
			assertThat(policies.current().allowedHosts().entries()).containsExactly("c.example");
			assertThat(policies.generation()).isEqualTo(3);
		});
	}

	/** The allowed hosts of a file that was refused must not come in by another way. */
	@Test
	void refusedFileLeavesNothingForOtherReloads() throws IOException {
		Path file = write(RULES.formatted("https://a.example"));
		withFile(file).withUserConfiguration(SourceConfiguration.class).run((context) -> {
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			write(RULES.formatted("https://a.example/") + "  allowed-hosts: b.example\n");
			assertThatExceptionOfType(InvalidCorsPolicyException.class).isThrownBy(policies::reload);
			context.getBean(Source.class).origin.set("https://b.example");
			policies.reload(context.getBean(Source.class));
			assertThat(policies.current().allowedHosts().isAny()).isTrue();
			assertThat(policies.generation()).isEqualTo(2);
		});
	}

	@Test
	void filesAreLeftToSpringCloudOnlyIfItHasAPropertySource() throws IOException {
		Path file = write(RULES.formatted("https://a.example"));
		withFile(file).withUserConfiguration(SourceConfiguration.class).run((context) -> {
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			write(RULES.formatted("https://b.example"));
			policies.reload();
			assertThat(origin(policies)).isEqualTo("https://b.example");
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("configserver:file:/rules", new java.util.HashMap<>()));
			write(RULES.formatted("https://c.example"));
			for (int i = 0; i < 3; i++) {
				assertThat(policies.reloadIfChanged().outcome()).isEqualTo(Outcome.UNCHANGED);
			}
			context.getBean(Source.class).origin.set("https://other.example");
			assertThat(policies.reloadIfChanged().outcome()).as("other sources are asked").isEqualTo(Outcome.RELOADED);
			assertThat(origin(policies)).isEqualTo("https://b.example");
		});
	}

	/** The interval does not ask Spring Cloud, so it cannot know that all is well. */
	@Test
	void failedRefreshBySpringCloudStaysVisible(CapturedOutput output) {
		java.util.Map<String, Object> remote = new java.util.HashMap<>(java.util.Map.of("cors.policies.p.paths", "/**",
				"cors.policies.p.allowed-origins", "https://a.example"));
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("configserver:rules", remote)))
			.run((context) -> {
				CorsPolicies policies = context.getBean(CorsPolicies.class);
				remote.put("cors.policies.p.allowed-origins", "https://a.example/");
				assertThatExceptionOfType(InvalidCorsPolicyException.class).isThrownBy(policies::reload);
				CorsSourceStatus failed = policies.sources().get(0);
				java.time.Instant lastSuccess = policies.lastSuccess();
				assertThat(failed.failure()).isNotNull();
				assertThat(policies.reloadIfChanged().outcome()).isEqualTo(Outcome.UNCHANGED);
				assertThat(policies.sources()).containsExactly(failed);
				assertThat(policies.lastSuccess()).isEqualTo(lastSuccess);
				assertThat(output).doesNotContain("works again");
				remote.put("cors.policies.p.allowed-origins", "https://b.example");
				policies.reload();
				assertThat(policies.sources().get(0).failure()).isNull();
			});
	}

	@Test
	void optionalFileThatDisappearsHasNoPolicies(CapturedOutput output) throws IOException {
		Path file = write(RULES.formatted("https://a.example"));
		withLocation("optional:file:" + file).run((context) -> {
			CorsPolicies policies = context.getBean(CorsPolicies.class);
			Files.delete(file);
			assertThat(policies.reloadIfChanged().outcome()).isEqualTo(Outcome.UNCHANGED);
			assertThat(policies.reloadIfChanged().outcome()).isEqualTo(Outcome.RELOADED);
			assertThat(policies.policies()).isEmpty();
			assertThat(output).contains("After the reload there is no CORS policy");
		});
	}

	private WebApplicationContextRunner withFile(Path file) {
		return withLocation("file:" + file);
	}

	private WebApplicationContextRunner withLocation(String location) {
		return this.contextRunner.withInitializer((context) -> {
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("location", java.util.Map.of("spring.config.location", location)));
			ConfigDataEnvironmentPostProcessor.applyTo(context.getEnvironment());
		});
	}

	private Path write(String text) throws IOException {
		return Files.writeString(this.directory.resolve("rules.yml"), text);
	}

	/**
	 * Like kubelet: a new directory, and a link that replaces {@code ..data} in one step.
	 */
	private void publish(String name, String text) throws IOException {
		Path version = Files.createDirectory(this.directory.resolve(name));
		Files.writeString(version.resolve("application.yml"), text);
		Path link = Files.createSymbolicLink(this.directory.resolve("..data_tmp"), Path.of(name));
		Files.move(link, this.directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE,
				StandardCopyOption.REPLACE_EXISTING);
	}

	private static String origin(CorsPolicies policies) {
		return policies.policies().get(0).allowedOrigins().get(0).toString();
	}

	private static List<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("cors-reload") && thread.isAlive())
			.toList();
	}

	private static long count(CapturedOutput output, String text) {
		return output.getAll().lines().filter((line) -> line.contains(text)).count();
	}

	private static void await(java.util.function.BooleanSupplier condition) {
		long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("the time to wait").isLessThan(end);
			try {
				Thread.sleep(20);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class SourceConfiguration {

		@Bean
		Source tenants() {
			return new Source();
		}

		@Bean
		Listener listener() {
			return new Listener();
		}

	}

	static class Listener implements CorsReloadListener {

		private final List<Outcome> outcomes = java.util.Collections.synchronizedList(new ArrayList<>());

		@Override
		public void onReload(io.github.corsstarter.web.CorsReloadAttempt attempt) {
			this.outcomes.add(attempt.outcome());
		}

	}

	static class Source implements CorsPolicySource {

		private final AtomicInteger loads = new AtomicInteger();

		private final AtomicReference<String> origin = new AtomicReference<>("https://a.example");

		private final AtomicReference<Error> failure = new AtomicReference<>();

		private final AtomicReference<CountDownLatch> hang = new AtomicReference<>();

		@Override
		public List<CorsPolicySpecification> load() {
			this.loads.incrementAndGet();
			if (this.failure.get() != null) {
				throw this.failure.get();
			}
			if (this.hang.get() != null) {
				try {
					this.hang.get().await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
			return List.of(CorsPolicySpecification.builder("tenants")
				.paths("/tenants/**")
				.allowedOrigins(this.origin.get())
				.build());
		}

	}

}
