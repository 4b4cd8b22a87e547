package io.github.corsstarter.benchmarks.endpoint;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.github.corsstarter.actuate.CorsCheckEndpoint;
import io.github.corsstarter.actuate.CorsEndpoint;
import io.github.corsstarter.applicationrules.ApplicationRules;
import io.github.corsstarter.benchmarks.endpoint.Endpoints.Response;
import io.github.corsstarter.observe.CorsRejections;
import io.github.corsstarter.observe.CorsShadows;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsPolicies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures the CPU time of the actuator endpoints for a policy with one origin and with
 * 100,000. Actuator itself and HTTP are not included. The request of {@code corscheck}
 * fails every check, so the prediction has to find four changes to the policy.
 */
public final class MeasureEndpoints {

	/** Actuator does not indent its responses. */
	private static final JsonMapper JSON = new JsonMapper();

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private MeasureEndpoints() {
	}

	/**
	 * Measure the endpoints.
	 * @param args the file to write and the number of calls
	 * @throws IOException if the file cannot be written
	 */
	public static void main(String... args) throws IOException {
		int calls = Integer.parseInt(args[1]);
		List<Response> responses = new ArrayList<>();
		for (int origins : new int[] { 1, 100_000 }) {
			for (String form : List.of("https://a%d.example", "https://*.a%d.example")) {
				requests(form, origins).forEach((path, request) -> {
					String title = String.format(Locale.ROOT, "%,d, like `%s`", origins, String.format(form, 1));
					Response response = measure(path, title, request, calls);
					System.out.println(response);
					responses.add(response);
				});
			}
		}
		Endpoints endpoints = new Endpoints(LocalDate.now(ZoneOffset.UTC).toString(),
				System.getProperty("benchmarks.commit", "unknown"), calls, responses);
		JsonMapper indented = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
		Files.writeString(Path.of(args[0]), indented.writeValueAsString(endpoints) + "\n");
	}

	private static Map<String, Supplier<?>> requests(String form, int origins) {
		CorsPolicySpecification policy = CorsPolicySpecification.builder("p")
			.paths("/api/**")
			.allowedOrigins(IntStream.range(0, origins).mapToObj((number) -> String.format(form, number)).toList())
			.build();
		CorsPolicies policies = new CorsPolicies(List.of(() -> List.of(policy)), false);
		CorsEndpoint cors = new CorsEndpoint(policies, new CorsRejections(Clock.systemUTC(), (event) -> {
		}), new CorsShadows(policies, (changed, change) -> {
		}, Clock.systemUTC()), new ApplicationRules(List.of(), policies));
		CorsCheckEndpoint check = new CorsCheckEndpoint(policies);
		Map<String, Supplier<?>> requests = new LinkedHashMap<>();
		requests.put("GET /actuator/corscheck",
				() -> check.check("/api/x", "https://other.example", "PUT", "x-a", "true", null));
		requests.put("GET /actuator/cors", cors::cors);
		requests.put("GET /actuator/cors/p", () -> Objects.requireNonNull(cors.policy("p")));
		return requests;
	}

	private static Response measure(String path, String origins, Supplier<?> request, int calls) {
		long[] nanos = new long[calls];
		int bytes = 0;
		for (int i = -calls; i < calls; i++) {
			long began = THREADS.getCurrentThreadCpuTime();
			bytes = JSON.writeValueAsBytes(request.get()).length;
			nanos[Math.max(0, i)] = THREADS.getCurrentThreadCpuTime() - began;
		}
		Arrays.sort(nanos);
		return new Response(path, origins, nanos[calls / 2] / 1e6, bytes);
	}

}
