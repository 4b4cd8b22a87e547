package io.github.corsstarter.applicationrules;

import java.lang.reflect.Field;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Reads fields of Spring's classes for which there is no accessor. The field is found by
 * its type, so its name does not matter.
 */
final class PrivateFields {

	private PrivateFields() {
	}

	/**
	 * Read a field.
	 * @param owner the class that declares the field
	 * @param type the type of the field
	 * @param object the object to read from
	 * @return the value, or {@code null} if there is none or it cannot be read
	 */
	static <T> @Nullable T read(Class<?> owner, Class<T> type, Object object) {
		try {
			Field field = ReflectionUtils.findField(owner, null, type);
			if (field == null) {
				return null;
			}
			ReflectionUtils.makeAccessible(field);
			return type.cast(ReflectionUtils.getField(field, object));
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

}
