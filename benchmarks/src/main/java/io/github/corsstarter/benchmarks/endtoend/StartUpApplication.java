package io.github.corsstarter.benchmarks.endtoend;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the sample application once and stops it.
 */
public final class StartUpApplication {

	private StartUpApplication() {
	}

	/**
	 * Start the application, and print the time since the start of the virtual machine,
	 * the number of beans and the number of loaded classes.
	 * @param args whether the starter is enabled, and arguments for the application
	 * @throws ClassNotFoundException if the sample is not on the class path
	 */
	public static void main(String... args) throws ClassNotFoundException {
		SpringApplication application = new SpringApplication(Class.forName(EndToEndApplication.SAMPLE));
		application.setDefaultProperties(Map.of("cors.enabled", args[0]));
		try (ConfigurableApplicationContext context = application
			.run(List.of(args).subList(1, args.length).toArray(String[]::new))) {
			System.out.printf("STARTED\t%d\t%d\t%d%n", ManagementFactory.getRuntimeMXBean().getUptime(),
					context.getBeanDefinitionCount(),
					ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
		}
	}

}
