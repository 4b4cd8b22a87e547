package io.github.corsstarter.sample.servlet;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

import io.github.corsstarter.sample.Order;
import io.github.corsstarter.sample.Orders;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Reports for partners that take time, answered in Spring MVC's asynchronous ways.
 * Covered by the policy {@code partners}.
 */
@RestController
@RequestMapping("/api/partners/reports")
public class ReportController {

	private static final long PATIENCE = 200;

	private final Orders orders;

	ReportController(Orders orders) {
		this.orders = orders;
	}

	@GetMapping("/daily")
	Callable<Report> daily() {
		return () -> new Report(this.orders.findAll().stream().mapToInt(Order::quantity).sum());
	}

	/**
	 * Never completes, to show how a page sees a timeout.
	 */
	@GetMapping("/yearly")
	DeferredResult<Report> yearly() {
		return new DeferredResult<>(PATIENCE);
	}

	@GetMapping("/export")
	ResponseEntity<StreamingResponseBody> export() {
		return ResponseEntity.ok().contentType(MediaType.valueOf("text/csv")).body((output) -> {
			for (Order order : this.orders.findAll()) {
				output.write((order.id() + "," + order.coffee() + "\n").getBytes(StandardCharsets.UTF_8));
				output.flush();
			}
		});
	}

	/**
	 * A report.
	 *
	 * @param bags the number of ordered bags
	 */
	record Report(int bags) {

	}

}
