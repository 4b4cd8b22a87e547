package io.github.corsstarter.compatibility;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A version of Spring Boot.
 *
 * @param number the version
 * @param neighbour the version that supplies modules that are not available in this
 * version, or {@code null} if every module must be available
 * @param stacks the supported stacks
 */
record BootVersion(String number, BootVersion neighbour, Set<Stack> stacks) {

	static final BootVersion V3_5 = new BootVersion("3.5.16", null, EnumSet.allOf(Stack.class));

	static final BootVersion V4_0 = new BootVersion("4.0.7", null, EnumSet.complementOf(EnumSet.of(Stack.UNDERTOW)));

	static final BootVersion V4_0_LATEST = new BootVersion("4.0.9", V4_0, V4_0.stacks());

	static final BootVersion V4_1_EARLIER = new BootVersion("4.1.1", null, V4_0.stacks());

	static final BootVersion V4_1 = new BootVersion("4.1.2", null, V4_0.stacks());

	static final BootVersion V4_2 = new BootVersion("4.2.0-M2", V4_1, V4_0.stacks());

	/** The release of Spring Cloud for this version. */
	SpringCloud cloud() {
		return isBefore4() ? SpringCloud.V2025_0 : SpringCloud.V2025_1;
	}

	/**
	 * The version of Netty that replaces the one of Spring Boot, which is not available.
	 */
	Optional<String> netty() {
		return equals(V4_1) ? Optional.of("4.2.18.Final") : Optional.empty();
	}

	boolean isBefore4() {
		return this.number.startsWith("3.");
	}

	/** The name of this version's line in {@code @not-on} of the conformance table. */
	String rowName() {
		return "boot-" + this.number.substring(0, this.number.indexOf('.', 2));
	}

	@Override
	public String toString() {
		return this.number;
	}

}
