package io.github.corsstarter.neighbors;

import io.github.corsstarter.testing.RawHttp.Response;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests a policy that allows the H2 console only for pages of the same site.
 */
class H2ConsoleTests {

	private static final String[] POLICY = { "cors.policies.console.paths=/h2-console/**",
			"cors.policies.console.allowed-origins=none" };

	private static final Call SIGN_IN = Call.of("POST", "/h2-console/login.do", "application/x-www-form-urlencoded",
			"user=sa");

	@Test
	void formsOfOtherSitesAreRefused() {
		try (NeighborServer server = NeighborServer.start(H2ConsoleServlet.class, POLICY)) {
			String own = "Origin: http://localhost:" + server.port();
			assertThat(SIGN_IN.send(server.http(), own).status()).isEqualTo(200);
			Response refused = SIGN_IN.send(server.http(), "Origin: " + Neighbor.REFUSED, "Sec-Fetch-Site: cross-site",
					"Sec-Fetch-Mode: navigate");
			assertThat(refused.status()).isEqualTo(403);
			assertThat(refused.body()).isEqualTo("Invalid CORS request");
		}
	}

	/** Tests a limit that the README states. */
	@Test
	void pathsThatOnlyTheContainerTakesAreNotCovered() {
		try (NeighborServer server = NeighborServer.start(H2ConsoleServlet.class, POLICY)) {
			Response response = Call.get("//h2-console/stylesheet.css")
				.send(server.http(), "Origin: " + Neighbor.REFUSED);
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.cors()).isEmpty();
		}
	}

}
