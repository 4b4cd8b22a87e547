package io.github.corsstarter.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.boot.SpringApplication;

/**
 * The sample application with the starter's filter, with Spring's filter, or without one.
 * Nothing else differs. The class path is the same for all three.
 */
public final class EndToEndApplication {

	/**
	 * The sample's main class. The scripts put it on the class path, so this module does
	 * not depend on it.
	 */
	static final String SAMPLE = "io.github.corsstarter.sample.SampleApplication";

	private static final List<String> FILTERS = List.of("starter", "spring", "none");

	private EndToEndApplication() {
	}

	/**
	 * Start the application.
	 * @param args the filter ({@code starter}, {@code spring} or {@code none}), and
	 * arguments for the application
	 * @throws ClassNotFoundException if the sample is not on the class path
	 */
	public static void main(String... args) throws ClassNotFoundException {
		List<Class<?>> sources = new ArrayList<>();
		sources.add(Class.forName(SAMPLE));
		String filter = args[0];
		if (!FILTERS.contains(filter)) {
			throw new IllegalArgumentException("No such filter: " + filter);
		}
		if (filter.equals("spring")) {
			sources.add(SpringFilterConfiguration.class);
		}
		SpringApplication application = new SpringApplication(sources.toArray(Class<?>[]::new));
		application.setDefaultProperties(Map.of("cors.enabled", Boolean.toString(filter.equals("starter"))));
		application.run(List.of(args).subList(1, args.length).toArray(String[]::new));
	}

}
