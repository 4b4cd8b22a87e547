package io.github.corsstarter.slices;

import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * Sends the same requests with both test clients.
 */
final class Clients {

	private Clients() {
	}

	static void check(RestTestClient client) {
		client.options()
			.uri("/api/orders/7")
			.header("Origin", "https://spa.example")
			.header("Access-Control-Request-Method", "PUT")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Access-Control-Allow-Methods", "GET, HEAD, PUT");
		client.get()
			.uri("/api/orders/7")
			.header("Origin", "https://spa.example")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Access-Control-Allow-Origin", "https://spa.example")
			.expectBody(String.class)
			.isEqualTo("order 7");
		client.get()
			.uri("/api/orders/7")
			.header("Origin", "https://evil.example")
			.exchange()
			.expectStatus()
			.isForbidden()
			.expectHeader()
			.doesNotExist("Access-Control-Allow-Origin");
	}

	static void check(WebTestClient client) {
		client.options()
			.uri("/api/orders/7")
			.header("Origin", "https://spa.example")
			.header("Access-Control-Request-Method", "PUT")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Access-Control-Allow-Methods", "GET, HEAD, PUT");
		client.get()
			.uri("/api/orders/7")
			.header("Origin", "https://spa.example")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Access-Control-Allow-Origin", "https://spa.example")
			.expectBody(String.class)
			.isEqualTo("order 7");
		client.get()
			.uri("/api/orders/7")
			.header("Origin", "https://evil.example")
			.exchange()
			.expectStatus()
			.isForbidden()
			.expectHeader()
			.doesNotExist("Access-Control-Allow-Origin");
	}

}
