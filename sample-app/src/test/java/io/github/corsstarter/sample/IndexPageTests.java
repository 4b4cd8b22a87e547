package io.github.corsstarter.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the sample's page that need no browser.
 */
@ScenarioTest
class IndexPageTests {

	private final int port;

	IndexPageTests(@LocalServerPort int port) {
		this.port = port;
	}

	@ParameterizedTest
	@CsvSource({ "/,text/html", "/sample.css,text/css", "/sample.js,javascript" })
	void fileShouldBeServed(String path, String type) throws Exception {
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type"))
			.hasValueSatisfying((value) -> assertThat(value).contains(type));
	}

	@Test
	void pageShouldLoadNothingFromElsewhereAndRunNothingInline() throws Exception {
		String page = get("/").body();
		assertThat(page).contains("default-src 'none'; script-src 'self'; style-src 'self'")
			.doesNotContainPattern("(src|href)=\"(https?:)?//")
			.doesNotContainPattern("<script(?![^>]*src=)")
			.doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=");
	}

	@Test
	void scriptShouldInsertDataAsText() throws Exception {
		assertThat(get("/sample.js").body()).contains("replaceChildren")
			.doesNotContainPattern("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\b|DOMParser");
	}

	@Test
	void pageShouldLinkToCorsPage() throws Exception {
		assertThat(get("/").body()).contains("<a href=\"actuator/corspage\"");
		HttpResponse<String> page = get("/actuator/corspage");
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
		assertThat(page.body()).contains(" data-application=\"coffee-roaster\"", " data-cors=\"cors\"",
				" data-corscheck=\"corscheck\"");
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.timeout(Duration.ofSeconds(20))
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
	}

}
