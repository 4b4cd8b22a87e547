package io.github.corsstarter.actuate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.util.Assert;
import org.springframework.web.util.HtmlUtils;

/**
 * Actuator endpoint with a page for people. The page reads the endpoints {@code cors},
 * {@code corscheck} and {@code corsmigration} with the rights of its user, and can send a
 * request from a page of another origin. The document is the same for every request and
 * loads nothing else. Safe for use by many threads.
 */
@WebEndpoint(id = "corspage")
public class CorsPageEndpoint {

	private static final String BODY = "<body>";

	private static final String POLICY_AFTER_HOST = "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	/** An IPv6 address has no form in a Content-Security-Policy. */
	private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,252}");

	/** The two names of a computer for itself. For a browser, they are two origins. */
	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

	private final Supplier<Map<String, String>> attributes;

	/**
	 * Create the endpoint.
	 * @param attributes supplies what the page has to know about this application. It is
	 * called for each request, and returns these values by name:
	 * <ul>
	 * <li>the id of each other endpoint of the starter that is exposed, with its address
	 * relative to the page</li>
	 * <li>{@code application}: the name of the application</li>
	 * <li>{@code paths}: the paths that the page may have after the context path, encoded
	 * and separated by spaces, if the application is on the port of the page</li>
	 * <li>{@code port}, {@code scheme} and {@code context}: the port, the scheme and the
	 * context path of the application, if it is on another port</li>
	 * </ul>
	 */
	public CorsPageEndpoint(Supplier<Map<String, String>> attributes) {
		this.attributes = attributes;
	}

	/**
	 * Show the page.
	 * @return the document
	 */
	@ReadOperation(produces = "text/html;charset=UTF-8")
	public String page() {
		String data = this.attributes.get()
			.entrySet()
			.stream()
			.map((attribute) -> " data-" + attribute.getKey() + "=\"" + HtmlUtils.htmlEscape(attribute.getValue())
					+ "\"")
			.sorted()
			.collect(Collectors.joining());
		return Document.TEXT.replace(BODY, "<body" + data + ">");
	}

	/**
	 * The headers that a response with the page needs. They have to be set before a
	 * component such as Spring Security sets its own, which would block the scripts of
	 * the page.
	 * @param host the host that the browser sends the request to, without a port, or
	 * {@code null} if it is unknown. The page may send requests to this host only
	 * @return values by name
	 */
	public Map<String, String> headers(@Nullable String host) {
		return Map.of("Content-Security-Policy", Document.POLICY_BEFORE_HOST + sources(host) + POLICY_AFTER_HOST,
				"X-Content-Type-Options", "nosniff", "Cache-Control", "no-store", "Referrer-Policy", "same-origin");
	}

	/**
	 * In the sandboxed frame, {@code 'self'} means the origin of the page in Chromium and
	 * Firefox, but nothing in WebKit. The application may be on another port.
	 */
	private static String sources(@Nullable String host) {
		if (host == null || !HOST.matcher(host).matches()) {
			return "";
		}
		return (LOOPBACK.contains(host) ? LOOPBACK : Set.of(host)).stream()
			.sorted()
			.map((name) -> " http://" + name + ":* https://" + name + ":*")
			.collect(Collectors.joining());
	}

	/**
	 * The document, which is read when somebody opens the page, and not at start-up.
	 */
	private static final class Document {

		private static final String NAME = "corspage.html";

		private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

		private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);

		private static final String TEXT = read();

		private static final String POLICY_BEFORE_HOST = "default-src 'none'; script-src " + hashes(SCRIPT)
				+ "; style-src " + hashes(STYLE) + "; img-src data:; connect-src 'self'";

		private Document() {
		}

		private static String hashes(Pattern pattern) {
			return pattern.matcher(TEXT)
				.results()
				.map((MatchResult result) -> "'sha256-" + hash(result.group(1)) + "'")
				.collect(Collectors.joining(" "));
		}

		private static String hash(String text) {
			try {
				byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
				return Base64.getEncoder().encodeToString(digest);
			}
			catch (NoSuchAlgorithmException ex) {
				throw new IllegalStateException(ex);
			}
		}

		/** Browsers read CRLF as LF before they compute a hash. */
		private static String read() {
			try (InputStream resource = CorsPageEndpoint.class.getResourceAsStream(NAME)) {
				Assert.state(resource != null, () -> "Missing resource " + NAME);
				return new String(resource.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
