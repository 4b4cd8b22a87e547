package io.github.corsstarter.benchmarks.reload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.CorsPolicySource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures a reload after one of 10,000 policies with 100,000 origins has changed: of
 * everything, of the source of all policies, of a source that has only the changed
 * policy, and of what has changed, as in the interval. The time to create the
 * specifications is not included.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 15)
@Measurement(iterations = 15)
public class ReloadBenchmark {

	private static final int POLICIES = 10_000;

	private static final int ORIGINS = 10;

	/** Whether each policy has a path of its own. */
	@Param({ "OWN", "COMMON" })
	public Paths paths = Paths.OWN;

	private List<CorsPolicySpecification> others = List.of();

	private CorsPolicySpecification changing = specification(0, 0);

	private final CorsPolicySource all = this::all;

	private final CorsPolicySource rest = () -> this.others;

	private final CorsPolicySource one = () -> List.of(this.changing);

	private CorsPolicies inOneSource = new CorsPolicies(List.of(), false);

	private CorsPolicies inTwoSources = new CorsPolicies(List.of(), false);

	private int version;

	/**
	 * Put the policies in force.
	 */
	@Setup
	public void prepare() {
		this.others = others();
		this.changing = specification(0, 0);
		this.inOneSource = new CorsPolicies(List.of(this.all), false);
		this.inTwoSources = new CorsPolicies(List.of(this.rest, this.one), false);
	}

	private List<CorsPolicySpecification> others() {
		List<CorsPolicySpecification> policies = new ArrayList<>();
		for (int i = 1; i < POLICIES; i++) {
			policies.add(specification(i, 0));
		}
		return policies;
	}

	/**
	 * Change one origin of one policy. The other policies are new, equal objects, as a
	 * database would return them.
	 */
	@Setup(Level.Invocation)
	public void change() {
		this.version++;
		this.others = others();
		this.changing = specification(0, this.version);
	}

	private Collection<CorsPolicySpecification> all() {
		List<CorsPolicySpecification> policies = new ArrayList<>(this.others);
		policies.add(this.changing);
		return policies;
	}

	private CorsPolicySpecification specification(int number, int change) {
		List<String> origins = new ArrayList<>();
		for (int i = 0; i < ORIGINS; i++) {
			origins.add("https://app-" + i + ".tenant-" + number + "-" + ((i == 0) ? change : 0) + ".example");
		}
		return CorsPolicySpecification.builder("tenant-" + number)
			.paths((this.paths == Paths.OWN) ? "/tenants/" + number + "/**" : "/api/**")
			.allowedOrigins(origins)
			.allowCredentials(true)
			.build();
	}

	/**
	 * Reload everything.
	 * @return the result
	 */
	@Benchmark
	public Object everything() {
		return this.inOneSource.reload();
	}

	/**
	 * Reload the source that has all policies.
	 * @return the result
	 */
	@Benchmark
	public Object sourceOfAllPolicies() {
		return this.inOneSource.reload(this.all);
	}

	/**
	 * Reload the source that has only the changed policy.
	 * @return the result
	 */
	@Benchmark
	public Object sourceOfOnePolicy() {
		return this.inTwoSources.reload(this.one);
	}

	/**
	 * Ask all sources, and reload what has changed.
	 * @return the result
	 */
	@Benchmark
	public Object interval() {
		return this.inTwoSources.reloadIfChanged();
	}

	/**
	 * The paths of the policies.
	 */
	public enum Paths {

		/** Each policy has its own path. */
		OWN,

		/** All policies have the same path, for different origins. */
		COMMON

	}

}
