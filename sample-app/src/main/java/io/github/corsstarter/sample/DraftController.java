package io.github.corsstarter.sample;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Draft texts for the catalogue, for front ends that are still under development. Covered
 * by the policy {@code previews}.
 */
@RestController
@RequestMapping("/api/drafts/{coffeeId}")
public class DraftController {

	private final Map<Integer, Draft> drafts = new ConcurrentHashMap<>(Map.of(1, new Draft("Bergamot and jasmine.")));

	private final Coffees coffees;

	DraftController(Coffees coffees) {
		this.coffees = coffees;
	}

	@GetMapping
	Draft draft(@PathVariable int coffeeId) {
		Draft draft = this.drafts.get(coffeeId);
		if (draft == null) {
			throw notFound(coffeeId);
		}
		return draft;
	}

	@PutMapping
	Draft write(@PathVariable int coffeeId, @RequestBody Draft draft) {
		if (this.coffees.findById(coffeeId).isEmpty()) {
			throw notFound(coffeeId);
		}
		this.drafts.put(coffeeId, draft);
		return draft;
	}

	@DeleteMapping
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void discard(@PathVariable int coffeeId) {
		this.drafts.remove(coffeeId);
	}

	private static ResponseStatusException notFound(int coffeeId) {
		return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no draft for coffee " + coffeeId);
	}

	/**
	 * A text for the catalogue.
	 *
	 * @param text the text
	 */
	record Draft(String text) {

	}

}
