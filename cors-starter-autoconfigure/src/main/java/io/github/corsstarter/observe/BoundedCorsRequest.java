package io.github.corsstarter.observe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.decision.CorsRequest;
import org.jspecify.annotations.Nullable;

/**
 * The part of a request that is kept to explain later why it was rejected: only what
 * decisions and explanations read, with a limit on the length of each value. Whether
 * there was a cookie is kept, but not its value. Immutable.
 */
final class BoundedCorsRequest implements CorsRequest {

	/** The maximum length of a path, in characters. A longer path is not kept whole. */
	static final int MAX_PATH_LENGTH = 1000;

	/**
	 * One more than the longest valid {@code Origin}. An {@code Origin} that is cut to
	 * this length is still too long. A host that is cut to it is still longer than the
	 * host of any valid {@code Origin}.
	 */
	private static final int MAX_ORIGIN_LENGTH = CorsRequest.MAX_ORIGIN_LENGTH + 1;

	private static final int MAX_LENGTH = 200;

	/**
	 * The limit for all lines of {@code Access-Control-Request-Headers}, in characters.
	 */
	private static final int MAX_LIST_LENGTH = 1000;

	private static final int MAX_LINES = 10;

	private static final List<String> SINGLE = List.of(CorsHeaders.REQUEST_METHOD, CorsHeaders.REQUEST_PRIVATE_NETWORK,
			CorsHeaders.UPGRADE, CorsHeaders.FORWARDED, CorsHeaders.FORWARDED_HOST, CorsHeaders.FORWARDED_PROTO,
			CorsHeaders.FORWARDED_PORT);

	private final String method;

	private final String contextPath;

	private final String path;

	private final @Nullable String resolvedPath;

	private final @Nullable String scheme;

	private final @Nullable String host;

	private final int port;

	private final @Nullable String receivedHost;

	private final Map<String, List<String>> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private final boolean complete;

	private BoundedCorsRequest(CorsRequest request) {
		this.method = cut(request.method(), MAX_LENGTH + 1);
		this.contextPath = cut(request.contextPath(), MAX_LENGTH + 1);
		this.path = cut(request.path(), MAX_PATH_LENGTH + 1);
		this.scheme = cutIfPresent(request.scheme());
		this.host = cutIfPresent(request.host());
		this.port = request.port();
		this.receivedHost = cutIfPresent(request.receivedHost());
		String resolved = request.resolvedPath();
		this.resolvedPath = (resolved != null) ? cut(resolved, MAX_PATH_LENGTH + 1) : null;
		this.lines.put(CorsHeaders.ORIGIN, firstTwo(request.headers(CorsHeaders.ORIGIN)));
		this.lines.put(CorsHeaders.SEC_FETCH_SITE, firstTwo(request.headers(CorsHeaders.SEC_FETCH_SITE)));
		this.lines.put(CorsHeaders.SEC_FETCH_MODE, firstTwo(request.headers(CorsHeaders.SEC_FETCH_MODE)));
		for (String name : SINGLE) {
			String value = request.header(name);
			if (value != null) {
				this.lines.put(name, List.of(cut(value, MAX_LENGTH + 1)));
			}
		}
		if (request.header(CorsHeaders.COOKIE) != null) {
			this.lines.put(CorsHeaders.COOKIE, List.of(""));
		}
		String asked = header(CorsHeaders.REQUEST_METHOD);
		this.complete = putRequestHeaders(request.headers(CorsHeaders.REQUEST_HEADERS))
				&& this.path.length() <= MAX_PATH_LENGTH && (resolved == null || resolved.length() <= MAX_PATH_LENGTH)
				&& this.method.length() <= MAX_LENGTH && (asked == null || asked.length() <= MAX_LENGTH);
	}

	static BoundedCorsRequest of(CorsRequest request) {
		return new BoundedCorsRequest(request);
	}

	static String cut(String text, int length) {
		return (text.length() > length) ? text.substring(0, length) : text;
	}

	private static @Nullable String cutIfPresent(@Nullable String text) {
		return (text != null) ? cut(text, MAX_ORIGIN_LENGTH) : null;
	}

	/**
	 * Keep at most two values, which are enough to show that a header is repeated.
	 */
	private static List<String> firstTwo(Enumeration<String> values) {
		List<String> kept = new ArrayList<>();
		while (values.hasMoreElements() && kept.size() < 2) {
			kept.add(cut(values.nextElement(), MAX_ORIGIN_LENGTH));
		}
		return List.copyOf(kept);
	}

	/**
	 * Keep as many lines as fit. The last line is cut between two names, so that no
	 * partial name is kept.
	 * @return whether all lines are kept
	 */
	private boolean putRequestHeaders(Enumeration<String> values) {
		List<String> kept = new ArrayList<>();
		int left = MAX_LIST_LENGTH;
		boolean whole = true;
		while (whole && values.hasMoreElements()) {
			String line = values.nextElement();
			whole = line.length() <= left && kept.size() < MAX_LINES;
			if (whole) {
				kept.add(line);
			}
			else if (kept.size() < MAX_LINES) {
				kept.add(line.substring(0, Math.max(line.lastIndexOf(',', left), 0)));
			}
			left -= line.length();
		}
		this.lines.put(CorsHeaders.REQUEST_HEADERS, List.copyOf(kept));
		return whole;
	}

	/**
	 * Whether everything that a decision reads is kept, so that the request can be
	 * decided on again.
	 */
	boolean isComplete() {
		return this.complete;
	}

	@Override
	public String method() {
		return this.method;
	}

	@Override
	public String contextPath() {
		return this.contextPath;
	}

	@Override
	public String path() {
		return this.path;
	}

	@Override
	public @Nullable String resolvedPath() {
		return this.resolvedPath;
	}

	@Override
	public @Nullable String header(String name) {
		List<String> values = this.lines.getOrDefault(name, List.of());
		return values.isEmpty() ? null : values.get(0);
	}

	@Override
	public Enumeration<String> headers(String name) {
		return Collections.enumeration(this.lines.getOrDefault(name, List.of()));
	}

	@Override
	public @Nullable String scheme() {
		return this.scheme;
	}

	@Override
	public @Nullable String host() {
		return this.host;
	}

	@Override
	public @Nullable String receivedHost() {
		return this.receivedHost;
	}

	@Override
	public int port() {
		return this.port;
	}

}
