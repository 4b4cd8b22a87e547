package io.github.corsstarter.web;

import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicySpecification;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that a request to an allowed host allocates nothing because of the check.
 */
class AllowedHostsCostTests {

	private static final int ROUNDS = 20_000;

	@ParameterizedTest
	@ValueSource(strings = { "APP.example:8080", "a.b.tenants.example.", "localhost:3000", "10.0.0.1:80", "[::1]:80" })
	void allowedHostAllocatesNothing(String host) {
		CorsPolicySpecification policy = CorsPolicySpecification.builder("p")
			.paths("/a")
			.allowedOrigins("https://spa.example")
			.build();
		CorsPolicies any = new CorsPolicies(List.of(() -> List.of(policy)), false);
		CorsPolicies limited = new CorsPolicies(List.of(() -> List.of(policy)), false,
				AllowedHosts.of(List.of("app.example", "*.tenants.example")));
		CorsRequest request = new PlainRequest(host, host.replaceFirst(":[0-9]+$", ""));
		assertThat(limited.decide(request).isRejected()).isFalse();
		long before = allocated(any, request);
		assertThat(allocated(limited, request)).isLessThanOrEqualTo(before + ROUNDS / 10);
	}

	private static long allocated(CorsPolicies policies, CorsRequest request) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long least = Long.MAX_VALUE;
		for (int attempt = 0; attempt < 5; attempt++) {
			long start = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
			for (int i = 0; i < ROUNDS; i++) {
				policies.decide(request);
			}
			least = Math.min(least, threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - start);
		}
		return least;
	}

	private record PlainRequest(String receivedHost, String host) implements CorsRequest {

		@Override
		public String method() {
			return "GET";
		}

		@Override
		public String path() {
			return "/a";
		}

		@Override
		public String header(String name) {
			return null;
		}

		@Override
		public Enumeration<String> headers(String name) {
			return Collections.emptyEnumeration();
		}

		@Override
		public String scheme() {
			return "http";
		}

		@Override
		public int port() {
			return -1;
		}

	}

}
