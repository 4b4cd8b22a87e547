package io.github.corsstarter.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.corsstarter.sample.FetchRequest.Mode;

/**
 * A client that follows the CORS protocol of the Fetch standard as a browser does. It
 * sends preflights, caches them, follows redirects, and lets pages read only what they
 * may read.
 * <p>
 * Every host name leads to one server on this machine. An {@code https} URL behaves as if
 * a proxy terminated TLS. The client sends cookies with all credentials and ignores
 * {@code SameSite}, so no test depends on it. It does not block mixed content.
 */
final class FetchClient {

	/** Fetch, "HTTP-redirect fetch". */
	private static final int MAX_REDIRECTS = 20;

	/** Chromium's maximum for {@code Access-Control-Max-Age}. */
	private static final long MAX_MAX_AGE = 7200;

	private static final long DEFAULT_MAX_AGE = 5;

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.followRedirects(HttpClient.Redirect.NEVER)
		.build();

	private final int port;

	private final boolean fetchMetadata;

	private final Map<String, Map<String, String>> cookies = new HashMap<>();

	private long seconds;

	private final PreflightCache preflightCache = new PreflightCache(() -> this.seconds);

	FetchClient(int port) {
		this(port, true);
	}

	private FetchClient(int port, boolean fetchMetadata) {
		this.port = port;
		this.fetchMetadata = fetchMetadata;
	}

	/**
	 * Create an older browser, which sends no {@code Sec-Fetch-*} headers.
	 */
	static FetchClient withoutFetchMetadata(int port) {
		return new FetchClient(port, false);
	}

	/**
	 * Open a page.
	 * @param origin the origin of the page, or the text {@code null} for a local file or
	 * a sandboxed frame
	 */
	Page page(String origin) {
		return (request) -> new Fetching(origin, request).fetch();
	}

	/**
	 * Move the clock of the preflight cache forward.
	 */
	void sleep(Duration duration) {
		this.seconds += duration.toSeconds();
	}

