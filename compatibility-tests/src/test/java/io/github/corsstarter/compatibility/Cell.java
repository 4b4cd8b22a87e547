package io.github.corsstarter.compatibility;

import java.util.Locale;

/**
 * One cell of the matrix.
 *
 * @param classPath the class path of the application
 * @param java the feature version of Java
 * @param mode how the application runs
 */
record Cell(ClassPath classPath, int java, Mode mode) {

	String name() {
		return this.classPath.name() + "-java" + this.java
				+ ((this.mode != Mode.ORDINARY) ? "-" + this.mode.name().toLowerCase(Locale.ROOT) : "");
	}

	@Override
	public String toString() {
		return this.classPath + ", Java " + this.java + this.mode.suffix();
	}

	/** How an application runs. */
	enum Mode {

		ORDINARY(""), AOT(", AOT"), VIRTUAL_THREADS(", virtual threads"), SECURED(", requests secured"),
		SLICE(", slice"), WATCHED(", not enforced"), CLOUD(", refreshed");

		private final String suffix;

		Mode(String suffix) {
			this.suffix = suffix;
		}

		String suffix() {
			return this.suffix;
		}

	}

}
