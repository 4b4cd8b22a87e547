package io.github.corsstarter.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.corsstarter.benchmarks.container.Container;
import io.github.corsstarter.benchmarks.container.ContainerContender;
import io.github.corsstarter.benchmarks.container.ContainerFilterBenchmark;
import io.github.corsstarter.benchmarks.container.ContentionBenchmark;
import io.github.corsstarter.benchmarks.reactive.ReactiveContender;
import io.github.corsstarter.benchmarks.reactive.ReactiveFilterBenchmark;
import io.github.corsstarter.benchmarks.reactive.ReactiveServer;
import io.github.corsstarter.benchmarks.scale.Growth;
import io.github.corsstarter.benchmarks.scale.ScaleBenchmark;
import io.github.corsstarter.benchmarks.scenario.Scenario;
import io.github.corsstarter.benchmarks.servlet.CompileBenchmark;
import io.github.corsstarter.benchmarks.servlet.ServletContender;
import io.github.corsstarter.benchmarks.servlet.ServletFilterBenchmark;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * Measures everything, scenario by scenario, so that the contenders of a comparison are
 * measured within the same minutes.
 */
public final class RunBenchmarks {

	private static final String ALLOCATION = "gc.alloc.rate.norm";

	/** The scenarios with one origin and one path in which nothing is unusually long. */
	private static final List<Scenario> SIMPLE = List.of(Scenario.NO_ORIGIN, Scenario.SAME_ORIGIN, Scenario.ALLOWED_GET,
			Scenario.REFUSED_POST, Scenario.PREFLIGHT);

	private final Effort effort;

	private final List<Measurement> measurements = new ArrayList<>();

	private final Map<String, Double> seconds = new LinkedHashMap<>();

	private RunBenchmarks(Effort effort) {
		this.effort = effort;
	}

	/**
	 * Run the benchmarks.
	 * @param args the length ({@code smoke}, {@code quick} or {@code full}); the file to
	 * write; and optionally names. Without a name, everything runs. The names of parts
	 * run these parts: the file must exist, and keeps its other results. The name
	 * {@code second} runs the main rows, to compare two versions of Java. Other names are
	 * those of scenarios
	 * @throws Exception if a contender answers wrongly, or the file cannot be written
	 */
	public static void main(String... args) throws Exception {
		Effort effort = Effort.valueOf(args[0].toUpperCase(Locale.ROOT));
		Path file = Path.of(args[1]);
		List<String> names = Arrays.asList(args).subList(2, args.length);
		RunBenchmarks run = new RunBenchmarks(effort);
		Surroundings surroundings = Surroundings.now(effort.describe());
		List<Part> parts = Arrays.stream(Part.values()).filter((part) -> names.contains(part.id())).toList();
		if (names.isEmpty()) {
			run.measure(List.of(Part.values()), List.of(Scenario.values()));
		}
		else if (names.equals(List.of("second"))) {
			run.mainRows();
		}
		else if (!parts.isEmpty()) {
			run.keepOthers(Json.read(file, Results.class), parts);
			run.measure(parts, List.of(Scenario.values()));
		}
		else {
			run.measure(List.of(Part.SERVLET, Part.CONTAINERS, Part.REACTIVE),
					Arrays.stream(Scenario.values()).filter((scenario) -> names.contains(scenario.id())).toList());
		}
		write(file, new Results(surroundings, List.copyOf(run.measurements)));
		run.seconds
			.forEach((suite, seconds) -> System.out.printf(Locale.ROOT, "%-19s took %,6.0f s%n", suite, seconds));
	}

	/**
	 * Keeps the results of the other parts. This is valid because ratios are computed
	 * within a suite.
	 */
	private void keepOthers(Results former, List<Part> parts) {
		former.measurements()
			.stream()
			.filter((measurement) -> parts.stream().noneMatch((part) -> part.has(measurement)))
			.forEach(this.measurements::add);
	}

