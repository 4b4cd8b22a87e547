package io.github.corsstarter.benchmarks.container;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.corsstarter.benchmarks.scenario.Scenario;
import jakarta.servlet.Filter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures the time of one request while several threads send requests of one kind
 * through one filter. Run it with one thread and with two ({@code -t 1}, {@code -t 2}):
 * without contention, the figures are the same. Each thread has its own objects of the
 * container.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ContentionBenchmark {

	/**
	 * The contenders of a run. Those that only read and write headers share nothing, so
	 * they show what two threads cost on this machine.
	 */
	public static final List<ContainerContender> CONTENDERS = List.of(ContainerContender.HEADERS,
			ContainerContender.STARTER, ContainerContender.STARTER_METRICS);

	/** The scenarios of a run. */
	public static final List<Scenario> SCENARIOS = List.of(Scenario.NO_ORIGIN, Scenario.ALLOWED_GET,
			Scenario.REFUSED_POST, Scenario.PREFLIGHT);

	/**
	 * Send one request.
	 * @param own the objects of this thread
	 * @return the status of its response
	 * @throws Exception never
	 */
	@Benchmark
	public int request(Own own) throws Exception {
		return own.call.send();
	}

	/**
	 * The filter that all threads share.
	 */
	@State(Scope.Benchmark)
	public static class Shared {

		/** The filter. */
		@Param({ "HEADERS", "STARTER", "STARTER_METRICS" })
		public ContainerContender contender = ContainerContender.NONE;

		/** The request and its rules. */
		@Param({ "NO_ORIGIN", "ALLOWED_GET", "REFUSED_POST", "PREFLIGHT" })
		public Scenario scenario = Scenario.NO_ORIGIN;

		private Filter filter = (request, response, chain) -> chain.doFilter(request, response);

		/**
		 * Create the filter.
		 * @throws Exception if it cannot be created
		 */
		@Setup
		public void prepare() throws Exception {
			this.filter = this.contender.create(this.scenario);
		}

	}

	/**
	 * The objects of one thread.
	 */
	@State(Scope.Thread)
	public static class Own {

		private ContainerCall call = new TomcatCall((request, response, chain) -> {
		}, Scenario.NO_ORIGIN.question());

		/**
		 * Create the objects of the container.
		 * @param shared the filter
		 */
		@Setup
		public void prepare(Shared shared) {
			this.call = new TomcatCall(shared.filter, shared.scenario.question());
		}

	}

}
