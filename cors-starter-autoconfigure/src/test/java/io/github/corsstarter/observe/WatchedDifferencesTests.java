package io.github.corsstarter.observe;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.SentResponse;
import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsPolicySpecification.Builder;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the differences between policies that are not enforced and the responses of
 * the application.
 */
@ExtendWith(OutputCaptureExtension.class)
class WatchedDifferencesTests {

	private static final String A = "https://a.example";

	private static final String B = "https://b.example";

	private final List<String> told = new ArrayList<>();

	private CorsPolicies policies;

	private CorsShadows shadows;

	@Test
	void responseThatAgreesIsNoDifference() {
		use(policy());
		get(A, 200, "Access-Control-Allow-Origin", A);
		get(B, 200);
		get(B, 403);
		preflight(A, "PUT", 403);
		assertThat(this.shadows.recent()).isEmpty();
		assertThat(this.told).isEmpty();
	}

	@Test
	void newlyRejectedHasTheFixOfTheRejection(CapturedOutput output) {
		use(policy());
		get(B, 200, "Access-Control-Allow-Origin", "*");
		get(B, 200, "Access-Control-Allow-Origin", "*");
		assertThat(only()).isEqualTo("newly-rejected origin-not-allowed " + B + " x2");
		assertThat(fix()).isEqualTo("add https://b.example to cors.policies.p.allowed-origins");
		assertThat(this.told).containsExactly("p newly-rejected", "p newly-rejected");
		assertThat(output.toString().lines().filter((line) -> line.contains("is not enforced"))).singleElement()
			.asString()
			.contains("WARN",
					"The policy 'p' is not enforced. It would reject GET /p/x from https://b.example, which is allowed now"
							+ " (origin-not-allowed, status 200): The policy 'p' does not allow the origin"
							+ " https://b.example. To allow it, add https://b.example to cors.policies.p.allowed-origins.");
	}

	@Test
	void fixIsGoneOnceThePolicyAllowsTheRequest() {
		use(policy());
		get(B, 200, "Access-Control-Allow-Origin", "*");
		use(policy().allowedOrigins(A, B));
		get(B, 200, "Access-Control-Allow-Origin", "*");
		assertThat(this.shadows.recent()).isEmpty();
	}

	@Test
	void newlyAllowedSaysWhatToRemove(CapturedOutput output) {
		use(policy().allowedOrigins(A, B).allowedMethods("GET", "PUT").allowedHeaders("x-a"));
		preflight(A, "PUT", 403, "x-a");
		assertThat(only()).isEqualTo("newly-allowed origin-not-allowed " + A + " x1");
		assertThat(fix()).isEqualTo("remove https://a.example from cors.policies.p.allowed-origins, or remove PUT from"
				+ " cors.policies.p.allowed-methods, or remove x-a from cors.policies.p.allowed-headers");
		assertThat(output)
			.contains(
					"It would allow the preflight for PUT /p/x from https://a.example, which browsers refuse now"
							+ " (origin-not-allowed, status 403)",
					"To refuse it as now, remove https://a.example from");
		assertRemoved(policy().allowedOrigins(B).allowedMethods("GET", "PUT").allowedHeaders("x-a"));
		assertRemoved(policy().allowedOrigins(A, B).allowedMethods("GET").allowedHeaders("x-a"));
		assertRemoved(policy().allowedOrigins(A, B).allowedMethods("GET", "PUT"));
	}

	private void assertRemoved(Builder fixed) {
		use(fixed);
		preflight(A, "PUT", 403, "x-a");
		assertThat(this.shadows.recent()).isEmpty();
	}

	@Test
	void onlyOriginIsReplacedByNone() {
		use(policy());
		get(A, 200);
		assertThat(fix()).isEqualTo("set cors.policies.p.allowed-origins to none");
		use(policy().allowedOrigins("none"));
		get(A, 200);
		assertThat(this.shadows.recent()).isEmpty();
	}

