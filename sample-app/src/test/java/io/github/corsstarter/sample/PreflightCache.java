package io.github.corsstarter.sample;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The preflight cache of a browser.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#concept-cache">Fetch, CORS-preflight
 * cache</a>
 */
final class PreflightCache {

	private final List<Entry> entries = new ArrayList<>();

	private final LongSupplier seconds;

	PreflightCache(LongSupplier seconds) {
		this.seconds = seconds;
	}

	void add(String origin, URI url, boolean credentials, Collection<String> methods, Collection<String> headers,
			long maxAge) {
		long until = this.seconds.getAsLong() + maxAge;
		methods.forEach((method) -> this.entries.add(new Entry(origin, url, credentials, method, null, until)));
		headers.forEach((header) -> this.entries.add(new Entry(origin, url, credentials, null, header, until)));
	}

	boolean allowsMethod(String origin, URI url, boolean credentials, String method) {
		return this.entries.stream()
			.anyMatch((entry) -> matches(entry, origin, url, credentials)
					&& (method.equals(entry.method) || "*".equals(entry.method)));
	}

	boolean allowsHeader(String origin, URI url, boolean credentials, String header) {
		return this.entries.stream()
			.anyMatch((entry) -> matches(entry, origin, url, credentials) && (header.equalsIgnoreCase(entry.header)
					|| ("*".equals(entry.header) && !CorsProtocol.isNonWildcard(header))));
	}

	private boolean matches(Entry entry, String origin, URI url, boolean credentials) {
		return this.seconds.getAsLong() < entry.until && entry.origin.equals(origin) && entry.url.equals(url)
				&& (entry.credentials || !credentials);
	}

	private record Entry(String origin, URI url, boolean credentials, String method, String header, long until) {

	}

}
