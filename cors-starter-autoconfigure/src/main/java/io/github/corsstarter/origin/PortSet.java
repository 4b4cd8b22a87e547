package io.github.corsstarter.origin;

import java.util.Arrays;
import java.util.Collection;

import io.github.corsstarter.origin.OriginPattern.Ports;

/**
 * The ports of all patterns that differ only in their ports, compiled for lookup.
 * Immutable.
 */
final class PortSet {

	private final boolean any;

	private final boolean none;

	/** In ascending order. */
	private final int[] listed;

	/**
	 * Compile ports.
	 * @param ports the ports of each pattern
	 * @param defaultPort the default port of the scheme. If a pattern lists it, origins
	 * without a port match
	 */
	PortSet(Collection<Ports> ports, int defaultPort) {
		this.any = ports.stream().anyMatch(Ports::isAny);
		this.none = ports.stream().anyMatch((some) -> some.listed().isEmpty() || some.listed().contains(defaultPort));
		this.listed = ports.stream()
			.flatMap((some) -> some.listed().stream())
			.mapToInt(Integer::intValue)
			.filter((port) -> port != defaultPort)
			.sorted()
			.distinct()
			.toArray();
	}

	/**
	 * Whether this set contains a port.
	 * @param port the port as written, or {@link Origin#NO_PORT}
	 */
	boolean contains(int port) {
		return this.any || ((port != Origin.NO_PORT) ? Arrays.binarySearch(this.listed, port) >= 0 : this.none);
	}

}