	@Test
	void errorSaysNothingAboutTheOrigin(CapturedOutput output) {
		for (int status : new int[] { 302, 400, 401, 403, 404, 405, 500, 503 }) {
			use(policy());
			get(A, status);
			assertThat(only()).isEqualTo("newly-allowed origin-not-allowed " + A + " x1");
			assertThat(fix()).as("%s", status).isNull();
			assertThat(explanation()).endsWith("The response is " + ((status == 302) ? "a redirect" : "an error") + " ("
					+ status + "), and many applications send such responses without CORS headers. If this origin may"
					+ " read other responses of these paths, the policy is right. If not,"
					+ " cors.policies.p.allowed-origins should not allow it.");
			assertThat(output).contains(explanation());
		}
		for (int status : new int[] { 302, 401, 404, 405, 500 }) {
			use(policy().allowedMethods("GET", "PUT"));
			preflight(A, "PUT", status);
			assertThat(fix()).as("%s", status).isNull();
			assertThat(explanation()).contains("If this origin may send such requests, the policy is right.");
			assertThat(output).contains(explanation());
		}
		assertThat(output).doesNotContain("to none");
	}

	/** Spring answers a preflight that it refuses with 403, for whatever reason. */
	@Test
	void refusedPreflightDoesNotTurnOffPolicyForManyPaths() {
		use(policy().allowedMethods("GET", "PUT"));
		preflight(A, "PUT", 403);
		assertThat(fix()).isEqualTo("remove PUT from cors.policies.p.allowed-methods");
		use(policy());
		preflight(A, "GET", 403);
		assertThat(fix()).isNull();
		assertThat(explanation()).contains("the policy is right");
		use(policy().paths("/p/x"));
		preflight(A, "GET", 403);
		assertThat(fix()).isEqualTo("set cors.policies.p.allowed-origins to none");
	}

	/** If one policy does not allow the origin, the other one decides. */
	@Test
	void originIsNotRemovedIfAnotherPolicyForTheSamePathAllowsIt() {
		Builder everyone = CorsPolicySpecification.builder("everyone")
			.paths("/p/**")
			.allowedOrigins("*")
			.allowedMethods("GET", "PUT")
			.enforce(false);
		use(List.of(), policy().allowedMethods("GET", "PUT"), everyone);
		get(A, 200);
		assertThat(fix()).isNull();
		assertThat(explanation()).endsWith("The policy 'everyone' has the same path and also allows the origin, so"
				+ " removing it here would not be enough.");
		use(List.of(), policy().allowedMethods("GET", "PUT"), everyone);
		preflight(A, "PUT", 403);
		assertThat(fix()).isEqualTo("remove PUT from cors.policies.p.allowed-methods");
		use(List.of(), policy().allowedMethods("GET"), everyone);
		preflight(A, "PUT", 403);
		assertThat(this.shadows.recent()).isEmpty();
		use(List.of(), policy().paths("/p/**", "/other"), everyone.paths("/other"));
		get(A, 200);
		assertThat(fix()).isNull();
		use(List.of(), policy(), everyone.paths("/q/**"));
		get(A, 200);
		assertThat(fix()).isEqualTo("set cors.policies.p.allowed-origins to none");
	}

	@Test
	void everyOriginIsOneDifference(CapturedOutput output) {
		use(policy().allowedOrigins("*"));
		get(A, 200);
		get(B, 404);
		assertThat(only()).isEqualTo("newly-allowed origin-not-allowed " + A + " x2");
		assertThat(output.toString().lines().filter((line) -> line.contains("is not enforced"))).hasSize(1);
	}

	@Test
	void methodAndHeadersOfTheResponse() {
		use(policy().allowedMethods("GET", "PUT").allowedHeaders("x-a", "x-b"));
		send(FakeCorsRequest.preflight("PUT", "/p/x", A), 200, "Access-Control-Allow-Origin", A);
		assertThat(only()).isEqualTo("newly-allowed method-not-allowed " + A + " x1");
		assertThat(fix()).isEqualTo("remove PUT from cors.policies.p.allowed-methods");
		use(policy().allowedMethods("GET", "PUT").allowedHeaders("x-a", "x-b"));
		send(FakeCorsRequest.preflight("GET", "/p/x", A).with("Access-Control-Request-Headers", "x-a,x-b"), 200,
				"Access-Control-Allow-Origin", A, "Access-Control-Allow-Headers", "X-B");
		assertThat(only()).isEqualTo("newly-allowed headers-not-allowed " + A + " x1");
		assertThat(fix()).isEqualTo("remove x-a from cors.policies.p.allowed-headers");
	}

