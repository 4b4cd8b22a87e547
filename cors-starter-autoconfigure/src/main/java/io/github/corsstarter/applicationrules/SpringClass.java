package io.github.corsstarter.applicationrules;

import java.lang.reflect.Method;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Whether an object has exactly a class of Spring. A subclass may decide in its own code,
 * so the settings of the object do not say what it allows.
 */
final class SpringClass {

	private static final String SPRING = "org.springframework.";

	private static final Set<String> DECIDING = Set.of("getHandler", "getCorsConfiguration",
			"hasCorsConfigurationSource", "initCorsConfiguration", "getCorsHandlerExecutionChain");

	private SpringClass() {
	}

	static boolean is(Class<?> type, @Nullable Object object) {
		return object != null && object.getClass() == type;
	}

	/**
	 * Why the settings of a handler mapping do not say what it allows.
	 * @param mapping the handler mapping of either stack
	 * @param plainProcessor whether its processor is Spring's
	 * @param plainSource whether it has no source or one of Spring
	 * @return the reason, as a sentence, or {@code null} if they do
	 */
	static @Nullable String reason(Object mapping, boolean plainProcessor, boolean plainSource) {
		if (isOverridden(mapping)) {
			return "Its class overrides methods of Spring that decide about CORS.";
		}
		if (!plainSource) {
			return "Its CorsConfigurationSource is not Spring's own class.";
		}
		return plainProcessor ? null : "Its CorsProcessor is not Spring's own class.";
	}

	/**
	 * Whether a handler mapping overrides a method that decides about CORS.
	 * @param mapping the handler mapping of either stack
	 */
	static boolean isOverridden(Object mapping) {
		Class<?> type = mapping.getClass();
		while (type != null && !type.getName().startsWith(SPRING)) {
			for (Method method : type.getDeclaredMethods()) {
				if (DECIDING.contains(method.getName())) {
					return true;
				}
			}
			type = type.getSuperclass();
		}
		return false;
	}

}
