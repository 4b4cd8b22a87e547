package io.github.corsstarter.gateway;

import io.github.corsstarter.testing.RawHttp.Response;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the starter on Spring Cloud Gateway for WebFlux.
 */
class WebFluxGatewayIT extends AbstractGatewayIT {

	WebFluxGatewayIT() {
		super(Flavor.WEBFLUX);
	}

	/** Only this flavor has timeouts. */
	@Test
	void timeOutHasTheHeaders() {
		Response response = send("GET", "/impatient/slow", SPA);
		assertThat(response.status()).isEqualTo(504);
		assertThat(response.cors()).isEqualTo(ALLOWED);
		assertThat(response.vary()).contains("origin");
	}

}
