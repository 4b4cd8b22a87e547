package io.github.corsstarter.slices;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.web.servlet.MockMvc;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.options;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

@OrdersTest
@WebMvcTest(OrderController.class)
class OrderControllerMvcTests {

	@Autowired
	private MockMvc mvc;

	@Test
	void preflightIsAnswered() throws Exception {
		this.mvc
			.perform(options("/api/orders/7").header("Origin", "https://spa.example")
				.header("Access-Control-Request-Method", "PUT"))
			.andExpect(status().isOk())
			.andExpect(header().string("Access-Control-Allow-Methods", "GET, HEAD, PUT"));
	}

	@Test
	void spaMayReadOrders() throws Exception {
		this.mvc.perform(get("/api/orders/7").header("Origin", "https://spa.example"))
			.andExpect(status().isOk())
			.andExpect(content().string("order 7"))
			.andExpect(header().string("Access-Control-Allow-Origin", "https://spa.example"))
			.andExpect(header().string("Vary", "Origin"));
	}

	@Test
	void nobodyElseMay() throws Exception {
		this.mvc.perform(get("/api/orders/7").header("Origin", "https://evil.example"))
			.andExpect(status().isForbidden())
			.andExpect(content().string("Invalid CORS request"))
			.andExpect(header().doesNotExist("Access-Control-Allow-Origin"));
	}

	@Test
	void otherPathsAreLeftAlone() throws Exception {
		this.mvc.perform(get("/health/7").header("Origin", "https://evil.example"))
			.andExpect(status().isOk())
			.andExpect(header().doesNotExist("Vary"));
	}

}
