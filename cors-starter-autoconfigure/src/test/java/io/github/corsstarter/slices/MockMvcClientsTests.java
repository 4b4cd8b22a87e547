package io.github.corsstarter.slices;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
@OrdersTest
@SpringBootTest(classes = OrdersApplication.class)
@AutoConfigureMockMvc
@AutoConfigureRestTestClient
@AutoConfigureWebTestClient
class MockMvcClientsTests {

	@Test
	void preflightIsAnsweredToMockMvcTester(@Autowired MockMvcTester mvc) {
		assertThat(mvc.options()
			.uri("/api/orders/7")
			.header("Origin", "https://spa.example")
			.header("Access-Control-Request-Method", "PUT")).hasStatusOk()
			.hasHeader("Access-Control-Allow-Methods", "GET, HEAD, PUT");
	}

	@Test
	void requestIsJudgedForMockMvcTester(@Autowired MockMvcTester mvc) {
		assertThat(mvc.get().uri("/api/orders/7").header("Origin", "https://spa.example")).hasStatusOk()
			.hasHeader("Access-Control-Allow-Origin", "https://spa.example")
			.bodyText()
			.isEqualTo("order 7");
		assertThat(mvc.get().uri("/api/orders/7").header("Origin", "https://evil.example")).hasStatus(403)
			.doesNotContainHeader("Access-Control-Allow-Origin");
	}

	@Test
	void restTestClientPassesTheFilter(@Autowired RestTestClient client) {
		Clients.check(client);
	}

	@Test
	void webTestClientPassesTheFilter(@Autowired WebTestClient client) {
		Clients.check(client);
	}

}
