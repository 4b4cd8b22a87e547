package io.github.corsstarter.sample;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import jakarta.validation.Valid;
import reactor.core.publisher.Flux;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Orders, which partners place and change from their own pages. Covered by the policy
 * {@code partners}.
 */
@RestController
@RequestMapping("/api/partners/orders")
public class OrderController {

	private final Orders orders;

	OrderController(Orders orders) {
		this.orders = orders;
	}

	/**
	 * Returns all orders. A page can read the header {@code FooBar}, because the policy
	 * exposes it, but not {@code X-Page-Size}.
	 */
	@GetMapping
	ResponseEntity<List<Order>> orders() {
		List<Order> all = this.orders.findAll();
		return ResponseEntity.ok()
			.header("FooBar", "baz")
			.header("X-Page-Size", Integer.toString(all.size()))
			.body(all);
	}

	@GetMapping("/{id}")
	Order order(@PathVariable long id) {
		return this.orders.get(id);
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Order> add(@Valid @RequestBody NewOrder order) {
		return created(this.orders.add(order));
	}

	/**
	 * Adds an order from a form. Browsers send a form without a preflight.
	 */
	@PostMapping(consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
	ResponseEntity<Order> addForm(@Valid @ModelAttribute NewOrder order) {
		return created(this.orders.add(order));
	}

	/**
	 * Adds an order for one bag. The body is the name of the coffee as plain text, which
	 * browsers also send without a preflight.
	 */
	@PostMapping(consumes = MediaType.TEXT_PLAIN_VALUE)
	ResponseEntity<Order> addOne(@RequestBody String coffee) {
		return created(this.orders.add(new NewOrder(coffee, 1)));
	}

	@PutMapping("/{id}")
	Order change(@PathVariable long id, @Valid @RequestBody NewOrder order) {
		return this.orders.change(id, order);
	}

	/**
	 * Changes an order with a partner's API key, and returns the next valid key.
	 */
	@PatchMapping("/{id}")
	ResponseEntity<Order> changeWithKey(@PathVariable long id, @RequestHeader("API-Key") String key,
			@Valid @RequestBody NewOrder order) {
		return ResponseEntity.ok().header("API-Key", "next-" + key).body(this.orders.change(id, order));
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void remove(@PathVariable long id) {
		this.orders.remove(id);
	}

	/**
	 * Always fails, to show how a page sees a server error.
	 */
	@GetMapping("/{id}/invoice")
	String invoice(@PathVariable long id) {
		throw new IllegalStateException("The printer is on fire (order " + id + ")");
	}

	/**
	 * Sends the stations of an order as server-sent events.
	 */
	@GetMapping(path = "/{id}/tracking", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<String>> tracking(@PathVariable long id) {
		return Flux.just("roasted", "packed", "shipped")
			.delayElements(Duration.ofMillis(50))
			.map((station) -> ServerSentEvent.builder(station).event("station").build());
	}

	private static ResponseEntity<Order> created(Order order) {
		return ResponseEntity.created(URI.create("/api/partners/orders/" + order.id())).body(order);
	}

}
