package io.github.corsstarter.decision;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.corsstarter.decision.BrowserRequest.Initiator;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsPolicySpecification.Builder;
import io.github.corsstarter.policy.OnDisallowed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BrowserCheck}.
 */
class BrowserCheckTests {

	private static final String PAGE = "https://a.example";

	private static final BrowserRequest GET = BrowserRequest.of(PAGE, "GET", "/x");

	/**
	 * Requests under the policies of {@link #policy}, whether the browser sends a
	 * preflight, and the result.
	 */
	@ParameterizedTest(name = "{0}: {1} {2} {3} from {4}")
	@CsvSource(textBlock = """
			plain,  GET,     '',            -,           https://a.example,  false, allowed
			plain,  HEAD,    '',            -,           https://a.example,  false, allowed
			plain,  POST,    '',            -,           https://a.example,  false, allowed
			plain,  post,    '',            -,           https://a.example,  false, allowed
			plain,  GET,     Accept,        -,           https://a.example,  false, allowed
			plain,  GET,     RANGE,         -,           https://a.example,  false, allowed
			plain,  GET,     cookie,        -,           https://a.example,  false, allowed
			plain,  GET,     sec-x proxy-y, -,           https://a.example,  false, allowed
			plain,  POST,    content-type,  -,           https://a.example,  true,  headers-not-allowed
			plain,  GET,     x-a,           -,           https://a.example,  true,  headers-not-allowed
			plain,  PUT,     '',            -,           https://a.example,  true,  method-not-allowed
			plain,  GET,     '',            -,           https://b.example,  false, origin-not-allowed
			plain,  PUT,     x-a,           -,           https://b.example,  true,  origin-not-allowed
			plain,  GET,     '',            -,           '',                 false, origin-malformed
			plain,  GET,     '',            credentials, https://a.example,  false, credentials-not-allowed
			plain,  TRACE,   '',            -,           https://a.example,  false, method-not-allowed
			plain,  connect, '',            -,           https://a.example,  false, method-not-allowed
			plain,  'G T',   '',            -,           https://a.example,  false, method-not-allowed
			plain,  GET,     x:a,           -,           https://a.example,  false, headers-not-allowed
			listed, PUT,     x-a,           credentials, https://a.example,  true,  allowed
			listed, put,     X-A x-a,       credentials, https://a.example,  true,  allowed
			listed, PATCH,   x-a,           credentials, https://a.example,  true,  method-not-allowed
			listed, PUT,     x-b,           credentials, https://a.example,  true,  headers-not-allowed
			listed, GET,     '',            -,           https://a.example,  false, method-not-allowed
			listed, GET,     '',            credentials, https://b.example,  false, origin-not-allowed
			any,    QUERY,   '',            -,           https://b.example,  true,  allowed
			any,    PATCH,   x-b,           -,           https://b.example,  true,  allowed
			any,    patch,   authorization, -,           null,               true,  allowed
			any,    GET,     '',            credentials, https://b.example,  false, credentials-not-allowed
			any,    PUT,     x-b,           credentials, https://b.example,  true,  credentials-not-allowed
			echo,   PATCH,   authorization, credentials, https://a.example,  true,  allowed
			echo,   approve, x-b x-c,       credentials, https://a.example,  true,  allowed
			echo,   PATCH,   x-b,           -,           https://a.example,  true,  allowed
			""")
	void scriptShouldGetWhatBrowsersConclude(String policy, String method, String headers, String credentials,
			String origin, boolean preflight, String reason) {
		for (boolean debug : new boolean[] { true, false }) {
			BrowserVerdict verdict = check(policy(policy), debug,
					BrowserRequest.of(origin, method, "/x")
						.withHeaders(Arrays.stream(headers.split(" ")).filter((name) -> !name.isEmpty()).toList())
						.withCredentials(!credentials.equals("-")));
			assertThat(verdict.reason().code()).isEqualTo(reason);
			assertThat(verdict.allowed()).isEqualTo(reason.equals("allowed"));
			assertThat(verdict.preflight()).isEqualTo(preflight);
			assertThat(verdict.policy()).extracting(CorsPolicy::name).isEqualTo(policy);
		}
	}

