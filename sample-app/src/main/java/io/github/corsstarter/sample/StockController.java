package io.github.corsstarter.sample;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The stock, for the company's command-line scripts. The policy {@code internal} rejects
 * the pages of all other origins.
 */
@RestController
@RequestMapping("/internal/stock")
public class StockController {

	private final AtomicInteger bags = new AtomicInteger(140);

	@GetMapping
	Map<String, Integer> stock() {
		return Map.of("bags", this.bags.get());
	}

	@PostMapping("/deliveries")
	Map<String, Integer> receive() {
		return Map.of("bags", this.bags.addAndGet(20));
	}

}
