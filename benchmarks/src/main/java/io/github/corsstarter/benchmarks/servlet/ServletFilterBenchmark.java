package io.github.corsstarter.benchmarks.servlet;

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
 * Measures the time of one request through a filter and its handler.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ServletFilterBenchmark {

	/** The filter. */
	@Param
	public ServletContender contender = ServletContender.NONE;

	/** The request and its rules. */
	@Param
	public Scenario scenario = Scenario.NO_ORIGIN;

	private ServletCall call = new ServletCall((request, response, chain) -> {
	}, Scenario.NO_ORIGIN.question());

	/**
	 * Create the filter, and check that its answer is right.
	 * @throws Exception if the filter cannot be created or its answer is wrong
	 */
	@Setup
	public void prepare() throws Exception {
		this.call = new ServletCall(this.contender.create(this.scenario.rules()), this.scenario.question());
		Answer answer = this.call.answer();
		if (!answer.equals(this.contender.answer(this.scenario))) {
			throw new IllegalStateException(this.contender + " answers " + this.scenario + " with " + answer);
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