	private static Builder policy(String name) {
		Builder builder = CorsPolicySpecification.builder(name).paths("/x").allowedOrigins(PAGE);
		return switch (name) {
			case "listed" -> builder.allowedMethods("PUT").allowedHeaders("x-a").allowCredentials(true);
			case "any" -> builder.allowedOrigins("*").allowedMethods("*").allowedHeaders("*");
			case "echo" -> builder.allowedMethods("*").allowedHeaders("*").allowCredentials(true);
			default -> builder;
		};
	}

	/** As in Chromium, {@code fetch} throws before it sends anything to any server. */
	@ParameterizedTest
	@CsvSource({ "TRACE, '', METHOD_NOT_ALLOWED", "GET, x a, HEADERS_NOT_ALLOWED" })
	void requestThatNoScriptCanMakeShouldNotBeSent(String method, String header, CorsReason reason) {
		BrowserRequest request = BrowserRequest.of(PAGE, method, "/x")
			.withHeaders(header.isEmpty() ? List.of() : List.of(header));
		for (BrowserVerdict verdict : List.of(check(policy("any"), false, request.withInitiator(Initiator.OWN_SCRIPT)),
				new BrowserCheck((sent) -> CorsDecision.noPolicy()).check(request))) {
			assertThat(verdict.allowed()).isFalse();
			assertThat(verdict.reason()).isEqualTo(reason);
			assertThat(verdict.preflight()).isFalse();
			assertThat(verdict.actualResponse()).isNull();
		}
	}

	@Test
	void responsesShouldBeThoseOfTheEngine() {
		BrowserVerdict verdict = check(policy("listed").exposedHeaders("etag"), false,
				BrowserRequest.of(PAGE, "PUT", "/x?y=1#z").withHeaders(List.of("X-A")).withCredentials(true));
		assertThat(verdict.explanation()).isEqualTo(
				"The policy 'listed' allows PUT from the origin https://a.example with the header x-a and with credentials.");
		assertThat(verdict.preflightResponse()).isEqualTo(new BrowserVerdict.Response(200,
				Map.of("Access-Control-Allow-Origin", PAGE, "Access-Control-Allow-Credentials", "true",
						"Access-Control-Allow-Methods", "PUT", "Access-Control-Allow-Headers", "x-a",
						"Access-Control-Max-Age", "1800", "Vary",
						"Origin, Access-Control-Request-Method, Access-Control-Request-Headers")));
		assertThat(verdict.actualResponse())
			.isEqualTo(new BrowserVerdict.Response(0, Map.of("Access-Control-Allow-Origin", PAGE, "Vary", "Origin",
					"Access-Control-Allow-Credentials", "true", "Access-Control-Expose-Headers", "etag")));
		assertThat(verdict.actualResponse().header("VARY")).isEqualTo("Origin");
		assertThat(verdict.actualResponse().header("x")).isNull();
	}

	@Test
	void actualRequestShouldNotBeSentAfterARefusedPreflight() {
		BrowserVerdict verdict = check(policy("plain"), false, BrowserRequest.of(PAGE, "PUT", "/x"));
		assertThat(verdict.preflightResponse().status()).isEqualTo(403);
		assertThat(verdict.actualResponse()).isNull();
		assertThat(verdict.property()).isEqualTo("cors.policies.plain.allowed-methods");
		assertThat(verdict.fix()).isEqualTo("add PUT to cors.policies.plain.allowed-methods");
	}