	private void measure(List<Part> parts, List<Scenario> scenarios) throws RunnerException {
		for (Scenario scenario : scenarios) {
			if (parts.contains(Part.SERVLET)) {
				servlet(scenario);
			}
			if (parts.contains(Part.CONTAINERS)) {
				containers(scenario);
			}
			if (parts.contains(Part.REACTIVE)) {
				reactive(scenario);
			}
		}
		if (parts.contains(Part.CONTENTION)) {
			contention();
		}
		if (parts.contains(Part.COMPILE)) {
			compile();
		}
		if (parts.contains(Part.SCALE)) {
			scale();
		}
	}

	/** The scenarios and the contenders whose ratios are compared between two JDKs. */
	private void mainRows() throws RunnerException {
		for (Scenario scenario : SIMPLE) {
			servlet(scenario, Stream.of(ServletContender.NONE, ServletContender.STARTER, ServletContender.SPRING_7)
				.filter((contender) -> contender.supports(scenario)));
			container(Container.TOMCAT, scenario,
					Stream.of(ContainerContender.NONE, ContainerContender.STARTER, ContainerContender.SPRING_7));
			reactive(scenario);
		}
	}

	private static void write(Path file, Results results) throws IOException {
		Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
		Files.writeString(file, Json.write(results));
	}

	private void servlet(Scenario scenario) throws RunnerException {
		servlet(scenario,
				Arrays.stream(ServletContender.values())
					.filter((contender) -> contender.supports(scenario))
					.filter((contender) -> takesPart(contender, scenario)));
	}

	private void servlet(Scenario scenario, Stream<ServletContender> contenders) throws RunnerException {
		ChainedOptionsBuilder options = new OptionsBuilder().include(ServletFilterBenchmark.class.getName() + "\\.")
			.param("scenario", scenario.name())
			.param("contender", names(contenders));
		this.effort.applyTo(options);
		run("servlet", options);
	}

	private void containers(Scenario scenario) throws RunnerException {
		for (Container container : Container.values()) {
			if (SIMPLE.contains(scenario)) {
				container(container, scenario, container.contenders().stream());
			}
			else if (scenario == Scenario.LONG_ORIGIN) {
				container(container, scenario,
						Stream.of(ContainerContender.NONE, ContainerContender.HEADERS, ContainerContender.STARTER));
			}
		}
	}

	private void container(Container container, Scenario scenario, Stream<ContainerContender> contenders)
			throws RunnerException {
		ChainedOptionsBuilder options = new OptionsBuilder().include(ContainerFilterBenchmark.class.getName() + "\\.")
			.param("container", container.name())
			.param("scenario", scenario.name())
			.param("contender", names(contenders));
		this.effort.applyToContainers(options);
		run(container.suite(), options);
	}

	/**
	 * One thread and two threads alternate, so that they are measured within a minute.
	 */
	private void contention() throws RunnerException {
		for (Scenario scenario : ContentionBenchmark.SCENARIOS) {
			for (int threads = 1; threads <= 2; threads++) {
				ChainedOptionsBuilder options = new OptionsBuilder()
					.include(ContentionBenchmark.class.getName() + "\\.")
					.param("scenario", scenario.name())
					.param("contender", names(ContentionBenchmark.CONTENDERS.stream()))
					.threads(threads);
				this.effort.applyToContainers(options);
				run("contention-" + threads, options);
			}
		}
	}

	private void scale() throws RunnerException {
		for (Growth growth : Growth.values()) {
			String[] sizes = growth.sizes()
				.stream()
				.limit((this.effort == Effort.FULL) ? growth.sizes().size() : 1)
				.map(String::valueOf)
				.toArray(String[]::new);
			ChainedOptionsBuilder load = new OptionsBuilder().include(ScaleBenchmark.class.getName() + "\\.load$")
				.param("growth", growth.name())
				.param("size", sizes);
			this.effort.applyToScale(load);
			run("scale-load", load);
			ChainedOptionsBuilder lookUp = new OptionsBuilder().include(ScaleBenchmark.class.getName() + "\\.lookUp$")
				.param("growth", growth.name())
				.param("size", sizes);
			this.effort.applyTo(lookUp);
			lookUp.forks(1);
			run("scale-look-up", lookUp);
		}
	}

