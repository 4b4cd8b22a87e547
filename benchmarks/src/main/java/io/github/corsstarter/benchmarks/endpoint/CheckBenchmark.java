package io.github.corsstarter.benchmarks.endpoint;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsPolicies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures the prediction that the endpoint {@code corscheck} makes. The request fails
 * every check, so the prediction has to find four changes to the policy.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CheckBenchmark {

	/** The form of the origins of the policy. */
	@Param({ "https://a%d.example", "https://*.a%d.example" })
	public String form = "";

	/** The number of origins of the policy. */
	@Param({ "1", "4000", "100000" })
	public int origins;

	private final BrowserRequest request = BrowserRequest.of("https://other.example", "PUT", "/api/x")
		.withHeaders(List.of("x-a"))
		.withCredentials(true);

	private CorsPolicies policies = new CorsPolicies(List.of(), false);

	/**
	 * Compile the policy.
	 */
	@Setup
	public void prepare() {
		List<String> all = IntStream.range(0, this.origins).mapToObj(this.form::formatted).toList();
		CorsPolicySpecification policy = CorsPolicySpecification.builder("p")
			.paths("/api/**")
			.allowedOrigins(all)
			.build();
		this.policies = new CorsPolicies(List.of(() -> List.of(policy)), false);
	}

	/**
	 * Predict the outcome of the request.
	 * @return the prediction
	 */
	@Benchmark
	public BrowserVerdict check() {
		return this.policies.current().check(this.request);
	}

}