	@Test
	void pathWithoutPolicyShouldBeNamed() {
		BrowserRequest request = BrowserRequest.of(PAGE, "PUT", "/y?z");
		BrowserVerdict verdict = new BrowserCheck((sent) -> CorsDecision.noPolicy()).check(request);
		assertThat(verdict).isEqualTo(new BrowserVerdict(false, CorsReason.NO_POLICY,
				"No policy covers the path /y. If the application has other CORS rules, such as @CrossOrigin, they decide.",
				null, null, null,
				"add the policy cors.policies.calls-to-y: {paths: /y, allowed-origins: https://a.example, allowed-methods: PUT,"
						+ " allowed-headers: [], allow-credentials: false}",
				true, null, null));
		BrowserVerdict own = new BrowserCheck((sent) -> CorsDecision.noPolicy())
			.check(request.withInitiator(Initiator.OWN_SCRIPT));
		assertThat(own.allowed()).isTrue();
		assertThat(own.reason()).isEqualTo(CorsReason.ALLOWED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/zz%20y", "/{x}", "/zz*", "/z\\y" })
	void pathThatIsNoLiteralPatternShouldNotBeOffered(String path) {
		BrowserVerdict verdict = new BrowserCheck((sent) -> CorsDecision.noPolicy())
			.check(BrowserRequest.of(PAGE, "GET", path));
		assertThat(verdict.reason()).isEqualTo(CorsReason.NO_POLICY);
		assertThat(verdict.fix()).isNull();
	}

	@Test
	void policyForAClientWithAnOriginPerInstallationHasAPattern() {
		BrowserRequest request = BrowserRequest.of("moz-extension://a1cd9ab7-ab15-462c-9315-8eece8e16982", "GET",
				"/y;v=1");
		BrowserCheck check = new BrowserCheck((sent) -> CorsDecision.noPolicy());
		assertThat(check.check(request).fix())
			.isEqualTo("add the policy cors.policies.calls-to-y: {paths: /y, allowed-origins: \"moz-extension://*\","
					+ " allowed-methods: GET, allowed-headers: [], allow-credentials: false}");
		assertThat(check.check(request.withCredentials(true)).fix()).isNull();
		for (String origin : List.of("*", "moz-extension://*", "https://*.example.com", "none", "https://a.example/")) {
			assertThat(check.check(BrowserRequest.of(origin, "GET", "/y")).fix()).isNull();
		}
		assertThat(check.check(BrowserRequest.of(PAGE, "*", "/y")).fix()).isNull();
		assertThat(check.check(GET.withHeaders(List.of("*"))).fix()).isNull();
	}

	/** The origin can be allowed, but not with credentials. */
	@Test
	void incompleteFixSaysWhatIsLeft() {
		BrowserVerdict verdict = check(policy("p").allowedOrigins(PAGE), false,
				BrowserRequest.of("http://b.example", "GET", "/x").withCredentials(true));
		assertThat(verdict.fix()).isNull();
		assertThat(verdict.explanation()).contains(
				"does not allow the origin http://b.example. That is not all: With credentials, an http origin would let");
	}

	@Test
	void credentialsShouldBeOfferedIfThePolicyStaysValid() {
		BrowserVerdict verdict = check(policy("plain"), false, GET.withCredentials(true));
		assertThat(verdict.explanation()).isEqualTo("The policy 'plain' does not allow credentials.");
		assertThat(verdict.property()).isEqualTo("cors.policies.plain.allow-credentials");
		assertThat(verdict.fix()).isEqualTo("set cors.policies.plain.allow-credentials to true");
	}

	@Test
	void missingFixShouldBeExplained() {
		BrowserVerdict verdict = check(policy("plain").allowedOrigins("null"), false,
				BrowserRequest.of("https://b.example", "GET", "/x").withCredentials(true));
		assertThat(verdict.reason()).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
		assertThat(verdict.fix()).isNull();
		assertThat(verdict.explanation())
			.startsWith("The policy 'plain' does not allow the origin https://b.example. That is not all:"
					+ " The policy 'plain' does not allow credentials. Any site can obtain the origin 'null'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "http://a.example", "https://*.github.io", "null" })
	void credentialsShouldNotBeOfferedWhereTheyAreUnsafe(String origin) {
		BrowserVerdict verdict = check(policy("plain").allowedOrigins(origin), false,
				BrowserRequest.of(origin.replace("*.", "b."), "GET", "/x").withCredentials(true));
		assertThat(verdict.reason()).isEqualTo(CorsReason.CREDENTIALS_NOT_ALLOWED);
		assertThat(verdict.explanation()).startsWith("The policy 'plain' does not allow credentials. ");
		assertThat(verdict.fix()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "POST", "PUT" })
	void ownSiteShouldNeverBeRefused(String method) {
		BrowserVerdict verdict = check(policy("plain"), false,
				BrowserRequest.of("null", method, "/x")
					.withHeaders(List.of("x-a"))
					.withCredentials(true)
					.withInitiator(Initiator.OWN_SCRIPT));
		assertThat(verdict.allowed()).isTrue();
		assertThat(verdict.preflight()).isFalse();
		assertThat(verdict.explanation()).isEqualTo("A same-origin request is not a CORS request.");
		assertThat(verdict.actualResponse()).isEqualTo(new BrowserVerdict.Response(0, Map.of("Vary", "Origin")));
	}

	@ParameterizedTest
	@CsvSource({ "GET, https://b.example, REJECT, true", "POST, https://b.example, REJECT, false",
			"POST, https://b.example, OMIT_HEADERS, true", "POST, https://a.example, REJECT, true",
			"POST, null, REJECT, false" })
	void navigationShouldBeAllowedIfTheHandlerRuns(String method, String origin, OnDisallowed mode, boolean allowed) {
		BrowserVerdict verdict = check(policy("plain").onDisallowed(mode), false,
				BrowserRequest.of(origin, method, "/x").withCredentials(true).withInitiator(Initiator.NAVIGATION));
		assertThat(verdict.allowed()).isEqualTo(allowed);
		assertThat(verdict.reason()).isEqualTo(allowed ? CorsReason.ALLOWED : CorsReason.ORIGIN_NOT_ALLOWED);
		if (!allowed) {
			assertThat(verdict.explanation()).contains("This is a navigation")
				.contains("set cors.policies.plain.on-disallowed to omit-headers. The policy covers only this path.");
			assertThat(verdict.fix()).isEqualTo("set cors.policies.plain.on-disallowed to omit-headers");
		}
	}

	@Test
	void requestThatMayStandForAnotherShouldBeExplained() {
		CorsPolicySpecification.Builder policy = policy("plain").paths("/x/**");
		BrowserVerdict post = check(policy, false, BrowserRequest.of("https://idp.example", "POST", "/x"));
		assertThat(post.explanation()).contains(" If a form sends this POST, ",
				"add the policy cors.policies.posts-to-x: {paths: /x, allowed-origins: none, on-disallowed: omit-headers}.");
		assertThat(post.fix()).isEqualTo("add https://idp.example to cors.policies.plain.allowed-origins");
		assertThat(
				check(policy, false, BrowserRequest.of("https://idp.example", "POST", "/x").withHeaders(List.of("x-a")))
					.explanation())
			.doesNotContain("If a form");
		for (CorsPolicySpecification.Builder other : List.of(policy("plain").paths("/x", "/y"),
				policy("plain").paths("/x/**").onDisallowed(OnDisallowed.OMIT_HEADERS))) {
			assertThat(check(other, false, BrowserRequest.of("https://idp.example", "POST", "/x")).explanation())
				.doesNotContain("If a form");
		}
		BrowserVerdict options = check(policy, false, BrowserRequest.of(PAGE, "OPTIONS", "/x"));
		assertThat(options.explanation()).endsWith("To check a preflight, give the method that the page wants to use.");
		assertThat(options.fix()).isEqualTo("add OPTIONS to cors.policies.plain.allowed-methods");
	}

	@Test
	void navigationShouldHaveNoMethodOrHeadersOfItsOwn() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> BrowserRequest.of(PAGE, "PUT", "/x").withInitiator(Initiator.NAVIGATION));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> GET.withHeaders(List.of("x-a")).withInitiator(Initiator.NAVIGATION));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> GET.withInitiator(Initiator.NAVIGATION).withHeaders(List.of("x-a")));
	}

