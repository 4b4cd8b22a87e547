package io.github.corsstarter.web.reactive;

import java.net.URI;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.decision.CorsRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Adapts a reactive request to the engine.
 */
final class ReactiveCorsRequest implements CorsRequest {

	/** {@code HttpHeaders} is a {@code Map} up to Spring 6.2, but not since Spring 7. */
	private static final boolean MAP = Map.class.isAssignableFrom(HttpHeaders.class);

	private static final String SEPARATOR = "://";

	private final ServerHttpRequest request;

	/** Cached, because it is read more than once. */
	private @Nullable String origin;

	private boolean originRead;

	private boolean originRepeated;

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
		readOrigin();
		return this.origin;
	}

	@Override
	public boolean isRepeated(String name) {
		if (!name.equals(CorsHeaders.ORIGIN)) {
			return CorsRequest.super.isRepeated(name);
		}
		readOrigin();
		return this.originRepeated;
	}

	/**
	 * One search finds the value and a possible second one.
	 */
	private void readOrigin() {
		if (this.originRead) {
			return;
		}
		this.originRead = true;
		List<String> values = values(this.request.getHeaders(), lowerCase(CorsHeaders.ORIGIN));
		if (values != null && !values.isEmpty()) {
			this.origin = values.get(0);
			this.originRepeated = values.size() > 1;
		}
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

	/**
	 * Spring's own map of headers converts each name that it looks up to lower case. This
	 * takes longer than the look-up if the name is not in lower case already.
	 */
	private static String lowerCase(String name) {
		return switch (name) {
			case CorsHeaders.ORIGIN -> "origin";
			case CorsHeaders.SEC_FETCH_SITE -> "sec-fetch-site";
			case CorsHeaders.SEC_FETCH_MODE -> "sec-fetch-mode";
			case CorsHeaders.REQUEST_METHOD -> "access-control-request-method";
			case CorsHeaders.REQUEST_HEADERS -> "access-control-request-headers";
			case CorsHeaders.REQUEST_PRIVATE_NETWORK -> "access-control-request-private-network";
			default -> name;
		};
	}

	/**
	 * A call of {@code get} that is compiled against one version of Spring does not link
	 * with the other, because the class that declares the method differs.
	 */
	@SuppressWarnings("unchecked")
	static @Nullable List<String> values(HttpHeaders headers, String name) {
		return MAP ? (List<String>) ((Map<?, ?>) (Object) headers).get(name) : headers.get(name);
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
