package io.github.corsstarter.origin;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.github.corsstarter.origin.OriginMap.Entry;
import io.github.corsstarter.origin.OriginPattern.Ports;
import org.jspecify.annotations.Nullable;

/**
 * The ports of all patterns that differ only in their ports, compiled for lookup, each
 * with the value of its pattern. Immutable.
 *
 * @param <V> the type of the values
 */
final class PortMap<V> {

	/** The value for any port. */
	private final @Nullable V any;

	/** The value for an origin without a port. */
	private final @Nullable V none;

	/** In ascending order. */
	private final int[] listed;

	/** The value for each of the listed ports. */
	private final List<V> values;

	/**
	 * Compile ports.
	 * @param entries the patterns and their values
	 * @param defaultPort the default port of the scheme. If a pattern lists it, origins
	 * without a port match
	 */
	PortMap(Collection<Entry<V>> entries, int defaultPort) {
		V anyPort = null;
		V noPort = null;
		SortedMap<Integer, V> ports = new TreeMap<>();
		for (Entry<V> entry : entries) {
			Ports some = entry.pattern().ports();
			anyPort = some.isAny() ? entry.value() : anyPort;
			noPort = (some.listed().isEmpty() || some.listed().contains(defaultPort)) ? entry.value() : noPort;
			for (Integer port : some.listed()) {
				ports.put(port, entry.value());
			}
		}
		ports.remove(defaultPort);
		this.any = anyPort;
		this.none = noPort;
		this.listed = new int[ports.size()];
		int index = 0;
		for (int port : ports.keySet()) {
			this.listed[index++] = port;
		}
		this.values = List.copyOf(ports.values());
	}

	/**
	 * Find the value for a port.
	 * @param port the port as written, or {@link Origin#NO_PORT}
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable V get(int port) {
		if (this.any != null) {
			return this.any;
		}
		if (port == Origin.NO_PORT) {
			return this.none;
		}
		int index = Arrays.binarySearch(this.listed, port);
		return (index >= 0) ? this.values.get(index) : null;
	}

}
