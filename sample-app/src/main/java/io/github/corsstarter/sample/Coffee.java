package io.github.corsstarter.sample;

import java.math.BigDecimal;

/**
 * A coffee that is for sale.
 *
 * @param id its number in the catalogue
 * @param name its name
 * @param price the price of a bag in euros
 */
public record Coffee(int id, String name, BigDecimal price) {

}
