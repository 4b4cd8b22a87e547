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
 * The time from a list of 100,000 origins to a filter that is ready: without warm-up, as
 * at start-up; with it, as at a reload. Ours checks every origin in it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CompileBenchmark {

	private static final int ORIGINS = 100_000;

	/** Who is measured. */
	@Param({ "STARTER_UNOBSERVED", "SPRING_7", "TOMCAT", "JETTY", "CORS_FILTER" })
	public ServletContender contender = ServletContender.STARTER_UNOBSERVED;

	private Rules rules = Rules.origins(1);

	/**
	 * Make the list.
	 */
	@Setup
	public void prepare() {
		this.rules = Rules.origins(ORIGINS);
	}

	/**
	 * Make the filter.
	 * @return the filter
	 * @throws Exception never
	 */
	@Benchmark
	public Object compile() throws Exception {
		return this.contender.create(this.rules);
	}

}
