package io.github.corsstarter.observe;

import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

import org.springframework.util.ClassUtils;

/**
 * A log with key-value pairs, if SLF4J is on the class path.
 */
final class StructuredLog {

	private static final boolean KEY_VALUES = ClassUtils.isPresent("org.slf4j.spi.LoggingEventBuilder",
			StructuredLog.class.getClassLoader());

	private final Class<?> name;

	private final Log logger;

	StructuredLog(Class<?> name) {
		this.name = name;
		this.logger = LogFactory.getLog(name);
	}

	boolean isDebugEnabled() {
		return this.logger.isDebugEnabled();
	}

	void log(boolean warn, String message, Map<String, @Nullable String> values) {
		if (!KEY_VALUES || !KeyValues.log(this.name, warn, message, values)) {
			log(warn, message);
		}
	}

	private void log(boolean warn, String message) {
		if (warn) {
			this.logger.warn(message);
		}
		else {
			this.logger.debug(message);
		}
	}

	/**
	 * Isolates the SLF4J types, which are not loaded if SLF4J is not on the class path.
	 */
	private static final class KeyValues {

		/**
		 * Log with key-value pairs. SLF4J may be on the class path without a provider.
		 * Then no level is enabled, and the caller logs without it.
		 * @return whether SLF4J was used
		 */
		static boolean log(Class<?> name, boolean warn, String message, Map<String, @Nullable String> values) {
			org.slf4j.Logger slf4j = LoggerFactory.getLogger(name);
			if (!slf4j.isEnabledForLevel(warn ? Level.WARN : Level.DEBUG)) {
				return false;
			}
			LoggingEventBuilder event = warn ? slf4j.atWarn() : slf4j.atDebug();
			for (Map.Entry<String, @Nullable String> entry : values.entrySet()) {
				if (entry.getValue() != null) {
					event = event.addKeyValue(entry.getKey(), entry.getValue());
				}
			}
			event.log(message);
			return true;
		}

	}

}
