package io.github.corsstarter.browser;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request that the sample has refused, not sent by the browser.
 *
 * @param origin the origin that it came from
 */
record Rejection(String origin) {

	static final String PATH = "/api/partners/orders/1";

	static Rejection by(Sample sample) throws IOException, InterruptedException {
		return by(sample, "https://refused-" + Web.number() + ".example");
	}

	static Rejection by(Sample sample, String origin) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sample.port() + PATH))
			.timeout(Duration.ofSeconds(20))
			.header("Origin", origin)
			.build();
		assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
		return new Rejection(origin);
	}

	/** In JavaScript, whether the page shows it. */
	String shown() {
		return "document.getElementById('rejections-body').textContent.includes('" + this.origin + "')";
	}

	/** The page's button that asks about it, in JavaScript. */
	String button() {
		return "document.querySelector('[data-rejection$=\" " + this.origin + "\"]')";
	}

}
