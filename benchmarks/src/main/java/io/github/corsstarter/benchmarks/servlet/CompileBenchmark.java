package io.github.corsstarter.benchmarks.servlet;

import java.util.concurrent.TimeUnit;

import io.github.corsstarter.benchmarks.scenario.Rules;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures the time to create a filter from a list of 100,000 origins: without warm-up,
 * as at start-up, and with warm-up, as at a reload. The time of the starter's filter
 * includes the validation of every origin.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CompileBenchmark {

	private static final int ORIGINS = 100_000;

	/** The filter. */
	@Param({ "STARTER_UNOBSERVED", "SPRING_7", "TOMCAT", "JETTY", "CORS_FILTER" })
	public ServletContender contender = ServletContender.STARTER_UNOBSERVED;

	private Rules rules = Rules.origins(1);

	/**
	 * Create the list.
	 */
	@Setup
	public void prepare() {
		this.rules = Rules.origins(ORIGINS);
	}

	/**
	 * Create the filter.
	 * @return the filter
	 * @throws Exception never
	 */
	@Benchmark
	public Object compile() throws Exception {
		return this.contender.create(this.rules);
	}

}
