package io.github.corsstarter.slices;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.client.RestTestClient;

@Tag("slow")
@OrdersTest
@SpringBootTest(classes = OrdersApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "spring.main.web-application-type=servlet")
@AutoConfigureRestTestClient
@AutoConfigureWebTestClient
class ServletRandomPortTests {

	@Test
	void restTestClientPassesTheFilter(@Autowired RestTestClient client) {
		Clients.check(client);
	}

	@Test
	void webTestClientPassesTheFilter(@Autowired WebTestClient client) {
		Clients.check(client);
	}

}