	@Test
	void credentialsOfTheApplicationAreOneDifferenceForThePolicy() {
		use(policy().allowedOrigins(A, B));
		for (String origin : List.of(A, B)) {
			get(origin, 200, "Access-Control-Allow-Origin", origin, "Access-Control-Allow-Credentials", "true");
			send(FakeCorsRequest.actual("GET", "/p/x", origin).with("Cookie", "a=b"), 200,
					"Access-Control-Allow-Origin", origin, "Access-Control-Allow-Credentials", "true");
			send(FakeCorsRequest.preflight("GET", "/p/x", origin), 200, "Access-Control-Allow-Origin", origin,
					"Access-Control-Allow-Credentials", "true");
		}
		assertThat(only()).isEqualTo("newly-rejected credentials-not-allowed " + A + " x6");
		assertThat(fix()).isEqualTo("set cors.policies.p.allow-credentials to true");
	}

	@Test
	void credentialsOfThePolicy() {
		use(policy().allowCredentials(true));
		get(A, 200, "Access-Control-Allow-Origin", A);
		assertThat(this.shadows.recent()).isEmpty();
		send(FakeCorsRequest.actual("GET", "/p/x", A).with("Cookie", "a=b"), 200, "Access-Control-Allow-Origin", A);
		assertThat(only()).isEqualTo("newly-allowed credentials-not-allowed " + A + " x1");
		assertThat(fix()).isEqualTo("set cors.policies.p.allow-credentials to false");
	}

	@Test
	void unsafeRequestThatTheApplicationAnswers() {
		for (int status : new int[] { 401, 403, 404, 405 }) {
			use(policy());
			send(FakeCorsRequest.actual("POST", "/p/x", B), status);
			assertThat(this.shadows.recent()).as("%s", status).isEmpty();
		}
		for (int status : new int[] { 200, 204, 302, 400, 409, 500 }) {
			use(policy());
			send(FakeCorsRequest.actual("DELETE", "/p/x", A), status, "Access-Control-Allow-Origin", "null");
			assertThat(only()).as("%s", status).isEqualTo("newly-rejected method-not-allowed " + A + " x1");
		}
		use(policy().onDisallowed(io.github.corsstarter.policy.OnDisallowed.OMIT_HEADERS));
		send(FakeCorsRequest.actual("POST", "/p/x", B), 200);
		assertThat(this.shadows.recent()).isEmpty();
	}

	@Test
	void navigationsAndEmbeddedRequestsAreComparedForThisAlone() {
		use(policy());
		for (String mode : List.of("navigate", "no-cors")) {
			send(FakeCorsRequest.actual("GET", "/p/x", B).with("Sec-Fetch-Mode", mode), 200,
					"Access-Control-Allow-Origin", "*");
			send(FakeCorsRequest.actual("GET", "/p/x", A).with("Sec-Fetch-Mode", mode), 200);
			send(FakeCorsRequest.actual("POST", "/p/x", A).with("Sec-Fetch-Mode", mode), 200);
			send(FakeCorsRequest.actual("POST", "/p/x", B).with("Sec-Fetch-Mode", mode), 403);
		}
		assertThat(this.shadows.recent()).isEmpty();
		send(FakeCorsRequest.actual("POST", "/p/x", B).with("Sec-Fetch-Mode", "navigate"), 302);
		assertThat(only()).isEqualTo("newly-rejected origin-not-allowed " + B + " x1");
		assertThat(fix()).isEqualTo("add the policy cors.policies.posts-to-p-x: {paths: /p/x, allowed-origins: none,"
				+ " on-disallowed: omit-headers, enforce: false}");
	}

	@Test
	void headIsNotCompared() {
		use(policy());
		send(FakeCorsRequest.actual("HEAD", "/p/x", A), 200);
		send(FakeCorsRequest.preflight("HEAD", "/p/x", A), 403);
		assertThat(this.shadows.recent()).isEmpty();
		use(policy().allowedMethods("HEAD"));
		send(FakeCorsRequest.actual("HEAD", "/p/x", A), 200);
		assertThat(only()).startsWith("newly-allowed");
	}

	@Test
	void handshakesNeedNoHeaders() {
		use(policy());
		send(FakeCorsRequest.actual("GET", "/p/x", A).with("Upgrade", "websocket"), 101);
		send(FakeCorsRequest.actual("GET", "/p/x", A).with("Upgrade", "websocket"), 403);
		send(FakeCorsRequest.actual("GET", "/p/x", B).with("Upgrade", "websocket"), 403);
		assertThat(this.shadows.recent()).isEmpty();
		send(FakeCorsRequest.actual("GET", "/p/x", B).with("Upgrade", "websocket"), 101);
		assertThat(only()).isEqualTo("newly-rejected origin-not-allowed " + B + " x1");
	}

