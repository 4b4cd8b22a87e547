package io.github.corsstarter.compatibility;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.corsstarter.compatibility.Cell.Mode;
import io.github.corsstarter.compatibility.ClassPath.Kit;
import io.github.corsstarter.compatibility.application.Launcher;
import io.github.corsstarter.conformance.ConformanceAssertions;
import io.github.corsstarter.conformance.ConformanceResponse;
import io.github.corsstarter.conformance.ConformanceRow;
import io.github.corsstarter.conformance.ConformanceSuite;
import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the conformance table over HTTP on cells of the matrix: on a few of them in an
 * ordinary build, and on all with the environment variable {@code CORS_FULL_MATRIX=true}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class CompatibilityIT {

	private static final boolean FULL = Boolean.parseBoolean(System.getenv("CORS_FULL_MATRIX"));

	private static final Pattern OURS = Pattern.compile("(?m)^(?:WARN|ERROR)\\|io\\.github\\.corsstarter\\..*$");

	/** The expected warnings about the configurations of the suites. */
	private static final Pattern ABOUT_CONFIGURATION = Pattern
		.compile("WARN\\|io\\.github\\.corsstarter\\.autoconfigure\\.[^|]*\\|(?:cors\\.[a-z]"
				+ "|CORS: The policy 'covered' decides on /covered/annotated; @CrossOrigin "
				+ "|CORS: PreFlightRequest(?:Web)?Filter 'preflights' runs before the policies).*");

	private static final Pattern LINKAGE = Pattern.compile("(?m)^.*\\b(?:NoSuch(?:Method|Field)|NoClassDefFound"
			+ "|AbstractMethod|IncompatibleClassChange|Verify|Linkage)Error\\b.*$");

	private static final int MAX_SHOWN = 5;

	private final Path folder = Path.of(System.getProperty("compatibility.folder"));

	private final ClassPaths classPaths = new ClassPaths(this.folder.resolve("class-paths"));

	private final List<Cell> cells = selected(FULL ? fullMatrix() : quickMatrix());

	private final CompatibilityReport report = new CompatibilityReport(this.cells);

	private final CloudCells cloudCells = new CloudCells(this.folder);

	/**
	 * Selects the cells whose names contain the value of the property
	 * {@code compatibility.only}, for work on a few of them.
	 */
	private static List<Cell> selected(List<Cell> cells) {
		String only = System.getProperty("compatibility.only", "");
		return cells.stream().filter((cell) -> cell.name().contains(only)).toList();
	}

	private static List<Cell> quickMatrix() {
		List<Cell> cells = new ArrayList<>();
		for (BootVersion version : List.of(BootVersion.V3_5, BootVersion.V4_0)) {
			for (Stack stack : List.of(Stack.TOMCAT, Stack.NETTY)) {
				cells.add(new Cell(new ClassPath(version, stack, Kit.PLAIN), Jdks.CURRENT, Mode.ORDINARY));
				cells.add(new Cell(new ClassPath(version, stack, Kit.EQUIPPED), Jdks.CURRENT, Mode.ORDINARY));
				cells.add(new Cell(new ClassPath(version, stack, Kit.EQUIPPED), Jdks.CURRENT, Mode.SECURED));
				cells.add(new Cell(new ClassPath(version, stack, Kit.TESTING), Jdks.CURRENT, Mode.SLICE));
			}
			cells.add(new Cell(new ClassPath(version, Stack.TOMCAT, Kit.CLOUD), Jdks.CURRENT, Mode.CLOUD));
		}
		for (Stack stack : List.of(Stack.TOMCAT, Stack.NETTY)) {
			cells.add(new Cell(new ClassPath(BootVersion.V4_1, stack, Kit.PLAIN), Jdks.CURRENT, Mode.AOT));
			cells.add(new Cell(new ClassPath(BootVersion.V4_1, stack, Kit.CLOUD), Jdks.CURRENT, Mode.CLOUD));
		}
		return cells;
	}

	private static List<Cell> fullMatrix() {
		List<Cell> cells = new ArrayList<>();
		for (BootVersion version : List.of(BootVersion.V3_5, BootVersion.V4_0, BootVersion.V4_0_LATEST,
				BootVersion.V4_1_EARLIER, BootVersion.V4_1, BootVersion.V4_2)) {
			for (Stack stack : version.stacks()) {
				boolean both = stack == Stack.TOMCAT || stack == Stack.NETTY;
				for (Kit kit : List.of(Kit.PLAIN, Kit.EQUIPPED)) {
					ClassPath classPath = new ClassPath(version, stack, kit);
					addModes(cells, classPath, Mode.ORDINARY);
					if (version == BootVersion.V4_1 && both) {
						addModes(cells, classPath, Mode.AOT);
					}
					if (version == BootVersion.V4_1 && kit == Kit.PLAIN) {
						cells.add(new Cell(classPath, 25, Mode.VIRTUAL_THREADS));
					}
				}
				if (version == BootVersion.V3_5) {
					cells.add(new Cell(new ClassPath(version, stack, Kit.PLAIN), 17, Mode.WATCHED));
				}
				if (both) {
					cells.add(new Cell(new ClassPath(version, stack, Kit.EQUIPPED), 17, Mode.SECURED));
					cells.add(new Cell(new ClassPath(version, stack, Kit.TESTING), 17, Mode.SLICE));
				}
				if (both && version.neighbour() == null) {
					cells.add(new Cell(new ClassPath(version, stack, Kit.CLOUD), 17, Mode.CLOUD));
				}
			}
		}
		return cells;
	}

	private static void addModes(List<Cell> cells, ClassPath classPath, Mode mode) {
		cells.add(new Cell(classPath, 17, mode));
		cells.add(new Cell(classPath, 25, mode));
	}

	List<Cell> cells() {
		return this.cells;
	}

	@BeforeAll
	void resolveClassPaths() throws IOException, InterruptedException {
		Set<ClassPath> all = new LinkedHashSet<>();
		for (Cell cell : this.cells) {
			cell.classPath().neighbour().ifPresent(all::add);
			all.add(cell.classPath());
		}
		all.add(CloudCells.SERVER);
		this.classPaths.resolve(all);
		all.forEach((classPath) -> this.report.addSubstitutes(classPath, this.classPaths.substitutes(classPath)));
	}

	/**
	 * Writes the report after each cell, so that it is not lost if a long run is killed.
	 */
	@AfterEach
	void writeReport() throws IOException {
		synchronized (this.report) {
			Files.writeString(this.folder.resolveSibling("compatibility.md"), this.report.markdown());
		}
	}

	@AfterAll
	void stopConfigServer() {
		this.cloudCells.close();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("cells")
	void conforms(Cell cell) throws Exception {
		Optional<Path> java = Jdks.find(cell.java());
		Assumptions.assumeTrue(java.isPresent(),
				() -> "There is no Java " + cell.java() + ": name its folder in " + Jdks.variable(cell.java()));
		List<Path> files = this.classPaths.files(cell.classPath());
		Assumptions.assumeFalse(files.isEmpty() && cell.classPath().version().neighbour() != null,
				() -> "Modules are not available, see " + this.classPaths.log());
		assertThat(files).as("class path, see %s", this.classPaths.log()).isNotEmpty();
		this.report.add(cell, "not started");
		Path cellFolder = this.folder.resolve(cell.name());
		List<String> failures = switch (cell.mode()) {
			case ORDINARY, AOT, VIRTUAL_THREADS -> runTable(cell, java.get(), files, cellFolder);
			case WATCHED -> runWatched(cell, java.get(), files, cellFolder);
			case SECURED -> runSecured(cell, java.get(), files, cellFolder);
			case SLICE -> runSlice(cell, java.get(), files, cellFolder);
			case CLOUD -> runCloud(cell, java.get(), files, cellFolder);
		};
		assertThat(failures.stream().limit(MAX_SHOWN)).as("failed rows, %s in total", failures.size()).isEmpty();
	}

	private List<String> runTable(Cell cell, Path java, List<Path> files, Path cellFolder) throws Exception {
		List<Path> classPath = applicationClassPath(files);
		List<String> options = new ArrayList<>();
		Class<?> application = cell.classPath().stack().application();
		if (cell.mode() == Mode.AOT) {
			classPath.addAll(0, AheadOfTime.process(java, classPath, application, cellFolder));
			options.add("-Dspring.aot.enabled=true");
		}
		else if (cell.mode() == Mode.VIRTUAL_THREADS) {
			options.add("-Dspring.threads.virtual.enabled=true");
		}
		try (RunningApplication running = RunningApplication.start(java, classPath, options, application, cellFolder)) {
			checkFacts(cell, running);
			List<String> failures = runTable(cell, running);
			checkOutput(running);
			return failures;
		}
	}

	private List<String> runSecured(Cell cell, Path java, List<Path> files, Path cellFolder) throws Exception {
		SecurityScenarios scenarios = new SecurityScenarios();
		boolean reactive = cell.classPath().stack().isReactive();
		try (RunningApplication running = RunningApplication.start(java, applicationClassPath(files),
				scenarios.javaOptions(), cell.classPath().stack().securedApplication(), cellFolder)) {
			checkFacts(cell, running);
			List<String> failures = scenarios.run(running, reactive);
			this.report.add(cell, scenarios.result());
			checkOutput(running);
			return failures;
		}
	}

	/**
	 * Policies that are not enforced: each response is the same as without the starter.
	 */
	private List<String> runWatched(Cell cell, Path java, List<Path> files, Path cellFolder) throws Exception {
		List<Path> classPath = applicationClassPath(files);
		Class<?> application = cell.classPath().stack().application();
		List<String> failures = new ArrayList<>();
		int count = 0;
		try (RunningApplication watched = RunningApplication.start(java, classPath,
				List.of("-Dcors.defaults.enforce=false"), application, cellFolder);
				RunningApplication without = RunningApplication.start(java, classPath, List.of("-Dcors.enabled=false"),
						application, cellFolder.resolve("without"))) {
			checkFacts(cell, watched);
			for (ConformanceSuite suite : ConformanceSuite.values()) {
				RawHttp http = new RawHttp(watched.port(suite));
				RawHttp expected = new RawHttp(without.port(suite));
				for (ConformanceRow row : suite.rows(cell.classPath().stack().rowName())) {
					count++;
					String response = stable(ConformanceResponse.of(http, row));
					String other = stable(ConformanceResponse.of(expected, row));
					if (!response.equals(other)) {
						failures.add(row + "\nwith the starter:\n" + response + "\nwithout:\n" + other);
					}
				}
			}
			assertThat(watched.output()).contains("' is not enforced. It would ");
			checkLinkage(watched.output());
		}
		this.report.add(cell, (count - failures.size()) + " of " + count);
		return failures;
	}

	private static String stable(ConformanceResponse response) {
		return response.toString().replaceAll("(?m)^Date: .*$", "Date");
	}

	private List<String> runSlice(Cell cell, Path java, List<Path> files, Path cellFolder) throws Exception {
		List<Path> classPath = new ArrayList<>(List.of(jar()));
		classPath.addAll(files);
		this.report.add(cell, SliceTests.run(java, classPath, cell, cellFolder));
		return List.of();
	}

	private List<String> runCloud(Cell cell, Path java, List<Path> files, Path cellFolder) throws Exception {
		this.cloudCells.startServer(java, applicationClassPath(this.classPaths.files(CloudCells.SERVER)));
		this.cloudCells.run(cell, java, applicationClassPath(files), cellFolder);
		this.report.add(cell, "passed");
		return List.of();
	}

	private static List<Path> applicationClassPath(List<Path> files) throws URISyntaxException {
		List<Path> classPath = new ArrayList<>(List.of(codeOf(Launcher.class), codeOf(ConformanceSuite.class), jar()));
		classPath.addAll(files);
		return classPath;
	}

	private List<String> runTable(Cell cell, RunningApplication running) {
		List<String> failures = new ArrayList<>();
		String line = cell.classPath().version().rowName();
		Stack stack = cell.classPath().stack();
		boolean firewall = cell.classPath().kit() == ClassPath.Kit.EQUIPPED && !stack.isReactive();
		List<String> notOn = List.of(line, stack.rowName() + "-" + line, firewall ? "firewall" : "");
		int count = 0;
		for (ConformanceSuite suite : ConformanceSuite.values()) {
			RawHttp http = new RawHttp(running.port(suite));
			for (ConformanceRow row : suite.rows(cell.classPath().stack().rowName())) {
				if (!Collections.disjoint(row.notOn().keySet(), notOn)) {
					continue;
				}
				count++;
				try {
					ConformanceAssertions.assertConforms(row, ConformanceResponse.of(http, row));
				}
				catch (AssertionError | RuntimeException ex) {
					failures.add(ex.toString());
				}
			}
		}
		this.report.add(cell, (count - failures.size()) + " of " + count);
		return failures;
	}

	/** Checks that the application runs on what the cell says. */
	private static void checkFacts(Cell cell, RunningApplication running) {
		ClassPath classPath = cell.classPath();
		boolean reactive = classPath.stack().isReactive();
		boolean equipped = classPath.kit() == Kit.EQUIPPED;
		checkFacts(running, Map.of("boot", classPath.version(), "java", cell.java(), "aot", cell.mode() == Mode.AOT));
		assertThat(running.fact("server")).containsIgnoringCase(classPath.stack().rowName());
		checkFacts(running, Map.of("present.actuator", equipped, "present.micrometer", equipped, "present.security",
				equipped, "present.assertj", false, "present.spring-cloud", false));
		if (!equipped) {
			checkFacts(running, Map.of("present.reactor", reactive, "present.servlet", !reactive, "present.jspecify",
					!classPath.version().isBefore4()));
		}
		checkFacts(running, Map.of("bean.corsPolicies", true, "bean.corsPolicyFilterRegistration", !reactive,
				"bean.corsPolicyWebFilter", reactive));
		checkFacts(running, Map.of("bean.springSecurityFilterChain", equipped && !reactive, "bean.WebFilterChainFilter",
				equipped && reactive));
		if (cell.mode() != Mode.AOT) {
			checkFacts(running,
					Map.of("condition.CorsAutoConfiguration", true, "condition.CorsServletAutoConfiguration", !reactive,
							"condition.CorsReactiveAutoConfiguration", reactive));
		}
		if (!reactive && cell.mode() != Mode.SECURED) {
			checkThreads(cell, running);
		}
	}

	static void checkCloudFacts(Cell cell, RunningApplication running) {
		BootVersion version = cell.classPath().version();
		assertThat(running.fact("server")).containsIgnoringCase(cell.classPath().stack().rowName());
		checkFacts(running, Map.of("boot", version, "java", cell.java(), "spring-cloud", version.cloud().context(),
				"spring-cloud-config", version.cloud().config(), "condition.CorsCloudAutoConfiguration", true));
	}

	private static void checkThreads(Cell cell, RunningApplication running) {
		ConformanceRow row = ConformanceSuite.STANDARD.rows(cell.classPath().stack().rowName()).get(0);
		RawHttp http = new RawHttp(running.port(ConformanceSuite.STANDARD));
		List<String> kind = ConformanceResponse.of(http, row).values(Launcher.THREAD_NAME);
		assertThat(kind).containsExactly((cell.mode() != Mode.VIRTUAL_THREADS) ? "platform" : "virtual");
	}

	private static void checkFacts(RunningApplication running, Map<String, ?> expected) {
		expected.forEach((name, value) -> assertThat(running.fact(name)).as(name).isEqualTo(value.toString()));
	}

	/**
	 * Checks that the starter logs only the expected warnings, and that no class or
	 * method is missing.
	 */
	private static void checkOutput(RunningApplication running) throws IOException {
		String output = running.output();
		String start = output.substring(0, output.indexOf(Launcher.STARTED));
		assertThat(matches(OURS, start).filter((line) -> !ABOUT_CONFIGURATION.matcher(line).matches())).isEmpty();
		assertThat(matches(OURS, output).filter((line) -> line.startsWith("ERROR"))).isEmpty();
		checkLinkage(output);
	}

	static void checkLinkage(String output) {
		assertThat(matches(LINKAGE, output)).isEmpty();
	}

	private static Stream<String> matches(Pattern pattern, String text) {
		return pattern.matcher(text).results().map((result) -> result.group());
	}

	/** The jar of the starter that the build packaged. */
	private static Path jar() throws URISyntaxException {
		Path jar = codeOf(CorsPolicies.class);
		assertThat(jar).as("run 'mvnw verify', because this test needs the jar").hasExtension("jar").isRegularFile();
		return jar;
	}

	private static Path codeOf(Class<?> type) throws URISyntaxException {
		return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
	}

}