	private Exchange send(String method, URI url, Map<String, String> headers, String body) {
		URI address = URI.create("http://127.0.0.1:" + this.port + url.getRawPath()
				+ ((url.getRawQuery() != null) ? "?" + url.getRawQuery() : ""));
		BodyPublisher publisher = (body != null) ? BodyPublishers.ofString(body) : BodyPublishers.noBody();
		HttpRequest.Builder builder = HttpRequest.newBuilder(address)
			.timeout(Duration.ofSeconds(10))
			.method(method, publisher)
			.header("Host", url.getRawAuthority());
		headers.forEach(builder::header);
		if (url.getScheme().equals("https")) {
			builder.header("X-Forwarded-Proto", "https").header("X-Forwarded-Host", url.getRawAuthority());
		}
		HttpRequest request = builder.build();
		try {
			HttpResponse<String> response = this.client.send(request, BodyHandlers.ofString());
			return new Exchange(method, url, request.headers(), response.statusCode(), response.headers(),
					response.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A page whose scripts can call {@code fetch()}.
	 */
	@FunctionalInterface
	interface Page {

		FetchResult fetch(FetchRequest request);

	}

	/**
	 * One call of {@code fetch()}.
	 */
	private final class Fetching {

		private final String pageOrigin;

		private final Mode mode;

		private final boolean credentials;

		private final List<Exchange> exchanges = new ArrayList<>();

		private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

		private String method;

		private URI url;

		private String body;

		/** Fetch, "response tainting" is "cors". It stays so after redirects. */
		private boolean cors;

		/** Fetch, "redirect-taint". */
		private boolean tainted;

		Fetching(String pageOrigin, FetchRequest request) {
			this.pageOrigin = pageOrigin;
			this.mode = request.mode();
			this.credentials = request.credentials();
			this.method = request.method();
			this.url = request.url();
			this.headers.putAll(request.headers());
			this.body = request.body();
		}

		/**
		 * Fetch, "main fetch" and "HTTP fetch".
		 */
		FetchResult fetch() {
			if (this.mode == Mode.NO_CORS && needsPreflight()) {
				return networkError("not possible without CORS");
			}
			for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
				this.cors |= this.mode == Mode.CORS && !origin(this.url).equals(this.pageOrigin);
				String problem = this.cors ? preflightUnlessCached() : null;
				if (problem != null) {
					return networkError(problem);
				}
				Exchange exchange = send();
				problem = this.cors ? CorsProtocol.corsCheck(exchange, requestOrigin(), this.credentials) : null;
				if (problem != null) {
					return networkError(problem);
				}
				String location = exchange.responseHeader("Location");
				if (!exchange.isRedirect() || location == null) {
					return filtered(exchange);
				}
				problem = redirect(exchange.status(), this.url.resolve(location));
				if (problem != null) {
					return networkError(problem);
				}
			}
			return networkError("too many redirects");
		}

		private boolean needsPreflight() {
			return !CorsProtocol.isSafelistedMethod(this.method) || !CorsProtocol.unsafeHeaders(this.headers).isEmpty();
		}

		private String preflightUnlessCached() {
			PreflightCache cache = FetchClient.this.preflightCache;
			String origin = requestOrigin();
			Set<String> names = CorsProtocol.unsafeHeaders(this.headers);
			boolean methodKnown = CorsProtocol.isSafelistedMethod(this.method)
					|| cache.allowsMethod(origin, this.url, this.credentials, this.method);
			boolean headersKnown = names.stream()
				.allMatch((name) -> cache.allowsHeader(origin, this.url, this.credentials, name));
			return (methodKnown && headersKnown) ? null : preflight(names);
		}

		/**
		 * Fetch, "CORS-preflight fetch".
		 */
		private String preflight(Set<String> names) {
			Map<String, String> preflightHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			preflightHeaders.put("Accept", "*/*");
			preflightHeaders.put("Access-Control-Request-Method", this.method);
			if (!names.isEmpty()) {
				preflightHeaders.put("Access-Control-Request-Headers", String.join(",", names));
			}
			addBrowserHeaders("OPTIONS", preflightHeaders);
			Exchange exchange = FetchClient.this.send("OPTIONS", this.url, preflightHeaders, null);
			this.exchanges.add(exchange);
			String problem = CorsProtocol.corsCheck(exchange, requestOrigin(), this.credentials);
			if (problem == null) {
				problem = CorsProtocol.preflightCheck(exchange, this.method, names, this.credentials);
			}
			if (problem == null) {
				FetchClient.this.preflightCache.add(requestOrigin(), this.url, this.credentials,
						CorsProtocol.list(exchange, "Access-Control-Allow-Methods"),
						CorsProtocol.list(exchange, "Access-Control-Allow-Headers"), maxAge(exchange));
			}
			return problem;
		}

		private static long maxAge(Exchange exchange) {
			String value = exchange.responseHeader("Access-Control-Max-Age");
			return (value != null && value.matches("[0-9]{1,10}")) ? Math.min(Long.parseLong(value), MAX_MAX_AGE)
					: DEFAULT_MAX_AGE;
		}

		private Exchange send() {
			Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			all.put("Accept", (this.mode == Mode.NAVIGATE) ? "text/html,*/*;q=0.8" : "*/*");
			all.putAll(this.headers);
			addBrowserHeaders(this.method, all);
			Map<String, String> jar = FetchClient.this.cookies.computeIfAbsent(this.url.getHost(),
					(host) -> new TreeMap<>());
			boolean withCookies = this.credentials || this.mode == Mode.NAVIGATE || !this.cors;
			if (withCookies && !jar.isEmpty()) {
				all.put("Cookie",
						jar.entrySet()
							.stream()
							.map((cookie) -> cookie.getKey() + "=" + cookie.getValue())
							.collect(Collectors.joining("; ")));
			}
			Exchange exchange = FetchClient.this.send(this.method, this.url, all, this.body);
			this.exchanges.add(exchange);
			if (withCookies) {
				exchange.responseHeaders()
					.allValues("Set-Cookie")
					.forEach((line) -> HttpCookie.parse(line)
						.forEach((cookie) -> jar.put(cookie.getName(), cookie.getValue())));
			}
			return exchange;
		}

		/**
		 * Fetch, "append a request Origin header", and Fetch Metadata.
		 */
		private void addBrowserHeaders(String method, Map<String, String> headers) {
			if (this.cors || (!method.equals("GET") && !method.equals("HEAD"))) {
				headers.put("Origin", requestOrigin());
			}
			if (FetchClient.this.fetchMetadata && isTrustworthy(this.url)) {
				headers.put("Sec-Fetch-Site", site());
				headers.put("Sec-Fetch-Mode", this.mode.fetchMetadata());
				headers.put("Sec-Fetch-Dest", (this.mode == Mode.NAVIGATE) ? "document" : "empty");
			}
		}

		/**
		 * Fetch, "serializing a request origin".
		 */
		private String requestOrigin() {
			return this.tainted ? "null" : this.pageOrigin;
		}

		/**
		 * Fetch Metadata, "Sec-Fetch-Site". A hostile origin need not be a URL.
		 */
		private String site() {
			String origin = requestOrigin();
			if (origin.equals(origin(this.url))) {
				return "same-origin";
			}
			return (origin.startsWith(this.url.getScheme() + "://")
					&& registrableDomain(host(origin)).equals(registrableDomain(this.url.getHost()))) ? "same-site"
							: "cross-site";
		}

		/**
		 * Fetch, "HTTP-redirect fetch".
		 */
		private String redirect(int status, URI location) {
			if (!Set.of("http", "https").contains(location.getScheme())) {
				return "redirect to " + location.getScheme();
			}
			if (this.mode == Mode.CORS && location.getRawUserInfo() != null
					&& (this.cors || !origin(location).equals(this.pageOrigin))) {
				return "redirect with user info";
			}
			if ((status == 303 && !Set.of("GET", "HEAD").contains(this.method))
					|| ((status == 301 || status == 302) && this.method.equals("POST"))) {
				this.method = "GET";
				this.body = null;
				this.headers.keySet().removeIf((name) -> name.toLowerCase(Locale.ROOT).startsWith("content-"));
			}
			if (!origin(location).equals(origin(this.url))) {
				this.headers.remove("Authorization");
				this.tainted |= !this.pageOrigin.equals(origin(this.url));
			}
			this.url = location;
			return null;
		}

		private FetchResult filtered(Exchange exchange) {
			if (this.mode == Mode.NO_CORS && !origin(exchange.url()).equals(this.pageOrigin)) {
				return networkError("opaque");
			}
			Map<String, String> readable = new TreeMap<>();
			exchange.responseHeaders().map().keySet().forEach((name) -> {
				String lowerCase = name.toLowerCase(Locale.ROOT);
				if (!this.cors || CorsProtocol.isReadable(lowerCase, exchange, this.credentials)) {
					readable.put(lowerCase, exchange.responseHeader(name));
				}
			});
			return new FetchResult(exchange.status(), readable, exchange.body(), null, List.copyOf(this.exchanges));
		}

		private FetchResult networkError(String problem) {
			return FetchResult.networkError(problem, this.exchanges);
		}

		private static String origin(URI url) {
			boolean defaultPort = url.getPort() == -1 || url.getPort() == (url.getScheme().equals("https") ? 443 : 80);
			return url.getScheme() + "://" + url.getHost() + (defaultPort ? "" : ":" + url.getPort());
		}

		private static boolean isTrustworthy(URI url) {
			String host = url.getHost();
			return url.getScheme().equals("https") || host.equals("localhost") || host.endsWith(".localhost")
					|| host.startsWith("127.");
		}

		private static String host(String origin) {
			return origin.substring(origin.indexOf("://") + 3).replaceFirst(":[0-9]+$", "");
		}

		/** Sufficient for names whose last label is a public suffix. */
		private static String registrableDomain(String host) {
			int dot = host.lastIndexOf('.', host.lastIndexOf('.') - 1);
			return (host.startsWith("127.") || dot == -1) ? host : host.substring(dot + 1);
		}

	}

}
