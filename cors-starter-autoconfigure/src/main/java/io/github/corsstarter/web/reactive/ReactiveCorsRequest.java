package io.github.corsstarter.web.reactive;

import java.net.URI;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.decision.CorsRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Adapts a reactive request to the engine.
 */
final class ReactiveCorsRequest implements CorsRequest {

	/**
	 * Spring's own map of headers converts each name that it looks up to lower case. This
	 * takes longer than the look-up if the name is not in lower case already.
	 */
	private static final Map<String, String> LOWER_CASE = Stream
		.of(CorsHeaders.ORIGIN, CorsHeaders.SEC_FETCH_SITE, CorsHeaders.SEC_FETCH_MODE, CorsHeaders.REQUEST_METHOD,
				CorsHeaders.REQUEST_HEADERS, CorsHeaders.REQUEST_PRIVATE_NETWORK)
		.collect(Collectors.toUnmodifiableMap(Function.identity(), (name) -> name.toLowerCase(Locale.ROOT)));

	private static final String SEPARATOR = "://";

	private final ServerHttpRequest request;

	/** Cached, because it is read more than once. */
	private @Nullable String origin;

	private boolean originRead;

	ReactiveCorsRequest(ServerHttpRequest request) {
		this.request = request;
	}

	@Override
	public String method() {
		return this.request.getMethod().name();
	}

	@Override
	public String contextPath() {
		return this.request.getPath().contextPath().value();
	}

	@Override
	public String path() {
		return this.request.getPath().pathWithinApplication().value();
	}

	@Override
	public @Nullable String header(String name) {
		if (!name.equals(CorsHeaders.ORIGIN)) {
			return this.request.getHeaders().getFirst(lowerCase(name));
		}
		if (!this.originRead) {
			this.originRead = true;
			this.origin = this.request.getHeaders().getFirst(lowerCase(CorsHeaders.ORIGIN));
		}
		return this.origin;
	}

	/**
	 * Whether Spring's own CORS processing is known to ignore the request. It ignores a
	 * request without {@code Origin}, and a request whose {@code Origin} is the address
	 * of the request. The two are compared byte by byte, so the result may be
	 * {@code false} for a request that Spring ignores.
	 */
	boolean isIgnoredBySpring() {
		String value = header(CorsHeaders.ORIGIN);
		if (value == null) {
			return true;
		}
		URI uri = this.request.getURI();
		String uriScheme = uri.getScheme();
		String authority = uri.getRawAuthority();
		return uriScheme != null && authority != null && uri.getHost() != null && uri.getRawUserInfo() == null
				&& value.length() == uriScheme.length() + SEPARATOR.length() + authority.length()
				&& value.startsWith(uriScheme) && value.startsWith(SEPARATOR, uriScheme.length())
				&& value.endsWith(authority);
	}

	@Override
	public Enumeration<String> headers(String name) {
		List<String> values = values(this.request.getHeaders(), lowerCase(name));
		return (values != null) ? Collections.enumeration(values) : Collections.emptyEnumeration();
	}

	private static String lowerCase(String name) {
		return LOWER_CASE.getOrDefault(name, name);
	}

	/**
	 * {@code HttpHeaders} is a {@code Map} up to Spring 6.2 but not since Spring 7. A
	 * call compiled against one version does not link with the other.
	 */
	@SuppressWarnings("unchecked")
	static @Nullable List<String> values(HttpHeaders headers, String name) {
		return ((Object) headers instanceof Map<?, ?> map) ? (List<String>) map.get(name) : headers.get(name);
	}

	@Override
	public @Nullable String scheme() {
		return this.request.getURI().getScheme();
	}

	/**
	 * Uses the authority if {@link URI#getHost()} is {@code null}, as it is for a name
	 * with {@code _}.
	 */
	@Override
	public @Nullable String host() {
		URI uri = this.request.getURI();
		String authority = uri.getRawAuthority();
		if (uri.getHost() != null || authority == null) {
			return uri.getHost();
		}
		int colon = authority.lastIndexOf(':');
		return (colon != -1) ? authority.substring(0, colon) : authority;
	}

	/**
	 * Spring's {@code ForwardedHeaderTransformer} changes the URI and leaves this header.
	 */
	@Override
	public @Nullable String receivedHost() {
		List<String> values = values(this.request.getHeaders(), CorsHeaders.HOST);
		return (values != null && values.size() == 1) ? values.get(0) : null;
	}

	@Override
	public int port() {
		URI uri = this.request.getURI();
		String authority = uri.getRawAuthority();
		if (uri.getHost() != null || authority == null || authority.lastIndexOf(':') == -1) {
			return uri.getPort();
		}
		try {
			return Integer.parseInt(authority.substring(authority.lastIndexOf(':') + 1));
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

}
