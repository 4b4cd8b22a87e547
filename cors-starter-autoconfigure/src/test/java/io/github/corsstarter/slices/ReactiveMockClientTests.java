package io.github.corsstarter.slices;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@OrdersTest
@SpringBootTest(classes = OrdersApplication.class, properties = "spring.main.web-application-type=reactive")
@AutoConfigureWebTestClient
class ReactiveMockClientTests {

	@Test
	void webTestClientPassesTheFilter(@Autowired WebTestClient client) {
		Clients.check(client);
	}

}
