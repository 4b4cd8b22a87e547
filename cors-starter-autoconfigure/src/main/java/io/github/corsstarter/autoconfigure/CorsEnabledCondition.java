package io.github.corsstarter.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;

/**
 * Matches unless {@code cors.enabled} is {@code false}. A value that is neither true nor
 * false does not switch the starter off: it is reported like any other.
 */
final class CorsEnabledCondition extends NoneNestedConditions {

	CorsEnabledCondition() {
		super(ConfigurationPhase.PARSE_CONFIGURATION);
	}

	@ConditionalOnBooleanProperty(name = "cors.enabled", havingValue = false)
	static final class Disabled {

	}

}
