package io.github.corsstarter.slices;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.web.servlet.MockMvc;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/**
 * Allowed hosts in a slice: mock requests are for {@code localhost}.
 */
@OrdersTest
@WebMvcTest(controllers = OrderController.class, properties = "cors.allowed-hosts=orders.example")
class AllowedHostsMvcTests {

	@Autowired
	private MockMvc mvc;

	@Test
	void mockRequestsAreForLocalhost() throws Exception {
		this.mvc.perform(get("/api/orders/7")).andExpect(status().isOk());
		this.mvc.perform(get("http://orders.example/api/orders/7")).andExpect(status().isOk());
		this.mvc.perform(get("/api/orders/7").header("Host", "evil.test")).andExpect(status().isMisdirectedRequest());
		this.mvc.perform(get("http://evil.test/api/orders/7")).andExpect(status().isMisdirectedRequest());
	}

}
