package io.github.corsstarter.neighbors;

import java.util.List;

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

	/** Spring MVC does not answer to these spellings, but the console's servlet does. */
	@Test
	void otherSpellingsArePathsOfTheConsoleToo() {
		try (NeighborServer server = NeighborServer.start(H2ConsoleServlet.class, POLICY)) {
			for (String path : List.of("//h2-console/stylesheet.css", "/./h2-console/stylesheet.css",
					"/h2%2dconsole/stylesheet.css", "/h2-console;v=1/stylesheet.css")) {
				Response response = Call.get(path).send(server.http(), "Origin: " + Neighbor.REFUSED);
				assertThat(response.status()).as(path).isEqualTo(403);
				assertThat(response.cors()).as(path).isEmpty();
				assertThat(Call.get(path).send(server.http()).status()).as(path).isEqualTo(200);
			}
		}
	}

}
