package io.github.corsstarter.sample;

import java.net.URI;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers with redirects. A browser follows a redirect for a page, and each hop is
 * subject to the policy of its own path.
 */
@RestController
public class MovedController {

	private final URI mirror;

	MovedController(@Value("${sample.mirror}") URI mirror) {
		this.mirror = mirror;
	}

	@GetMapping("/api/catalogue/latest")
	ResponseEntity<Void> latest() {
		return found(URI.create("/api/catalogue/coffees/3"));
	}

	/**
	 * Redirects to another host. After such a redirect, browsers send
	 * {@code Origin: null}.
	 */
	@GetMapping("/api/catalogue/mirror")
	ResponseEntity<Void> mirror() {
		return found(this.mirror.resolve("/api/catalogue/coffees"));
	}

	@GetMapping("/api/catalogue/offers")
	ResponseEntity<Void> offers() {
		return found(URI.create("/api/partners/orders"));
	}

	@GetMapping("/api/partners/latest")
	ResponseEntity<Void> latestForPartners() {
		return found(URI.create("/api/catalogue/latest"));
	}

	/**
	 * Redirects to another host. The policy {@code partners}, which covers the target,
	 * lists the allowed origins. {@code null} is not one of them.
	 */
	@GetMapping("/api/partners/mirror")
	ResponseEntity<Void> mirrorForPartners() {
		return found(this.mirror.resolve("/api/partners/orders"));
	}

	private static ResponseEntity<Void> found(URI location) {
		return ResponseEntity.status(HttpStatus.FOUND).location(location).build();
	}

}
