package io.github.corsstarter.actuate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

	private static final String DOCUMENT = "corspage.html";

	private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

	private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);

	private static final String BODY = "<body>";

	/** The two names of a computer for itself are two origins. */
	private static final String LOOPBACK = "http://localhost:* http://127.0.0.1:* https://localhost:* https://127.0.0.1:*";

	private final Supplier<Map<String, String>> attributes;

	private final String document;

	/**
	 * Create the endpoint.
	 * @param attributes supplies what the page has to know of this application, by name.
	 * Called for each request:
	 * <ul>
	 * <li>the id of each other endpoint of the starter that is exposed, with its address
	 * relative to the page</li>
	 * <li>{@code application}: the name of the application</li>
	 * <li>{@code paths}: the paths that the page may have after the context path,
	 * separated by spaces, if the application is on the port of the page</li>
	 * <li>{@code port}, {@code scheme} and {@code context}: the port, the scheme and the
	 * context path of the application, if it is on another port</li>
	 * </ul>
	 */
	public CorsPageEndpoint(Supplier<Map<String, String>> attributes) {
		this.attributes = attributes;
		this.document = read();
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
		return this.document.replace(BODY, "<body" + data + ">");
	}

	/**
	 * The headers that a response with the page needs. They have to be set before a
	 * component such as Spring Security sets its own, which would block the scripts of
	 * the page.
	 * @return values by name
	 */
	public Map<String, String> headers() {
		String port = this.attributes.get().get("port");
		String application = (port != null) ? " http://*:" + port + " https://*:" + port : "";
		return Map.of("Content-Security-Policy",
				"default-src 'none'; script-src " + hashes(SCRIPT) + "; style-src " + hashes(STYLE)
						+ "; img-src data:; connect-src 'self' " + LOOPBACK + application
						+ "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
				"X-Content-Type-Options", "nosniff", "Cache-Control", "no-store", "Referrer-Policy", "same-origin");
	}

	private String hashes(Pattern pattern) {
		return pattern.matcher(this.document)
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
		try (InputStream resource = CorsPageEndpoint.class.getResourceAsStream(DOCUMENT)) {
			Assert.state(resource != null, () -> "Missing resource " + DOCUMENT);
			return new String(resource.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
