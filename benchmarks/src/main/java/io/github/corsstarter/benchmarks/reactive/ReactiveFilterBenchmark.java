package io.github.corsstarter.benchmarks.reactive;

import java.util.List;
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
public class ReactiveFilterBenchmark {

	/** The filter. */
	@Param
	public ReactiveContender contender = ReactiveContender.NONE;

	/** The request and its rules. */
	@Param
	public Scenario scenario = Scenario.NO_ORIGIN;

	/** The server that the request and the response are modeled on. */
	@Param
	public ReactiveServer server = ReactiveServer.LIGHT;

	private ReactiveCall call = new ReactiveCall(List.of(), Scenario.NO_ORIGIN.question(), ReactiveServer.LIGHT);

	/**
	 * Create the filter, and check that its answer is right.
	 */
	@Setup
	public void prepare() {
		this.call = new ReactiveCall(this.contender.create(this.scenario.rules()), this.scenario.question(),
				this.server);
		Answer answer = this.call.answer();
		if (!answer.equals(this.contender.answer(this.scenario))) {
			throw new IllegalStateException(this.contender + " answers " + this.scenario + " with " + answer);
		}
	}

	/**
	 * Send one request.
	 * @return its response
	 */
	@Benchmark
	public Object request() {
		return this.call.send();
	}

}
