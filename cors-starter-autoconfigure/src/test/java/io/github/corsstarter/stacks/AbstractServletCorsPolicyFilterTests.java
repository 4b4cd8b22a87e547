package io.github.corsstarter.stacks;

import java.util.List;

import io.github.corsstarter.stacks.ServletFilterApplication.PassedCounter;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The filter before Spring MVC and before servlets.
 */
abstract class AbstractServletCorsPolicyFilterTests extends AbstractCorsPolicyFilterTests {

	private static final List<Endpoint> ENDPOINTS = List.of(get("/ok", 200),
			new Endpoint("HEAD", "/ok", 200, List.of()), new Endpoint("POST", "/ok", 200, List.of()),
			get("/missing", 404), get("/boom", 500), get("/boom-with-headers", 500), get("/status", 410),
			get("/send-error", 409), get("/servlet/own?late-error=x", 409), get("/required", 400),
			get("/required?number=x", 400), get("/reset", 201), get("/reset-buffer", 200), get("/own", 200),
			get("/own-entity", 200, "accept", "origin"), get("/vary-set", 200, "accept-language", "origin"),
			get("/vary-add", 200, "accept", "cookie", "origin"), get("/deferred", 200), get("/deferred-error", 500),
			get("/deferred-timeout", 503), get("/callable", 200), get("/callable-error", 410),
			get("/callable-throw", 500), get("/stream", 200), get("/stream-error", 500), get("/sse", 200),
			get("/sse-error", 500), get("/sse-error-at-once", 500), get("/sse-timeout", 503), get("/flush", 200),
			get("/redirect", 302), get("/forward", 200), get("/forward-to-plain", 200), get("/include", 200),
			get("/annotated", 200, PREFLIGHT_VARY), get("/mapped", 200, PREFLIGHT_VARY),
			new Endpoint("POST", "/own", 405, List.of()), get("/servlet/own", 200), get("/servlet/throw", 500),
			get("/servlet/send-error", 409), get("/servlet/missing", 404), get("/servlet/async", 200),
			get("/servlet/async-dispatch", 200), get("/servlet/async-wrapped", 200),
			get("/servlet/async-wrapped-dispatch", 200), get("/servlet/async-dispatch-throw", 500),
			get("/servlet/async-send-error", 409), get("/servlet/async-timeout", 500),
			get("/servlet/async-throw", 500));

	AbstractServletCorsPolicyFilterTests(Container container) {
		super(container, ServletFilterApplication.class, ENDPOINTS);
	}

	@Override
	int passed() {
		return server().bean(PassedCounter.class).get();
	}

	@Test
	void preflightToTheSameOriginReachesAServlet() {
		Response response = http().send("OPTIONS", "/covered/servlet/own", ELSEWHERE, "Sec-Fetch-Site: same-origin",
				"Access-Control-Request-Method: GET");
		assertThat(response.header("X-Handler")).isEqualTo("servlet");
		assertThat(response.cors()).isEmpty();
	}

	@Test
	void preflightToAServletOnAPathWithoutPolicyReachesIt() {
		Response response = http().send("OPTIONS", "/plain/servlet/own", ELSEWHERE,
				"Access-Control-Request-Method: GET");
		assertThat(response.header("X-Handler")).isEqualTo("servlet");
		assertThat(response.values("Access-Control-Allow-Origin")).containsExactly("https://handler.example", "*");
	}

}
