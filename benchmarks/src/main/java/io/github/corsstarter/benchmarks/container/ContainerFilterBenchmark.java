package io.github.corsstarter.benchmarks.container;

import java.util.concurrent.TimeUnit;

import io.github.corsstarter.benchmarks.scenario.Answer;
import io.github.corsstarter.benchmarks.scenario.Scenario;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures the time of one request through a filter and its handler, with the objects of
 * a container. Subtract the time of {@link ContainerContender#NONE} to get the time of
 * the filter.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ContainerFilterBenchmark {

	/** The container. */
	@Param
	public Container container = Container.TOMCAT;

	/** The filter. */
	@Param
	public ContainerContender contender = ContainerContender.NONE;

	/** The request and its rules. */
	@Param({ "NO_ORIGIN", "SAME_ORIGIN", "ALLOWED_GET", "REFUSED_POST", "PREFLIGHT" })
	public Scenario scenario = Scenario.NO_ORIGIN;

	private ContainerCall call = new TomcatCall((request, response, chain) -> {
	}, Scenario.NO_ORIGIN.question());

	/**
	 * Create the filter, and check that its answer is right.
	 * @throws Exception if the filter cannot be created or its answer is wrong
	 */
	@Setup
	public void prepare() throws Exception {
		this.call = this.container.call(this.contender.create(this.scenario), this.scenario.question());
		for (int i = 0; i < 2; i++) {
			Answer answer = this.call.answer();
			if (!this.contender.isRight(this.scenario, answer)) {
				throw new IllegalStateException(this.contender + " answers " + this.scenario + " with " + answer);
			}
		}
	}

	/**
	 * Send one request.
	 * @return the status of its response
	 * @throws Exception never
	 */
	@Benchmark
	public int request() throws Exception {
		return this.call.send();
	}

}
