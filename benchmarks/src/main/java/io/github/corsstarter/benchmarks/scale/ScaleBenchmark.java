package io.github.corsstarter.benchmarks.scale;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsPolicies;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures the time to load many policies or origins from a source, and the time of one
 * decision in them. The time to create the specifications is not included.
 */
public class ScaleBenchmark {

	/**
	 * Load the policies.
	 * @param source the source
	 * @return the policies
	 */
	@Benchmark
	@BenchmarkMode(Mode.SingleShotTime)
	@OutputTimeUnit(TimeUnit.MILLISECONDS)
	public Object load(Source source) {
		return source.load();
	}

	/**
	 * Decide about a request for the policy or the origin in the middle.
	 * @param loaded the policies
	 * @return the decision
	 */
	@Benchmark
	@BenchmarkMode(Mode.AverageTime)
	@OutputTimeUnit(TimeUnit.NANOSECONDS)
	public CorsDecision lookUp(Loaded loaded) {
		return loaded.policies.decide(loaded.request);
	}

	/**
	 * The specifications of the policies.
	 */
	@State(Scope.Thread)
	public static class Source {

		/** What grows. */
		@Param
		public Growth growth = Growth.OWN_PATHS;

		/** The size, of the {@link Growth#sizes() sizes} of what grows. */
		@Param("5000")
		public int size;

		private List<CorsPolicySpecification> specifications = List.of();

		/**
		 * Create the specifications.
		 */
		@Setup
		public void prepare() {
			this.specifications = this.growth.specifications(this.size);
		}

		CorsPolicies load() {
			return new CorsPolicies(List.of(() -> this.specifications), false);
		}

	}

	/**
	 * The policies in force.
	 */
	@State(Scope.Thread)
	public static class Loaded {

		private CorsPolicies policies = new CorsPolicies(List.of(), false);

		private CorsRequest request = new GetRequest("/", "");

		/**
		 * Load the policies, and check that the request is allowed.
		 * @param source the source
		 */
		@Setup
		public void prepare(Source source) {
			this.policies = source.load();
			this.request = new GetRequest(source.growth.path(source.size / 2), source.growth.origin(source.size / 2));
			CorsDecision decision = this.policies.decide(this.request);
			if (decision.policy() == null || decision.isRejected()) {
				throw new IllegalStateException(source.growth + " decides " + this.request + " with " + decision);
			}
		}

	}

	private record GetRequest(String path, String origin) implements CorsRequest {

		@Override
		public String method() {
			return "GET";
		}

		@Override
		public @Nullable String header(String name) {
			return name.equals(CorsHeaders.ORIGIN) ? this.origin : null;
		}

		@Override
		public Enumeration<String> headers(String name) {
			@Nullable String value = header(name);
			return (value != null) ? Collections.enumeration(List.of(value)) : Collections.emptyEnumeration();
		}

		@Override
		public String scheme() {
			return "https";
		}

		@Override
		public String host() {
			return "shop.example";
		}

		@Override
		public int port() {
			return 443;
		}

	}

}
