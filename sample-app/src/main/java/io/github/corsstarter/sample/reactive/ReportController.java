package io.github.corsstarter.sample.reactive;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.github.corsstarter.sample.Order;
import io.github.corsstarter.sample.Orders;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Reports for partners that take time, answered in WebFlux's asynchronous ways. Covered
 * by the policy {@code partners}.
 */
@RestController
@RequestMapping("/api/partners/reports")
public class ReportController {

	private static final Duration PATIENCE = Duration.ofMillis(200);

	private final Orders orders;

	ReportController(Orders orders) {
		this.orders = orders;
	}

	@GetMapping("/daily")
	Mono<Report> daily() {
		return Mono.fromCallable(() -> new Report(this.orders.findAll().stream().mapToInt(Order::quantity).sum()))
			.subscribeOn(Schedulers.boundedElastic());
	}

	/**
	 * Never completes, to show how a page sees a timeout.
	 */
	@GetMapping("/yearly")
	Mono<Report> yearly() {
		return Mono.<Report>never()
			.timeout(PATIENCE)
			.onErrorMap(TimeoutException.class,
					(ex) -> new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, null, ex));
	}

	@GetMapping(path = "/export", produces = "text/csv")
	Flux<String> export() {
		return Flux.fromIterable(this.orders.findAll()).map((order) -> order.id() + "," + order.coffee() + "\n");
	}

	/**
	 * A report.
	 *
	 * @param bags the number of ordered bags
	 */
	record Report(int bags) {

	}

}
