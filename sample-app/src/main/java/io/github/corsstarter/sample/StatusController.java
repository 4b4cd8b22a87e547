package io.github.corsstarter.sample;

import java.util.Map;

import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Paths that no policy covers. The starter leaves them alone, so Spring's own CORS
 * support, such as {@code @CrossOrigin}, works there.
 */
@RestController
public class StatusController {

	@GetMapping("/status")
	Map<String, String> status() {
		return Map.of("status", "UP");
	}

	@CrossOrigin("https://old.example.test")
	@GetMapping("/legacy/status")
	String legacyStatus() {
		return "UP";
	}

}
