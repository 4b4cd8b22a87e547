package io.github.corsstarter.benchmarks.audience;

import java.util.ArrayList;
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
 * Measures the decision on a request to a path that several policies have, each for its
 * own origins. The time must not depend on the number of policies. With one policy, it is
 * the time of an ordinary policy.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AudienceBenchmark {

	/** The number of policies with the same path. */
	@Param({ "1", "2", "1000" })
	public int audiences;

	/** The origin of the request. */
	@Param({ "https://a0.example", "https://www.b0.example", "https://unknown.example" })
	public String origin = "";

	private CorsPolicies policies = new CorsPolicies(List.of(), false);

	private CorsRequest request = new GetRequest("");

	/**
	 * Compile the policies.
	 */
	@Setup
	public void prepare() {
		List<CorsPolicySpecification> all = new ArrayList<>();
		for (int i = 0; i < this.audiences; i++) {
			all.add(CorsPolicySpecification.builder("p" + i)
				.paths("/api/**")
				.allowedOrigins("https://a%d.example".formatted(i), "https://*.b%d.example".formatted(i))
				.build());
		}
		this.policies = new CorsPolicies(List.of(() -> all), false);
		this.request = new GetRequest(this.origin);
	}

	/**
	 * Decide on the request.
	 * @return the decision
	 */
	@Benchmark
	public CorsDecision decide() {
		return this.policies.decide(this.request);
	}

	/**
	 * A {@code GET} from an origin.
	 *
	 * @param origin the origin
	 */
	private record GetRequest(String origin) implements CorsRequest {

		@Override
		public String method() {
			return "GET";
		}

		@Override
		public String path() {
			return "/api/x";
		}

		@Override
		public @Nullable String header(String name) {
			return name.equals(CorsHeaders.ORIGIN) ? this.origin : null;
		}

		@Override
		public Enumeration<String> headers(String name) {
			return name.equals(CorsHeaders.ORIGIN) ? Collections.enumeration(List.of(this.origin))
					: Collections.emptyEnumeration();
		}

		@Override
		public String scheme() {
			return "https";
		}

		@Override
		public String host() {
			return "api.example";
		}

		@Override
		public int port() {
			return 443;
		}

	}

}
