package io.github.corsstarter.benchmarks.servlet;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.corsstarter.benchmarks.scenario.Question;
import io.github.corsstarter.benchmarks.scenario.Rules;
import io.github.corsstarter.benchmarks.scenario.Scenario;
import io.github.corsstarter.observe.CorsShadows;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsDecisionListener;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.servlet.CorsPolicyFilter;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures the time of one request to an application with its own CORS rule: without the
 * starter ({@code cors.enabled=false}), with an enforced policy, with a policy that is
 * not enforced, and with an enforced policy beside one that is not.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WatchingBenchmark {

	private static final String ORIGIN = "https://spa.example";

	/** Which policies there are. */
	@Param
	public Policies policies = Policies.DISABLED;

	/** Whether the policy and the rule of the application agree. */
	@Param({ "true", "false" })
	public boolean agreeing = true;

	private final StubResponse response = new StubResponse();

	private StubRequest request = new StubRequest(Scenario.NO_ORIGIN.question());

	private Filter filter = (request, response, chain) -> chain.doFilter(request, response);

	private final FilterChain handler = this::handle;

	/**
	 * The policies of an application.
	 */
	public enum Policies {

		/** The starter has no filter. */
		DISABLED,

		/** The policy is enforced, and so are all others. */
		ENFORCED,

		/** The policy is enforced, and another one is not. */
		ENFORCED_BESIDE_WATCHED,

		/** The policy is not enforced. */
		WATCHED

	}

	/**
	 * Create the filter.
	 */
	@Setup
	public void prepare() {
		this.request = new StubRequest(new Question("GET", "/api/orders",
				List.of("Host", Question.HOST, "Origin", this.agreeing ? ORIGIN : "https://other.example", "Cookie",
						"session=4f1c7d9e6a2b4c0d8e3f", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "cors")));
		if (this.policies == Policies.DISABLED) {
			return;
		}
		CorsPolicySpecification policy = CorsPolicySpecification.builder("api")
			.paths("/api/**")
			.allowedOrigins(ORIGIN, "https://other.example")
			.allowCredentials(true)
			.exposedHeaders(Rules.EXPOSED)
			.enforce(this.policies != Policies.WATCHED)
			.build();
		CorsPolicySpecification other = CorsPolicySpecification.builder("other")
			.paths("/other/**")
			.allowedOrigins(ORIGIN)
			.enforce(this.policies == Policies.ENFORCED)
			.build();
		CorsPolicies loaded = new CorsPolicies(List.of(() -> List.of(policy, other)), false);
		CorsShadows shadows = new CorsShadows(loaded, (changed, change) -> {
		}, Clock.systemUTC());
		this.filter = new CorsPolicyFilter(loaded, CorsDecisionListener.of(List.of(shadows)));
	}

	/** The application allows one origin. */
	private void handle(ServletRequest servletRequest, ServletResponse servletResponse) {
		HttpServletResponse httpResponse = (HttpServletResponse) servletResponse;
		httpResponse.setHeader("Access-Control-Allow-Origin", ORIGIN);
		httpResponse.setHeader("Access-Control-Allow-Credentials", "true");
		httpResponse.setHeader("Vary", "Origin");
		httpResponse.setContentType("application/json");
		httpResponse.setHeader("ETag", "\"42\"");
	}

	/**
	 * Send one request.
	 * @return the status of its response
	 * @throws ServletException never
	 * @throws IOException never
	 */
	@Benchmark
	public int request() throws ServletException, IOException {
		this.request.clear();
		this.response.clear();
		this.filter.doFilter(this.request, this.response, this.handler);
		return this.response.getStatus();
	}

}
