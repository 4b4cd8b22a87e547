package io.github.corsstarter.policy;

import java.util.Locale;

/**
 * A constant with a name for use outside the code: in properties, log messages, metrics
 * and endpoints. Implemented by enums.
 */
public interface Coded {

	/**
	 * The name of the constant, as {@link Enum#name()} gives it.
	 * @return the name, in upper case with underscores
	 */
	String name();

	/**
	 * The name of the constant outside the code, such as {@code origin-not-allowed}.
	 * @return the name, in lower case with dashes
	 */
	default String code() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
