package io.github.corsstarter.neighbors;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A browser with cookies whose user opens pages and signs in.
 */
final class Browser {

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private final CookieManager cookies = new CookieManager();

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.cookieHandler(this.cookies)
		.build();

	/**
	 * Open a page and follow redirects on this machine.
	 * @return the last response, which may redirect to another machine
	 */
	HttpResponse<String> navigate(URI uri) throws IOException, InterruptedException {
		return follow(get(uri));
	}

	/**
	 * Sign in on the login page of Spring Security.
	 */
	HttpResponse<String> signIn(HttpResponse<String> page) throws IOException, InterruptedException {
		Matcher csrf = CSRF.matcher(page.body());
		if (!csrf.find()) {
			throw new IOException("No form: " + page + page.body());
		}
		URI uri = page.uri().resolve("/login");
		return follow(this.http.send(request(uri).header("Origin", "http://" + uri.getAuthority())
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString("username=user&password=secret&_csrf=" + csrf.group(1)))
			.build(), BodyHandlers.ofString()));
	}

	private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
		return this.http.send(request(uri).build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> follow(HttpResponse<String> first) throws IOException, InterruptedException {
		HttpResponse<String> response = first;
		for (int i = 0; i < 10 && response.statusCode() == 302; i++) {
			URI next = response.uri().resolve(response.headers().firstValue("Location").orElseThrow());
			if (next.getScheme().equals("https")) {
				return response;
			}
			response = get(next);
		}
		return response;
	}

	private static HttpRequest.Builder request(URI uri) {
		return HttpRequest.newBuilder(uri)
			.timeout(Duration.ofSeconds(20))
			.header("Accept", "text/html")
			.header("Sec-Fetch-Mode", "navigate");
	}

	/** The value of a cookie that a host set. */
	String cookie(URI uri, String name) {
		return this.cookies.getCookieStore()
			.get(uri)
			.stream()
			.filter((cookie) -> cookie.getName().equals(name))
			.findFirst()
			.orElseThrow()
			.getValue();
	}

}
