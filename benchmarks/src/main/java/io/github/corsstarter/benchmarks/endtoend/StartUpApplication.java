package io.github.corsstarter.benchmarks.endtoend;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * Starts the sample application once and stops it.
 */
public final class StartUpApplication {

	private StartUpApplication() {
	}

	/**
	 * Start the application. As soon as it is ready, print the time since the start of
	 * the virtual machine, the number of beans and the number of loaded classes.
	 * @param args whether the starter is enabled, and arguments for the application
	 * @throws ClassNotFoundException if the sample is not on the class path
	 */
	public static void main(String... args) throws ClassNotFoundException {
		SpringApplication application = new SpringApplication(Class.forName(EndToEndApplication.SAMPLE));
		application.setDefaultProperties(Map.of("cors.enabled", args[0]));
		application.addListeners(new Clock());
		application.run(List.of(args).subList(1, args.length).toArray(String[]::new)).close();
	}

	/**
	 * Prints the figures before other listeners do work that may follow the start, such
	 * as the starter's report on other CORS rules.
	 */
	private static final class Clock implements ApplicationListener<ApplicationReadyEvent>, Ordered {

		@Override
		public void onApplicationEvent(ApplicationReadyEvent event) {
			long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
			ConfigurableApplicationContext context = event.getApplicationContext();
			System.out.printf("STARTED\t%d\t%d\t%d%n", uptime, context.getBeanDefinitionCount(),
					ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

	}

}
