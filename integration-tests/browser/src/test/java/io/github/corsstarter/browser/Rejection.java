package io.github.corsstarter.browser;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request that the sample rejected. The test sends it, not the browser.
 *
 * @param origin the origin of the request
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

	/** A JavaScript expression for whether the page shows the rejection. */
	String shown() {
		return "document.getElementById('rejections-body').textContent.includes('" + this.origin + "')";
	}

	/** A JavaScript expression for the button that explains the rejection. */
	String button() {
		return "document.querySelector('[data-rejection*=\" " + this.origin + " \"]')";
	}

}
