package io.github.corsstarter.benchmarks.servlet;

import java.lang.reflect.Proxy;

/**
 * Creates the objects that stubs delegate to. They throw an exception, because filters
 * must not call methods that a stub does not override.
 */
final class Unsupported {

	private Unsupported() {
	}

	static <T> T of(Class<T> type) {
		return except("", "", type);
	}

	/** One method returns a value. */
	static <T> T except(String supported, String value, Class<T> type) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, args) -> {
				if (method.getName().equals(supported)) {
					return value;
				}
				throw new UnsupportedOperationException(method.toString());
			}));
	}

}
