package io.github.corsstarter.benchmarks.servlet;

import org.jspecify.annotations.Nullable;

/**
 * A map for a few names, which ignores the case of names and does not allocate. A look-up
 * first compares the length and the first character, which are in a separate array. Every
 * figure includes the cost of look-ups, so they must be fast enough not to hide the cost
 * of the filters.
 */
final class Attributes<T> {

	private static final int CAPACITY = 32;

	private final String[] names = new String[CAPACITY];

	private final int[] keys = new int[CAPACITY];

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
		int key = key(name);
		for (int i = 0; i < this.size; i++) {
			if (this.keys[i] == key && this.names[i].equalsIgnoreCase(name)) {
				return i;
			}
		}
		return -1;
	}

	private static int key(String name) {
		return (name.length() << 8) | (name.charAt(0) | ' ');
	}

	@Nullable T get(String name) {
		int index = indexOf(name);
		return (index != -1) ? value(index) : null;
	}

	void add(String name, T value) {
		this.names[this.size] = name;
		this.keys[this.size] = key(name);
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
			System.arraycopy(this.keys, index + 1, this.keys, index, this.size - index);
			System.arraycopy(this.values, index + 1, this.values, index, this.size - index);
		}
	}

}