	@Test
	void hostIsCompared() {
		use(List.of("app.example"), policy());
		send(FakeCorsRequest.of("GET", "/p/x").at("https", "other.example", -1), 200);
		CorsShadowDifference difference = this.shadows.recent().get(0);
		assertThat(difference.reason().code()).isEqualTo("host-not-allowed");
		assertThat(difference.origin()).isNull();
		assertThat(difference.watched().host()).isEqualTo("other.example");
		assertThat(difference.watched().fix()).isNull();
		use(List.of("app.example"), policy());
		send(FakeCorsRequest.of("GET", "/p/x").at("https", "other.example", -1), 421);
		send(FakeCorsRequest.of("POST", "/p/x").at("https", "other.example", -1), 403);
		assertThat(this.shadows.recent()).isEmpty();
	}

	@Test
	void textOfClientsIsBounded() {
		use(policy());
		for (int i = 0; i < 300; i++) {
			send(FakeCorsRequest.actual("GET", "/p/" + "x".repeat(3000), "https://" + "b".repeat(400) + i + "\u0007"),
					200, "Access-Control-Allow-Origin", "*");
		}
		assertThat(this.shadows.recent()).hasSizeLessThanOrEqualTo(CorsShadows.MAX_ENTRIES)
			.allSatisfy((difference) -> assertThat(difference.toString()).hasSizeLessThan(2000).matches("[ -~]*"));
	}

	@Test
	void reloadLetsEachDifferenceWarnOnceMore(CapturedOutput output) {
		use(policy());
		get(B, 200, "Access-Control-Allow-Origin", "*");
		this.shadows.warnAgain();
		get(B, 200, "Access-Control-Allow-Origin", "*");
		get(B, 200, "Access-Control-Allow-Origin", "*");
		assertThat(output.toString().lines().filter((line) -> line.contains("is not enforced"))).hasSize(2);
	}

	private static Builder policy() {
		return CorsPolicySpecification.builder("p").paths("/p/**").allowedOrigins(A).enforce(false);
	}

	private void use(Builder policy) {
		use(List.of(), policy);
	}

	private void use(List<String> hosts, Builder... policies) {
		List<CorsPolicySpecification> built = Arrays.stream(policies).map(Builder::build).toList();
		this.policies = new CorsPolicies(List.of(() -> built), false, AllowedHosts.of(hosts));
		this.told.clear();
		this.shadows = new CorsShadows(this.policies, (changed, change) -> this.told.add(changed.name() + " " + change),
				Clock.systemUTC());
	}

	private void get(String origin, int status, String... headers) {
		send(FakeCorsRequest.actual("GET", "/p/x", origin), status, headers);
	}

	private void preflight(String origin, String method, int status, String... names) {
		FakeCorsRequest request = FakeCorsRequest.preflight(method, "/p/x", origin);
		send((names.length > 0) ? request.with("Access-Control-Request-Headers", String.join(",", names)) : request,
				status);
	}

	private void send(FakeCorsRequest request, int status, String... headers) {
		CorsDecision watched = this.policies.current().watch(request);
		if (watched != null) {
			this.shadows.onWatchedResponse(watched, request, new Response(status, headers));
		}
	}

	private String only() {
		assertThat(this.shadows.recent()).hasSize(1);
		CorsShadowDifference difference = this.shadows.recent().get(0);
		return difference.change().code() + " " + difference.reason().code() + " " + difference.origin() + " x"
				+ difference.count();
	}

	private String explanation() {
		return this.shadows.recent().get(0).watched().explanation();
	}

	private String fix() {
		return this.shadows.recent().get(0).watched().fix();
	}

	private static final class Response implements SentResponse {

		private final int status;

		private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

		Response(int status, String... headers) {
			this.status = status;
			for (int i = 0; i < headers.length; i += 2) {
				this.headers.put(headers[i], headers[i + 1]);
			}
		}

		@Override
		public int status() {
			return this.status;
		}

		@Override
		public Collection<String> headers(String name) {
			String value = this.headers.get(name);
			return (value != null) ? List.of(value) : List.of();
		}

	}

}
