package io.github.corsstarter.stacks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The filter before Spring Security, with and without CORS rules in Spring Security.
 */
@Tag("slow")
abstract class AbstractSpringSecurityTests {

	private static final String CLIENT = "Origin: https://client.example";

	private static final String ELSEWHERE = "Origin: https://elsewhere.example";

	/** user:password. */
	private static final String USER = "Authorization: Basic dXNlcjpwYXNzd29yZA==";

	private static final Map<String, String> HEADERS = Map.of("access-control-allow-origin", "https://client.example",
			"access-control-allow-credentials", "true", "access-control-expose-headers", "x-exposed");

	static final byte[] KEY = "only for this test, 256 bits long".getBytes(StandardCharsets.US_ASCII);

	static String token() throws JOSEException {
		SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256),
				new JWTClaimsSet.Builder().subject("user")
					.expirationTime(Date.from(Instant.now().plusSeconds(600)))
					.build());
		token.sign(new MACSigner(KEY));
		return token.serialize();
	}

	private final Container container;

	private final Map<SecurityVariant, Class<?>> applications;

	AbstractSpringSecurityTests(Container container, Map<SecurityVariant, Class<?>> applications) {
		this.container = container;
		this.applications = applications;
	}

	/**
	 * Check the response to a preflight of an annotated handler on a path without policy,
	 * where Spring Security has {@code cors()} and there is no source of rules.
	 */
	abstract void checkPreflightWithoutPolicy(Response response);

	/**
	 * The lines of a response, without what differs from one run to the next.
	 */
	List<String> stableLines(Response response) {
		return response.lines().stream().map((line) -> line.replaceFirst("JSESSIONID=\\w+", "JSESSIONID=")).toList();
	}

	private TestServer start(SecurityVariant variant, String... more) {
		List<String> properties = new ArrayList<>(List.of("cors.policies.covered.paths=/covered/**,/login",
				"cors.policies.covered.allowed-origins=https://client.example",
				"cors.policies.covered.allowed-headers=authorization",
				"cors.policies.covered.exposed-headers=x-exposed", "cors.policies.covered.allow-credentials=true",
				"spring.security.user.name=user", "spring.security.user.password=password"));
		properties.addAll(List.of(more));
		return TestServer.startWithSecurity(this.container, this.applications.get(variant),
				properties.toArray(String[]::new));
	}

	@Nested
	class WithoutCors extends Suite {

		WithoutCors() {
			super(SecurityVariant.WITHOUT_CORS);
		}

		@Test
		void preflightOfAPathWithoutPolicyMeetsAuthentication() {
			assertThat(preflight("/plain/annotated").status()).isEqualTo(401);
		}

	}

	@Nested
	class WithCors extends Suite {

		WithCors() {
			super(SecurityVariant.CORS);
		}

		@Test
		void preflightOfAPathWithoutPolicyIsAnsweredAsWithoutTheStarter() {
			checkPreflightWithoutPolicy(preflight("/plain/annotated"));
		}

	}

	@Nested
	class WithOwnSource extends Suite {

		WithOwnSource() {
			super(SecurityVariant.OWN_SOURCE);
		}

		@Test
		void preflightOfAPathWithoutPolicyIsAnsweredBySpringSecuritysSource() {
			assertThat(preflight("/plain/ok").cors()).containsEntry("access-control-allow-origin",
					"https://elsewhere.example");
		}

	}

	@Nested
	class WithSourceBean extends Suite {

		WithSourceBean() {
			super(SecurityVariant.SOURCE_BEAN);
		}

		@Test
		void preflightOfAPathWithoutPolicyIsAnsweredByTheBean() {
			assertThat(preflight("/plain/ok").cors()).containsEntry("access-control-allow-origin",
					"https://elsewhere.example");
		}

	}

	@Nested
	class WithFilterBean extends Suite {

		WithFilterBean() {
			super(SecurityVariant.FILTER_BEAN);
		}

		@Test
		void preflightOfAPathWithoutPolicyIsAnsweredByTheBean() {
			for (String path : List.of("/plain/ok", "/plain/annotated")) {
				assertThat(preflight(path).cors()).as(path)
					.containsEntry("access-control-allow-origin", "https://elsewhere.example")
					.doesNotContainKey("access-control-max-age");
			}
		}

		@Test
		void beanRunsBeforeAuthentication() {
			Response response = answer("GET", "/plain/ok", ELSEWHERE);
			assertThat(response.status()).isEqualTo(401);
			assertThat(response.cors()).containsEntry("access-control-allow-origin", "https://elsewhere.example");
		}

	}

	@Nested
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	class WithFormLoginAndTokens {

		private TestServer server;

		@BeforeAll
		void start() {
			this.server = AbstractSpringSecurityTests.this.start(SecurityVariant.FORM_AND_TOKENS);
		}

		@AfterAll
		void stop() {
			this.server.close();
		}

		@ParameterizedTest
		@CsvSource({ "/covered/ok", "/covered/method", "/covered/token/ok", "/login" })
		void preflightNeverMeetsAuthentication(String path) {
			Response response = this.server.http()
				.send("OPTIONS", path, CLIENT, "Access-Control-Request-Method: GET",
						"Access-Control-Request-Headers: authorization");
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.header("Location")).isNull();
			assertThat(response.cors()).containsEntry("access-control-allow-headers", "authorization");
		}

		@Test
		void formLoginHasTheHeaders() {
			Response redirect = this.server.http().send("GET", "/covered/ok", CLIENT, "Accept: text/html");
			assertThat(redirect.status()).isEqualTo(302);
			assertThat(redirect.header("Location")).endsWith("/login");
			assertThat(redirect.cors()).isEqualTo(HEADERS);
			Response page = this.server.http().send("GET", "/login", CLIENT);
			assertThat(page.status()).isEqualTo(200);
			assertThat(page.body()).contains("_csrf");
			assertThat(page.cors()).isEqualTo(HEADERS);
			Response withoutToken = this.server.http().send("POST", "/login", CLIENT);
			assertThat(withoutToken.status()).isEqualTo(403);
			assertThat(withoutToken.cors()).isEqualTo(HEADERS);
			assertThat(this.server.http().send("POST", "/login", ELSEWHERE).body()).isEqualTo("Invalid CORS request");
		}

		@Test
		void resourceServerHasTheHeaders() throws JOSEException {
			Response missing = this.server.http().send("GET", "/covered/token/ok", CLIENT);
			assertThat(missing.status()).isEqualTo(401);
			assertThat(missing.header("WWW-Authenticate")).startsWith("Bearer");
			assertThat(missing.cors()).isEqualTo(HEADERS);
			Response broken = this.server.http().send("GET", "/covered/token/ok", CLIENT, "Authorization: Bearer x");
			assertThat(broken.status()).isEqualTo(401);
			assertThat(broken.cors()).isEqualTo(HEADERS);
			String bearer = "Authorization: Bearer " + token();
			Response accepted = this.server.http().send("GET", "/covered/token/ok", CLIENT, bearer);
			assertThat(accepted.status()).isEqualTo(200);
			assertThat(accepted.cors()).isEqualTo(HEADERS);
			Response scope = this.server.http().send("GET", "/covered/token/admin", CLIENT, bearer);
			assertThat(scope.status()).isEqualTo(403);
			assertThat(scope.header("WWW-Authenticate")).contains("insufficient_scope");
			assertThat(scope.cors()).isEqualTo(HEADERS);
		}

	}

	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	abstract class Suite {

		private final SecurityVariant variant;

		private TestServer server;

		private TestServer without;

		Suite(SecurityVariant variant) {
			this.variant = variant;
		}

		@BeforeAll
		void start() {
			this.server = AbstractSpringSecurityTests.this.start(this.variant);
			this.without = AbstractSpringSecurityTests.this.start(this.variant, "cors.enabled=false");
		}

		@AfterAll
		void stop() {
			this.server.close();
			this.without.close();
		}

		Response preflight(String path) {
			return answer("OPTIONS", path, ELSEWHERE, "Access-Control-Request-Method: GET");
		}

		Response answer(String method, String path, String... headers) {
			return this.server.http().send(method, path, headers);
		}

		@ParameterizedTest
		@CsvSource({ "/covered/ok", "/covered/annotated", "/covered/admin", "/covered/missing", "/covered/login" })
		void preflightOfACoveredPathNeverMeetsAuthentication(String path) {
			Response allowed = this.server.http()
				.send("OPTIONS", path, CLIENT, "Access-Control-Request-Method: GET",
						"Access-Control-Request-Headers: authorization");
			assertThat(allowed.status()).isEqualTo(200);
			assertThat(allowed.body()).isEmpty();
			assertThat(allowed.cors()).containsEntry("access-control-allow-origin", "https://client.example")
				.containsEntry("access-control-allow-headers", "authorization");
			assertThat(allowed.header("WWW-Authenticate")).isNull();
			Response rejected = preflight(path);
			assertThat(rejected.status()).isEqualTo(403);
			assertThat(rejected.body()).isEqualTo("Invalid CORS request");
			assertThat(rejected.cors()).isEmpty();
		}

		@ParameterizedTest
		@CsvSource({ "GET,/covered/ok,false,401", "GET,/covered/annotated,false,401", "GET,/covered/missing,false,401",
				"GET,/covered/ok,true,200", "GET,/covered/annotated,true,200", "GET,/covered/missing,true,404",
				"GET,/covered/boom,true,500", "GET,/covered/admin,true,403", "GET,/covered/method,true,403",
				"POST,/covered/ok,true,403", "POST,/covered/ok,false,403" })
		void everyResponseOfACoveredPathHasTheHeaders(String method, String path, boolean user, int status) {
			List<String> headers = user ? List.of(CLIENT, USER) : List.of(CLIENT);
			Response response = this.server.http().send(method, path, headers);
			assertThat(response.status()).isEqualTo(status);
			assertThat(response.cors()).isEqualTo(HEADERS);
			assertThat(response.vary()).contains("origin").doesNotHaveDuplicates();
			assertThat(response.header("X-Content-Type-Options")).as("a header of Spring Security")
				.isEqualTo("nosniff");
		}

		@Test
		void originThatIsNotAllowedDoesNotMeetAuthentication() {
			Response response = this.server.http().send("GET", "/covered/ok", ELSEWHERE);
			assertThat(response.status()).isEqualTo(403);
			assertThat(response.body()).isEqualTo("Invalid CORS request");
			assertThat(response.header("WWW-Authenticate")).isNull();
		}

		@Test
		void responseOfAnyOtherPathIsWhatItIsWithoutTheStarter() {
			for (String path : List.of("/plain/ok", "/plain/annotated", "/plain/admin", "/plain/boom", "/plain/method",
					"/plain/missing")) {
				for (String method : List.of("GET", "POST", "OPTIONS")) {
					for (List<String> headers : List.of(List.of(CLIENT), List.of(ELSEWHERE), List.of(ELSEWHERE, USER),
							List.of(ELSEWHERE, "Access-Control-Request-Method: GET"),
							List.of(CLIENT, "Access-Control-Request-Method: GET"), List.<String>of())) {
						Response with = this.server.http().send(method, path, headers);
						Response without = this.without.http().send(method, path, headers);
						assertThat(with.status()).as("%s %s %s", method, path, headers).isEqualTo(without.status());
						assertThat(stableLines(with)).as("%s %s %s", method, path, headers)
							.isEqualTo(stableLines(without));
					}
				}
			}
		}

	}

	@RestController
	@RequestMapping({ "/covered", "/plain" })
	static class SecuredEndpoints {

		@RequestMapping({ "/ok", "/admin", "/token/ok", "/token/admin" })
		ResponseEntity<String> ok() {
			return ResponseEntity.ok().header("X-Handler", "ok").body("ok");
		}

		@CrossOrigin("https://elsewhere.example")
		@RequestMapping("/annotated")
		ResponseEntity<String> annotated() {
			return ok();
		}

		@RequestMapping("/boom")
		String boom() {
			throw new IllegalStateException("on purpose");
		}

	}

}
