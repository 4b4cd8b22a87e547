package io.github.corsstarter.neighbors;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests a page on another origin that signs in its user with Spring Authorization Server,
 * with the authorization code grant and PKCE, and reads the user's details.
 */
class AuthorizationServerTests {

	private static final String[] POLICY = { "cors.policies.oauth.paths=" + Neighbor.AUTHORIZATION_SERVER.paths(),
			"cors.policies.oauth.allowed-origins=" + Neighbor.ALLOWED,
			"cors.policies.oauth.allowed-headers=authorization" };

	private static final String CALLBACK = "https://spa.example/callback";

	/** The example of RFC 7636, appendix B. */
	private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

	private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

	private static final Map<String, String> GRANTED = Map.of("access-control-allow-origin", Neighbor.ALLOWED);

	@ParameterizedTest
	@ValueSource(strings = { "/oauth2/token,/oauth2/jwks,/userinfo,/.well-known/**", "/**" })
	void pageSignsItsUserIn(String paths) throws Exception {
		try (NeighborServer server = NeighborServer.start(AuthorizationServer.class, POLICY[1], POLICY[2],
				"cors.policies.oauth.paths=" + paths)) {
			String code = signIn(server);
			RawHttp http = server.http();
			List<String> form = List.of("Origin: " + Neighbor.ALLOWED,
					"Content-Type: application/x-www-form-urlencoded");
			String body = "grant_type=authorization_code&client_id=spa&code=" + code + "&code_verifier=" + VERIFIER
					+ "&redirect_uri=" + encoded(CALLBACK);

			Response forged = http.send("POST", "/oauth2/token", List.of("Origin: " + Neighbor.REFUSED, form.get(1)),
					body);
			assertThat(forged.status()).isEqualTo(403);
			assertThat(forged.body()).isEqualTo("Invalid CORS request");

			Response tokens = http.send("POST", "/oauth2/token", form, body);
			assertThat(tokens.status()).as("the code has not been used").isEqualTo(200);
			assertThat(tokens.cors()).isEqualTo(GRANTED);

			String token = (String) JsonParserFactory.getJsonParser().parseMap(tokens.body()).get("access_token");
			Response preflight = http.send("OPTIONS", "/userinfo", "Origin: " + Neighbor.ALLOWED,
					"Access-Control-Request-Method: GET", "Access-Control-Request-Headers: authorization");
			assertThat(preflight.status()).isEqualTo(200);
			assertThat(preflight.cors()).containsEntry("access-control-allow-headers", "authorization");
			Response user = http.send("GET", "/userinfo", "Origin: " + Neighbor.ALLOWED,
					"Authorization: Bearer " + token);
			assertThat(user.status()).isEqualTo(200);
			assertThat(user.body()).contains("\"sub\":\"user\"");
			assertThat(user.cors()).isEqualTo(GRANTED);

			Response expired = http.send("GET", "/userinfo", "Origin: " + Neighbor.ALLOWED,
					"Authorization: Bearer expired");
			assertThat(expired.status()).isEqualTo(401);
			assertThat(expired.cors()).isEqualTo(GRANTED);

			Response again = http.send("POST", "/oauth2/token", form, body);
			assertThat(again.status()).isEqualTo(400);
			assertThat(again.body()).contains("invalid_grant");
			assertThat(again.cors()).isEqualTo(GRANTED);
		}
	}

	@Test
	void withoutAPolicyPreflightsMeetAuthentication() {
		try (NeighborServer server = NeighborServer.start(AuthorizationServer.class)) {
			Response preflight = server.http()
				.send("OPTIONS", "/userinfo", "Origin: " + Neighbor.ALLOWED, "Access-Control-Request-Method: GET",
						"Access-Control-Request-Headers: authorization");
			assertThat(preflight.status()).as("to the page for signing in").isEqualTo(302);
			assertThat(preflight.cors()).isEmpty();
		}
	}

	@Test
	void authorizeEndpointIsUntouched() throws Exception {
		try (NeighborServer without = NeighborServer.start(AuthorizationServer.class, "cors.enabled=false");
				NeighborServer with = NeighborServer.start(AuthorizationServer.class, POLICY)) {
			for (String target : List.of(authorize("spa"), "/oauth2/authorize?client_id=none", "/login")) {
				for (String header : List.of("Accept: text/html", "Accept: application/json")) {
					for (String origin : List.of("X-No: origin", "Origin: " + Neighbor.ALLOWED,
							"Origin: " + Neighbor.REFUSED)) {
						assertThat(Answer.of(with.http().send("GET", target, header, origin))).as(target)
							.isEqualTo(Answer.of(without.http().send("GET", target, header, origin)));
					}
				}
			}
		}
	}

	private static String signIn(NeighborServer server) throws Exception {
		Browser browser = new Browser();
		HttpResponse<String> login = browser
			.navigate(URI.create("http://localhost:" + server.port() + authorize("spa")));
		HttpResponse<String> back = browser.signIn(login);
		String location = back.headers().firstValue("Location").orElseThrow();
		assertThat(location).startsWith(CALLBACK + "?code=");
		return location.replaceFirst(".*[?&]code=([^&]+).*", "$1");
	}

	private static String authorize(String client) {
		return "/oauth2/authorize?response_type=code&client_id=" + client + "&scope=openid%20profile&state=s"
				+ "&redirect_uri=" + encoded(CALLBACK) + "&code_challenge_method=S256&code_challenge=" + CHALLENGE;
	}

	private static String encoded(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

}
