package io.github.corsstarter.compatibility.application;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import io.github.corsstarter.web.CorsPolicies;

import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.SpringVersion;
import org.springframework.util.ClassUtils;

/**
 * Starts an application on ports that the system chooses, and writes facts about it to a
 * file. In some cases, one process starts the application several times: once for each
 * suite, or once for each constant of {@link CorsInSecurity}. The process ends when its
 * standard input does, that is, when its parent ends.
 */
public final class Launcher {

	/** The file of facts, which is written after everything has started. */
	public static final String FACTS = "facts.properties";

	/** The line that is printed after the start. */
	public static final String STARTED = "compatibility: started";

	/** The response header with the kind of thread that handles the request. */
	public static final String THREAD_NAME = "X-Thread";

	/**
	 * The response header of requests that passed the policies.
	 */
	public static final String PASSED = "X-Passed";

	/** The system property with the key for signing tokens. */
	public static final String KEY = "compatibility.key";

	static final String CORS_IN_SECURITY = "compatibility.cors-in-security";

	private static final String OURS = "io.github.corsstarter.";

	private static final String CLOUD_EVENT = "org.springframework.cloud.context.environment.EnvironmentChangeEvent";

	private static final String CLOUD_CONFIG = "org.springframework.cloud.config.client.ConfigClientProperties";

	private static final String[] SUITES = { "standard", "debug", "hosts" };

	private static final String[][] OPTIONAL = { { "servlet", "jakarta.servlet.Filter" },
			{ "reactor", "reactor.core.publisher.Mono" }, { "jspecify", "org.jspecify.annotations.Nullable" },
			{ "actuator", "org.springframework.boot.actuate.endpoint.annotation.Endpoint" },
			{ "micrometer", "io.micrometer.core.instrument.MeterRegistry" },
			{ "security", "org.springframework.security.web.SecurityFilterChain" },
			{ "assertj", "org.assertj.core.api.Assertions" }, { "spring-cloud", CLOUD_EVENT } };

	private static final String[] BEANS = { "corsPolicies", "corsPolicyFilterRegistration", "corsPolicyWebFilter",
			"springSecurityFilterChain", "org.springframework.security.config.annotation.web.reactive."
					+ "WebFluxSecurityConfiguration.WebFilterChainFilter" };

	private Launcher() {
	}

	static void run(Class<?> application, String folder) throws Exception {
		run(application, folder, SUITES);
	}

	static void run(Class<?> application, String folder, String... suites) throws Exception {
		Properties facts = new Properties();
		for (String suite : suites) {
			describe(start(application, folder, suite), suite, facts);
		}
		finish(facts, folder);
	}

	/**
	 * Starts a secured application once for each constant of {@link CorsInSecurity}.
	 * @param preflightFilter the class of Spring's filter that answers only preflights.
	 * Early versions of Spring Framework do not have it
	 */
	static void runSecured(Class<?> application, String folder, String preflightFilter) throws Exception {
		Properties facts = new Properties();
		for (CorsInSecurity cors : CorsInSecurity.values()) {
			if (cors.hasPreflightFilter() && !ClassUtils.isPresent(preflightFilter, null)) {
				continue;
			}
			describe(start(application, folder, "secured", "--" + CORS_IN_SECURITY + "=" + cors), cors.name(), facts);
		}
		finish(facts, folder);
	}

	private static void finish(Properties facts, String folder) throws IOException {
		System.out.println(STARTED);
		write(facts, Path.of(folder));
		System.in.transferTo(OutputStream.nullOutputStream());
		System.exit(0);
	}

	private static ConfigurableApplicationContext start(Class<?> application, String folder, String configuration,
			String... more) {
		List<String> arguments = new ArrayList<>(
				List.of("--spring.config.location=" + Path.of(folder, configuration + ".yml").toUri(),
						"--server.address=127.0.0.1", "--server.port=0", "--server.shutdown=immediate",
						"--server.forward-headers-strategy=framework", "--server.max-http-request-header-size=32KB",
						"--spring.main.banner-mode=off", "--management.endpoints.web.exposure.include=*",
						"--logging.pattern.console=%level|%logger|%message%n"));
		arguments.addAll(List.of(more));
		return SpringApplication.run(application, arguments.toArray(String[]::new));
	}

	private static void describe(ConfigurableApplicationContext context, String suite, Properties facts) {
		facts.setProperty(suite + ".port", context.getEnvironment().getProperty("local.server.port", ""));
		CorsPolicies policies = context.getBeanProvider(CorsPolicies.class).getIfAvailable();
		if (policies != null) {
			facts.setProperty(suite + ".warnings", String.valueOf(policies.warnings().size()));
		}
		facts.setProperty("boot", String.valueOf(SpringBootVersion.getVersion()));
		facts.setProperty("framework", String.valueOf(SpringVersion.getVersion()));
		facts.setProperty("java", String.valueOf(Runtime.version().feature()));
		facts.setProperty("aot", String.valueOf(AotDetector.useGeneratedArtifacts()));
		for (String[] optional : OPTIONAL) {
			facts.setProperty("present." + optional[0], String.valueOf(ClassUtils.isPresent(optional[1], null)));
		}
		for (String bean : BEANS) {
			facts.setProperty("bean." + bean.substring(bean.lastIndexOf('.') + 1),
					String.valueOf(context.containsBean(bean)));
		}
		facts.setProperty("server", server(context));
		facts.setProperty("spring-cloud", version(CLOUD_EVENT));
		facts.setProperty("spring-cloud-config", version(CLOUD_CONFIG));
		ConditionEvaluationReport.get(context.getBeanFactory())
			.getConditionAndOutcomesBySource()
			.forEach((source, outcomes) -> {
				if (source.startsWith(OURS)) {
					facts.setProperty("condition." + source.substring(source.lastIndexOf('.') + 1),
							String.valueOf(outcomes.isFullMatch()));
				}
			});
	}

	private static String server(ConfigurableApplicationContext context) {
		try {
			return context.getClass().getMethod("getWebServer").invoke(context).getClass().getSimpleName();
		}
		catch (ReflectiveOperationException ex) {
			return String.valueOf(ex);
		}
	}

	private static String version(String type) {
		try {
			return Class.forName(type).getPackage().getImplementationVersion();
		}
		catch (ClassNotFoundException ex) {
			return "none";
		}
	}

	private static void write(Properties facts, Path folder) throws IOException {
		Path unfinished = folder.resolve(FACTS + ".unfinished");
		try (Writer writer = Files.newBufferedWriter(unfinished)) {
			facts.store(writer, null);
		}
		Files.move(unfinished, folder.resolve(FACTS), StandardCopyOption.ATOMIC_MOVE);
	}

}
