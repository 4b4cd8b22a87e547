package io.github.corsstarter.sample;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Estimates of delivery times, for a prototype that is opened from a local file. Covered
 * by the policy {@code estimates}.
 */
@RestController
@RequestMapping("/api/estimates")
public class EstimateController {

	private final Orders orders;

	EstimateController(Orders orders) {
		this.orders = orders;
	}

	/**
	 * Returns the days that an order needs, or tells the page to ask again later.
	 */
	@GetMapping("/{orderId}")
	Estimate estimate(@PathVariable long orderId) {
		return (this.orders.get(orderId).status() == Order.Status.SHIPPED) ? new Estimate("ready", 2)
				: new Estimate("defer", null);
	}

	/**
	 * An estimate.
	 *
	 * @param status {@code ready} or {@code defer}
	 * @param days the number of days, if the estimate is ready
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Estimate(String status, Integer days) {

	}

}
