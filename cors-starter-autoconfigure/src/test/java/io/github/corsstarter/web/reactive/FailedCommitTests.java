package io.github.corsstarter.web.reactive;

import java.util.List;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests a commit that fails in a filter before the starter's, for example because a
 * session cannot be saved.
 */
class FailedCommitTests {

	private static final String SPA = "https://spa.example";

	private final CorsPolicies policies = new CorsPolicies(
			List.of(() -> List.of(CorsPolicySpecification.builder("api").paths("/api/**").allowedOrigins(SPA).build())),
			false);

	private final CorsPolicyWebFilter filter = new CorsPolicyWebFilter(this.policies, 0);

	@ParameterizedTest
	@CsvSource({ SPA + ", GET, " + SPA, SPA + ", OPTIONS, " + SPA, "https://evil.example, GET,",
			"https://evil.example, OPTIONS," })
	void responseToTheErrorHasTheHeaders(String origin, String method, String allowed) {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.method(HttpMethod.valueOf(method), "/api/x")
				.header(HttpHeaders.ORIGIN, origin)
				.header(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD, "GET"));
		exchange.getResponse().beforeCommit(() -> Mono.error(new IllegalStateException("not saved")));
		StepVerifier.create(this.filter.filter(exchange, (next) -> next.getResponse().setComplete()))
			.verifyErrorMessage("not saved");
		exchange.getResponse().setStatusCode(HttpStatus.INTERNAL_SERVER_ERROR);
		StepVerifier.create(exchange.getResponse().setComplete()).verifyComplete();
		HttpHeaders headers = exchange.getResponse().getHeaders();
		assertThat(headers.getFirst(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)).isEqualTo(allowed);
		assertThat(headers.getVary()).contains("Origin");
	}

}