	private void reactive(Scenario scenario) throws RunnerException {
		if (this.effort != Effort.FULL && !isMain(scenario)) {
			return;
		}
		String[] contenders = names(
				Arrays.stream(ReactiveContender.values()).filter((contender) -> contender.supports(scenario)));
		for (ReactiveServer server : ReactiveServer.values()) {
			ChainedOptionsBuilder options = new OptionsBuilder()
				.include(ReactiveFilterBenchmark.class.getName() + "\\.")
				.param("server", server.name())
				.param("scenario", scenario.name())
				.param("contender", contenders);
			this.effort.applyToReactive(options);
			run(server.suite(), options);
		}
	}

	private void compile() throws RunnerException {
		ChainedOptionsBuilder startUp = new OptionsBuilder().include(CompileBenchmark.class.getName() + "\\.");
		this.effort.applyToStartUp(startUp);
		run("start-up", startUp);
		ChainedOptionsBuilder reload = new OptionsBuilder().include(CompileBenchmark.class.getName() + "\\.");
		this.effort.applyToReload(reload);
		run("reload", reload);
	}

	private boolean takesPart(ServletContender contender, Scenario scenario) {
		if (contender.isVariant()) {
			return this.effort == Effort.FULL && isMain(scenario);
		}
		return this.effort == Effort.FULL || isMain(scenario) || contender != ServletContender.SPRING_6;
	}

	/** Scenarios with one origin and one path. Only these are measured for variants. */
	private static boolean isMain(Scenario scenario) {
		return scenario.compareTo(Scenario.LONG_ORIGIN) <= 0;
	}

	private static String[] names(Stream<? extends Enum<?>> contenders) {
		return contenders.map(Enum::name).toArray(String[]::new);
	}

	private void run(String suite, ChainedOptionsBuilder options) throws RunnerException {
		String heap = suite.startsWith("scale-") ? "2g" : "1g";
		options.addProfiler(GCProfiler.class)
			.jvmArgs("-Xms" + heap, "-Xmx" + heap)
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT);
		long began = System.nanoTime();
		for (RunResult result : new Runner(options.build()).run()) {
			add(suite, result);
		}
		this.seconds.merge(suite, (System.nanoTime() - began) / 1e9, Double::sum);
	}

	private void add(String suite, RunResult result) {
		Statistics statistics = result.getPrimaryResult().getStatistics();
		@Nullable Result<?> allocation = result.getSecondaryResults().get(ALLOCATION);
		BenchmarkParams params = result.getParams();
		@Nullable String contender = params.getParam("contender");
		Measurement measurement = new Measurement(suite, scenario(params),
				(contender != null) ? id(contender) : ServletContender.STARTER.id(), statistics.getPercentile(50),
				statistics.getMin(), statistics.getMax(), (allocation != null) ? allocation.getScore() : Double.NaN,
				statistics.getN());
		this.measurements.add(measurement);
		System.out.printf(Locale.ROOT, "%-16s %-24s %-19s %14.1f (%.1f to %.1f)  %.0f B%n", measurement.suite(),
				measurement.scenario(), measurement.contender(), measurement.median(), measurement.low(),
				measurement.high(), measurement.bytes());
	}

	private static String scenario(BenchmarkParams params) {
		@Nullable String growth = params.getParam("growth");
		if (growth != null) {
			return Growth.valueOf(growth).id(Integer.parseInt(params.getParam("size")));
		}
		@Nullable String scenario = params.getParam("scenario");
		return (scenario != null) ? id(scenario) : Scenario.ORIGINS_100_000.id();
	}

	private static String id(String name) {
		return name.toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
