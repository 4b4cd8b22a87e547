package io.github.corsstarter.slices;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * A controller that runs on both stacks.
 */
@RestController
class OrderController {

	@GetMapping({ "/api/orders/{id}", "/health/{id}" })
	String order(@PathVariable("id") String id) {
		return "order " + id;
	}

}
