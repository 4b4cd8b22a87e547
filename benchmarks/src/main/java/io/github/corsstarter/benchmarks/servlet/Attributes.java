package io.github.corsstarter.benchmarks.servlet;

import org.jspecify.annotations.Nullable;

/**
 * A few names with values, without allocation. Names of different length or content are
 * told apart, case is not.
 */
final class Attributes<T> {

	private static final int CAPACITY = 32;

	private final String[] names = new String[CAPACITY];

	private final Object[] values = new Object[CAPACITY];

	private int size;

	void clear() {
		this.size = 0;
	}

	int size() {
		return this.size;
	}

	String name(int index) {
		return this.names[index];
	}

	@SuppressWarnings("unchecked")
	T value(int index) {
		return (T) this.values[index];
	}

	int indexOf(String name) {
		for (int i = 0; i < this.size; i++) {
			if (this.names[i].equalsIgnoreCase(name)) {
				return i;
			}
		}
		return -1;
	}

	@Nullable T get(String name) {
		int index = indexOf(name);
		return (index != -1) ? value(index) : null;
	}

	void add(String name, T value) {
		this.names[this.size] = name;
		this.values[this.size++] = value;
	}

	void set(String name, T value) {
		int index = indexOf(name);
		if (index != -1) {
			this.values[index] = value;
		}
		else {
			add(name, value);
		}
	}

	void remove(String name) {
		int index = indexOf(name);
		if (index != -1) {
			this.size--;
			System.arraycopy(this.names, index + 1, this.names, index, this.size - index);
			System.arraycopy(this.values, index + 1, this.values, index, this.size - index);
		}
	}

}
