package io.github.corsstarter.sample;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import org.springframework.stereotype.Repository;

/**
 * The coffees that are for sale.
 */
@Repository
public class Coffees {

	private final List<Coffee> coffees = List.of(new Coffee(1, "Yirgacheffe", new BigDecimal("12.50")),
			new Coffee(2, "Huehuetenango", new BigDecimal("11.00")),
			new Coffee(3, "Monsoon Malabar", new BigDecimal("9.80")));

	public List<Coffee> findAll() {
		return this.coffees;
	}

	public Optional<Coffee> findById(int id) {
		return this.coffees.stream().filter((coffee) -> coffee.id() == id).findFirst();
	}

}
