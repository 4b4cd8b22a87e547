package io.github.corsstarter.slices;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.test.web.reactive.server.WebTestClient;

@Tag("slow")
@OrdersTest
@WebFluxTest(OrderController.class)
class OrderControllerFluxTests {

	@Autowired
	private WebTestClient client;

	@Test
	void preflightIsAnswered() {
		this.client.options()
			.uri("/api/orders/7")
			.header("Origin", "https://spa.example")
			.header("Access-Control-Request-Method", "PUT")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Access-Control-Allow-Methods", "GET, HEAD, PUT");
	}

	@Test
	void spaMayReadOrders() {
		this.client.get()
			.uri("/api/orders/7")
			.header("Origin", "https://spa.example")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Access-Control-Allow-Origin", "https://spa.example")
			.expectHeader()
			.valueEquals("Vary", "Origin")
			.expectBody(String.class)
			.isEqualTo("order 7");
	}

	@Test
	void nobodyElseMay() {
		this.client.get()
			.uri("/api/orders/7")
			.header("Origin", "https://evil.example")
			.exchange()
			.expectStatus()
			.isForbidden()
			.expectHeader()
			.doesNotExist("Access-Control-Allow-Origin")
			.expectBody(String.class)
			.isEqualTo("Invalid CORS request");
	}

	@Test
	void otherPathsAreLeftAlone() {
		this.client.get()
			.uri("/health/7")
			.header("Origin", "https://evil.example")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.doesNotExist("Vary");
	}

}
