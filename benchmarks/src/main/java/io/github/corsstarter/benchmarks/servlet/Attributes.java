package io.github.corsstarter.benchmarks.servlet;

import org.jspecify.annotations.Nullable;

/**
 * A few names with values, without allocation. Case is not told apart. Look-ups compare
 * lengths first, in an array of their own: what they cost is in every figure, and should
 * not hide the filters.
 */
final class Attributes<T> {

	private static final int CAPACITY = 32;

	private final String[] names = new String[CAPACITY];

	private final int[] lengths = new int[CAPACITY];

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
		int length = name.length();
		for (int i = 0; i < this.size; i++) {
			if (this.lengths[i] == length && this.names[i].equalsIgnoreCase(name)) {
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
		this.lengths[this.size] = name.length();
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
			System.arraycopy(this.lengths, index + 1, this.lengths, index, this.size - index);
			System.arraycopy(this.values, index + 1, this.values, index, this.size - index);
		}
	}

}
