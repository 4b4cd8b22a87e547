package io.github.corsstarter.neighbors;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;

import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;
import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests a page on another origin that calls the API of an application whose users sign in
 * with an authorization server.
 */
class OAuth2LoginTests {

	private static final Map<String, String> GRANTED = Map.of("access-control-allow-origin", Neighbor.ALLOWED,
			"access-control-allow-credentials", "true");

	private static final String ORIGIN = "Origin: " + Neighbor.ALLOWED;

	@Test
	void apiIsCalledWithTheSession() throws Exception {
		try (NeighborServer issuer = NeighborServer.start(AuthorizationServer.class);
				NeighborServer shop = NeighborServer.start(OAuth2Login.class,
						OAuth2Login.CLIENT + "provider.own.issuer-uri=http://localhost:" + issuer.port(),
						"cors.policies.api.paths=/api/**", "cors.policies.api.allowed-origins=" + Neighbor.ALLOWED,
						"cors.policies.api.allowed-headers=x-csrf-token", "cors.policies.api.allow-credentials=true")) {
			RawHttp http = shop.http();
			Response unknown = http.send("GET", "/api/me", ORIGIN);
			assertThat(unknown.status()).isEqualTo(401);
			assertThat(unknown.cors()).isEqualTo(GRANTED);

			URI home = URI.create("http://127.0.0.1:" + shop.port() + "/");
			Browser browser = new Browser();
			HttpResponse<String> page = browser.signIn(browser.navigate(home));
			assertThat(page.body()).as(page.uri().toString()).isEqualTo("home");
			String session = "Cookie: JSESSIONID=" + browser.cookie(home, "JSESSIONID");

			Response me = http.send("GET", "/api/me", ORIGIN, session);
			assertThat(me.status()).isEqualTo(200);
			assertThat(me.body()).isEqualTo("user");
			assertThat(me.cors()).isEqualTo(GRANTED);

			Response forged = http.send("GET", "/api/me", "Origin: " + Neighbor.REFUSED, session);
			assertThat(forged.status()).isEqualTo(403);
			assertThat(forged.cors()).isEmpty();

			Response preflight = http.send("OPTIONS", "/api/orders", ORIGIN, "Access-Control-Request-Method: POST",
					"Access-Control-Request-Headers: x-csrf-token");
			assertThat(preflight.status()).isEqualTo(200);
			assertThat(preflight.cors()).containsAllEntriesOf(GRANTED);

			Response unprotected = http.send("POST", "/api/orders", ORIGIN, session);
			assertThat(unprotected.status()).isEqualTo(403);
			assertThat(unprotected.cors()).as("by Spring Security, readable").isEqualTo(GRANTED);

			Map<String, Object> csrf = JsonParserFactory.getJsonParser()
				.parseMap(http.send("GET", "/api/csrf", ORIGIN, session).body());
			Response ordered = http.send("POST", "/api/orders", ORIGIN, session,
					csrf.get("headerName") + ": " + csrf.get("token"));
			assertThat(ordered.status()).isEqualTo(200);
			assertThat(ordered.cors()).isEqualTo(GRANTED);
		}
	}

}
