package io.github.corsstarter.sample;

/**
 * An order of a partner.
 *
 * @param id its number
 * @param coffee the name of the coffee
 * @param quantity how many bags
 * @param status where it is
 */
public record Order(long id, String coffee, int quantity, Status status) {

	Order with(NewOrder changes) {
		return new Order(this.id, changes.coffee(), changes.quantity(), this.status);
	}

	/**
	 * Where an order is.
	 */
	public enum Status {

		/** On its way through the roastery. */
		OPEN,

		/** On its way to the partner. */
		SHIPPED

	}

}