	/**
	 * Responses that this engine never sends. The browser's verdict must depend on the
	 * response, not on the decision.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			PUT | x-a           | - |                                                | 200 | origin-not-allowed
			PUT | x-a           | - | O=https://b.example                            | 200 | origin-not-allowed
			PUT | x-a           | - | O=*;M=PUT;H=x-a                                | 200 | allowed
			PUT | x-a           | - | O=*;M=PUT;H=x-a                                | 299 | allowed
			PUT | x-a           | - | O=*;M=PUT;H=x-a                                | 300 | method-not-allowed
			PUT | x-a           | - | O=*;M=PUT;H=x-a                                | 199 | method-not-allowed
			PUT | x-a           | - | O=*;M=*;H=*                                    | 200 | allowed
			PUT | authorization | - | O=*;M=*;H=*                                    | 200 | headers-not-allowed
			PUT | authorization | - | O=*;M=*;H=*, Authorization                     | 200 | allowed
			PUT | x-a           | - | O=*;M=put;H=*                                  | 200 | method-not-allowed
			PUT | x-a           | - | O=*;M=PUT;H=X-A                                | 200 | allowed
			PUT | x-a           | - | O=*;M=PUT,,GET ;H=,x-a                         | 200 | allowed
			PUT | x-a           | - | O=*;M=PUT GET;H=x-a                            | 200 | method-not-allowed
			PUT | x-a           | - | O=*;M=PUT;H=x-a x-b                            | 200 | headers-not-allowed
			PUT | x-a           | - | O=*;M=PUT                                      | 200 | headers-not-allowed
			PUT | x-a           | - | O=*;H=x-a                                      | 200 | method-not-allowed
			POST| x-a           | - | O=*;H=x-a                                      | 200 | allowed
			POST| x-a           | - | O=*;M=PUT GET;H=x-a                            | 200 | method-not-allowed
			PUT | ''            | - | O=*;M=PUT;H=x-a x-b                            | 200 | headers-not-allowed
			PUT | x-a           | c | O=*;M=PUT;H=x-a;C=true                         | 200 | credentials-not-allowed
			PUT | x-a           | c | O=https://a.example;M=PUT;H=x-a;C=true         | 200 | allowed
			PUT | x-a           | c | O=https://a.example;M=PUT;H=x-a;C=TRUE         | 200 | credentials-not-allowed
			PUT | x-a           | c | O=https://a.example;M=PUT;H=x-a                | 200 | credentials-not-allowed
			PUT | x-a           | c | O=https://a.example;M=*;H=x-a;C=true           | 200 | method-not-allowed
			PUT | x-a           | c | O=https://a.example;M=PUT;H=*;C=true           | 200 | headers-not-allowed
			""")
	void browserShouldCheckResponsesByItself(String method, String headers, String credentials, String response,
			int status, String reason) {
		BrowserVerdict verdict = new BrowserCheck(answering(response, status))
			.check(BrowserRequest.of(PAGE, method, "/x")
				.withHeaders(List.of(headers))
				.withCredentials(credentials.equals("c")));
		assertThat(verdict.reason().code()).isEqualTo(reason);
		assertThat(verdict.allowed()).isEqualTo(reason.equals("allowed"));
	}

	private static Function<CorsRequest, CorsDecision> answering(String response, int status) {
		Map<String, String> names = Map.of("O", "Access-Control-Allow-Origin", "M", "Access-Control-Allow-Methods", "H",
				"Access-Control-Allow-Headers", "C", "Access-Control-Allow-Credentials");
		List<ResponseHeader> headers = (response != null) ? Arrays.stream(response.split(";"))
			.map((header) -> header.split("=", 2))
			.map((header) -> ResponseHeader.fixed(names.get(header[0]), header[1]))
			.toList() : List.of();
		CorsPolicy policy = CorsPolicy.of(policy("plain").build());
		return (request) -> new CorsDecision(policy, RequestKind.PREFLIGHT, CorsReason.ALLOWED, status, headers,
				VaryHeader.NONE);
	}

	private static BrowserVerdict check(Builder policy, boolean debug, BrowserRequest request) {
		return new BrowserCheck(new PolicyEngine(CorsPolicy.of(policy.build()), debug)::decide).check(request);
	}

}
