package io.github.corsstarter.actuate;

import java.util.Locale;

/**
 * Constants as words.
 */
final class Words {

	private Words() {
	}

	/**
	 * A constant as Spring Boot spells it in a configuration.
	 * @return lower case with dashes
	 */
	static String of(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
