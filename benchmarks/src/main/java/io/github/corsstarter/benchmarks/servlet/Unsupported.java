package io.github.corsstarter.benchmarks.servlet;

import java.lang.reflect.Proxy;

/**
 * Objects behind the stubs: what a stub does not override is not meant to be called.
 */
final class Unsupported {

	private Unsupported() {
	}

	static <T> T of(Class<T> type) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, args) -> {
				throw new UnsupportedOperationException(method.toString());
			}));
	}

}
