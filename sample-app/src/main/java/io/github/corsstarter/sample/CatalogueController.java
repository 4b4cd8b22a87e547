package io.github.corsstarter.sample;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Public data that pages of every origin may read. Covered by the policy
 * {@code catalogue}.
 */
@RestController
@RequestMapping("/api/catalogue")
public class CatalogueController {

	private final Coffees coffees;

	CatalogueController(Coffees coffees) {
		this.coffees = coffees;
	}

	@GetMapping("/coffees")
	List<Coffee> coffees() {
		return this.coffees.findAll();
	}

	@GetMapping("/coffees/{id}")
	ResponseEntity<Coffee> coffee(@PathVariable int id) {
		Coffee coffee = this.coffees.findById(id)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no coffee " + id));
		return ResponseEntity.ok().eTag("coffee-" + id).body(coffee);
	}

	/**
	 * The favorite coffees of the holder of the token. In this sample, the first coffee
	 * is every holder's favorite.
	 */
	@GetMapping("/favourites")
	List<Coffee> favourites(@RequestHeader(HttpHeaders.AUTHORIZATION) String authorization) {
		if (!authorization.startsWith("Bearer ")) {
			throw new ResponseStatusException(HttpStatus.UNAUTHORIZED, "A bearer token is needed");
		}
		return this.coffees.findAll().subList(0, 1);
	}

	@GetMapping(path = "/price-list", produces = "text/csv")
	ResponseEntity<String> priceList() {
		String lines = this.coffees.findAll()
			.stream()
			.map((coffee) -> coffee.name() + "," + coffee.price() + "\n")
			.collect(Collectors.joining());
		return ResponseEntity.ok().header("X-Valid-Until", "2027-01-01").body(lines);
	}

}
