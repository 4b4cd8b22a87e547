package io.github.corsstarter.gateway;

import java.util.ArrayList;
import java.util.List;

import io.github.corsstarter.testing.RawHttp.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the names that the properties of Spring Cloud Gateway for WebFlux had up to
 * Gateway 4.2. Neither 4.3, for Spring Boot 3.5, nor 5 reads them, so the starter does
 * not report them.
 */
@ExtendWith(OutputCaptureExtension.class)
class FormerNamesIT {

	@Test
	void testsRunOnTheirSpringBoot() {
		assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("gateway.spring-boot"));
	}

	@Test
	void formerNamesHaveNoEffect(CapturedOutput output) {
		try (Backend backend = new Backend()) {
			List<String> properties = new ArrayList<>(List.of(
					"spring.cloud.gateway.globalcors.cors-configurations.[/**].allowed-origins=https://global.example",
					"cors.policies.covered.paths=/covered/**",
					"cors.policies.covered.allowed-origins=https://spa.example"));
			for (String property : List.of("id=route", "uri=http://127.0.0.1:" + backend.port(),
					"predicates[0]=Path=/covered/**", "metadata.cors.allowedOrigins[0]=https://routed.example")) {
				properties.add("spring.cloud.gateway.routes[0]." + property);
			}
			try (TestApplication gateway = Flavor.WEBFLUX.start(properties)) {
				Response response = gateway.http().send("GET", "/free", "Origin: https://global.example");
				assertThat(response.status()).isEqualTo(404);
				assertThat(response.cors()).isEmpty();
				assertThat(gateway.http().send("GET", "/covered/plain", "Origin: https://spa.example").status())
					.isEqualTo(404);
			}
		}
		assertThat(output.getOut()).contains("CORS policy 'covered'").doesNotContain("CORS: ");
	}

}
