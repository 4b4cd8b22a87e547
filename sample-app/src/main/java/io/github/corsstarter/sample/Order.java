package io.github.corsstarter.sample;

/**
 * An order of a partner.
 *
 * @param id its number
 * @param coffee the name of the coffee
 * @param quantity the number of bags
 * @param status its status
 */
public record Order(long id, String coffee, int quantity, Status status) {

	Order with(NewOrder changes) {
		return new Order(this.id, changes.coffee(), changes.quantity(), this.status);
	}

	/**
	 * The status of an order.
	 */
	public enum Status {

		/** The roastery prepares it. */
		OPEN,

		/** It is on its way to the partner. */
		SHIPPED

	}

}
