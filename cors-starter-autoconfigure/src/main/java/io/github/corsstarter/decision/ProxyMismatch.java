package io.github.corsstarter.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import io.github.corsstarter.policy.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes a same-origin request that looks like a cross-origin one, because the
 * application is behind a proxy and does not know the address that browsers see. This is
 * used only for messages. It never affects a decision, because clients can forge the
 * headers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7239">RFC 7239, Forwarded</a>
 */
final class ProxyMismatch {

	/** The property of Spring Boot that fixes the mismatch. */
	static final String PROPERTY = "server.forward-headers-strategy";

	static final String FIX = "set " + PROPERTY + " to framework";

	private static final int MAX_LENGTH = 1000;

	private static final int DEFAULT_PORT = -1;

	private static final int HTTP_PORT = 80;

	private ProxyMismatch() {
	}

	/**
	 * Describe the mismatch.
	 * @param origin the value of {@code Origin}
	 * @param request the request, which was rejected because of its origin
	 * @return the description, in one or two sentences, or {@code null} if there is no
	 * sign of a proxy
	 */
	static @Nullable String describe(String origin, CorsRequest request) {
		String seen = "sees its address as " + SafeText
			.ofClient(request.scheme() + "://" + request.host() + ((request.port() > 0) ? ":" + request.port() : ""));
		for (Address address : addresses(request)) {
			if (address.isOriginOf(origin)) {
				return "According to " + String.join(" and ", address.headers())
						+ ", this is the site's own origin. The application ignores these headers and " + seen
						+ ", because " + PROPERTY + " is not set or the proxy is not trusted.";
			}
		}
		return isTlsEnded(origin, request) ? "This seems to be the site's own origin, but the application " + seen
				+ ". If a proxy terminates TLS, it must send X-Forwarded-Proto, and the application must"
				+ " process that header." : null;
	}

	/**
	 * Whether the request has forwarded headers with the address that browsers see. The
	 * application has not processed them, because the request would otherwise be a
	 * same-origin one.
	 * @param origin the value of {@code Origin}
	 * @param request the request, which was rejected because of its origin
	 */
	static boolean hasHeadersToProcess(String origin, CorsRequest request) {
		return addresses(request).stream().anyMatch((address) -> address.isOriginOf(origin));
	}

	/**
	 * Browsers block requests from https pages to a plain http host name (mixed content).
	 * So if an https origin has the host and port of a request that arrived over http,
	 * the browser sent the request over https, and a proxy forwarded it without saying
	 * so.
	 */
	private static boolean isTlsEnded(String origin, CorsRequest request) {
		int port = (request.port() != HTTP_PORT) ? request.port() : DEFAULT_PORT;
		return "http".equals(request.scheme()) && OwnOrigin.isSame(origin, "https", request.host(), port);
	}

	/**
	 * The addresses in forwarded headers. The {@code X-Forwarded-} headers come first.
	 * For the same headers, an address with a port comes before the one without.
	 */
	private static List<Address> addresses(CorsRequest request) {
		List<Address> addresses = new ArrayList<>();
		String proto = first(request, CorsHeaders.FORWARDED_PROTO);
		String host = first(request, CorsHeaders.FORWARDED_HOST);
		String port = first(request, CorsHeaders.FORWARDED_PORT);
		Set<String> headers = new TreeSet<>();
		if (proto != null) {
			headers.add(CorsHeaders.FORWARDED_PROTO);
		}
		if (host != null) {
			headers.add(CorsHeaders.FORWARDED_HOST);
		}
		if (port != null) {
			headers.add(CorsHeaders.FORWARDED_PORT);
		}
		add(addresses, request, proto, host, port, headers);
		String forwarded = first(request, CorsHeaders.FORWARDED);
		if (forwarded != null) {
			add(addresses, request, parameter(forwarded, "proto"), parameter(forwarded, "host"), null,
					Set.of(CorsHeaders.FORWARDED));
		}
		return addresses;
	}

	private static void add(List<Address> addresses, CorsRequest request, @Nullable String proto, @Nullable String host,
			@Nullable String port, Set<String> headers) {
		if (headers.isEmpty()) {
			return;
		}
		String scheme = Objects.requireNonNullElse(proto, Objects.requireNonNullElse(request.scheme(), ""))
			.toLowerCase(Locale.ROOT);
		String hostAndPort = (host != null) ? host
				: request.host() + ((request.port() > 0) ? ":" + request.port() : "");
		String name = hostAndPort.replaceFirst(":[0-9]*$", "");
		int ownPort = number(hostAndPort.substring(name.length()).replace(":", ""));
		for (int candidate : new int[] { number(port), ownPort, DEFAULT_PORT }) {
			addresses.add(new Address(scheme, name, candidate, headers));
		}
	}

	/**
	 * If there are several proxies, the one nearest to the browser writes the first
	 * element.
	 */
	private static @Nullable String first(CorsRequest request, String header) {
		String value = request.header(header);
		return (value != null && value.length() <= MAX_LENGTH) ? value.split(",", -1)[0].strip() : null;
	}

	private static @Nullable String parameter(String forwarded, String name) {
		for (String pair : forwarded.split(";", -1)) {
			String[] parts = pair.split("=", 2);
			if (parts.length == 2 && parts[0].strip().equalsIgnoreCase(name)) {
				return parts[1].strip().replace("\"", "");
			}
		}
		return null;
	}

	private static int number(@Nullable String port) {
		return (port != null && port.matches("[0-9]{1,5}")) ? Integer.parseInt(port) : DEFAULT_PORT;
	}

	/**
	 * An address of the application as browsers see it.
	 *
	 * @param scheme the scheme
	 * @param host the host
	 * @param port the port, or -1 for the default port of the scheme
	 * @param headers the names of the headers that contain the address
	 */
	private record Address(String scheme, String host, int port, Set<String> headers) {

		boolean isOriginOf(String origin) {
			return OwnOrigin.isSame(origin, this.scheme, this.host, this.port);
		}

	}

}
