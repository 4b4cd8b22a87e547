package io.github.corsstarter.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.github.corsstarter.benchmarks.reactive.ReactiveContender;
import io.github.corsstarter.benchmarks.reactive.ReactiveFilterBenchmark;
import io.github.corsstarter.benchmarks.reactive.ReactiveServer;
import io.github.corsstarter.benchmarks.scenario.Scenario;
import io.github.corsstarter.benchmarks.servlet.CompileBenchmark;
import io.github.corsstarter.benchmarks.servlet.ServletContender;
import io.github.corsstarter.benchmarks.servlet.ServletFilterBenchmark;
import org.jspecify.annotations.Nullable;
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

	private final Effort effort;

	private final List<Measurement> measurements = new ArrayList<>();

	private RunBenchmarks(Effort effort) {
		this.effort = effort;
	}

	/**
	 * Run the benchmarks.
	 * @param args the length ({@code smoke}, {@code quick} or {@code full}); the file to
	 * write; and optionally the names of scenarios, or {@code compile}. Without a name,
	 * all scenarios run. With the name {@code reactive}, only that suite runs, and the
	 * file must exist and keeps its other results
	 * @throws Exception if a contender answers wrongly, or the file cannot be written
	 */
	public static void main(String... args) throws Exception {
		Effort effort = Effort.valueOf(args[0].toUpperCase(Locale.ROOT));
		List<String> only = Arrays.asList(args).subList(2, args.length);
		RunBenchmarks run = new RunBenchmarks(effort);
		if (only.equals(List.of("reactive"))) {
			run.reactiveAnew(Path.of(args[1]));
			return;
		}
		Surroundings surroundings = Surroundings.now(effort.describe());
		for (Scenario scenario : Scenario.values()) {
			if (only.isEmpty() || only.contains(scenario.id())) {
				run.servlet(scenario);
				run.reactive(scenario);
			}
		}
		if (only.isEmpty() || only.contains("compile")) {
			run.compile();
		}
		write(Path.of(args[1]), new Results(surroundings, List.copyOf(run.measurements)));
	}

	/**
	 * Keeps the results of the other suites. This is valid because ratios are computed
	 * within a suite.
	 */
	private void reactiveAnew(Path file) throws Exception {
		Results former = Json.read(file, Results.class);
		former.measurements()
			.stream()
			.filter((measurement) -> !measurement.suite().startsWith("reactive"))
			.forEach(this.measurements::add);
		for (Scenario scenario : Scenario.values()) {
			reactive(scenario);
		}
		Surroundings surroundings = Surroundings.now(this.effort.describe());
		write(file, new Results(surroundings, List.copyOf(this.measurements)));
	}

	private static void write(Path file, Results results) throws IOException {
		Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
		Files.writeString(file, Json.write(results));
	}

	private void servlet(Scenario scenario) throws RunnerException {
		String[] contenders = Arrays.stream(ServletContender.values())
			.filter((contender) -> contender.supports(scenario))
			.filter((contender) -> takesPart(contender, scenario))
			.map(Enum::name)
			.toArray(String[]::new);
		ChainedOptionsBuilder options = new OptionsBuilder().include(ServletFilterBenchmark.class.getName() + "\\.")
			.param("scenario", scenario.name())
			.param("contender", contenders);
		this.effort.applyTo(options);
		run("servlet", options);
	}

	private void reactive(Scenario scenario) throws RunnerException {
		if (this.effort != Effort.FULL && !isMain(scenario)) {
			return;
		}
		String[] contenders = Arrays.stream(ReactiveContender.values())
			.filter((contender) -> contender.supports(scenario))
			.map(Enum::name)
			.toArray(String[]::new);
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

	private void run(String suite, ChainedOptionsBuilder options) throws RunnerException {
		options.addProfiler(GCProfiler.class)
			.jvmArgs("-Xms1g", "-Xmx1g")
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT);
		for (RunResult result : new Runner(options.build()).run()) {
			add(suite, result);
		}
	}

	private void add(String suite, RunResult result) {
		Statistics statistics = result.getPrimaryResult().getStatistics();
		@Nullable Result<?> allocation = result.getSecondaryResults().get(ALLOCATION);
		@Nullable String scenario = result.getParams().getParam("scenario");
		Measurement measurement = new Measurement(suite, (scenario != null) ? id(scenario) : "origins-100-000",
				id(result.getParams().getParam("contender")), statistics.getPercentile(50), statistics.getMin(),
				statistics.getMax(), (allocation != null) ? allocation.getScore() : Double.NaN, statistics.getN());
		this.measurements.add(measurement);
		System.out.printf(Locale.ROOT, "%-9s %-24s %-19s %14.1f (%.1f to %.1f)  %.0f B%n", measurement.suite(),
				measurement.scenario(), measurement.contender(), measurement.median(), measurement.low(),
				measurement.high(), measurement.bytes());
	}

	private static String id(String name) {
		return name.toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
