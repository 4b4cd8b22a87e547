package io.github.corsstarter.slices;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.client.RestTestClient;

@Tag("slow")
@OrdersTest
@SpringBootTest(classes = OrdersApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "spring.main.web-application-type=reactive")
@AutoConfigureWebTestClient
class ReactiveRandomPortTests {

	@Test
	void restTestClientPassesTheFilter(@LocalServerPort int port) {
		// Boot 4.1 creates this client only for servlet applications.
		Clients.check(RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build());
	}

	@Test
	void webTestClientPassesTheFilter(@Autowired WebTestClient client) {
		Clients.check(client);
	}

}
