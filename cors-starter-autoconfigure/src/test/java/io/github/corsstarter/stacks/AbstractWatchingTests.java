package io.github.corsstarter.stacks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.corsstarter.stacks.WatchedResponses.Watched;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Policies that are not enforced. The response is the same, to the last byte, as the
 * response of the application without the starter, and it is compared exactly once, with
 * its final status and headers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractWatchingTests {

	private static final String CLIENT = "Origin: https://client.example";

	private static final String ELSEWHERE = "Origin: https://elsewhere.example";

	private final Container container;

	private final Class<?> application;

	private final List<String> endpoints;

	private TestServer server;

	private TestServer without;

	AbstractWatchingTests(Container container, Class<?> application, String... endpoints) {
		this.container = container;
		this.application = application;
		this.endpoints = List.of(endpoints);
	}

	@BeforeAll
	void start() {
		List<String> watching = new ArrayList<>(AbstractCorsPolicyFilterTests.PROPERTIES);
		watching.add("cors.defaults.enforce=false");
		this.server = TestServer.start(this.container, this.application, watching.toArray(String[]::new));
		List<String> disabled = new ArrayList<>(watching);
		disabled.add("cors.enabled=false");
		this.without = TestServer.start(this.container, this.application, disabled.toArray(String[]::new));
	}

	@AfterAll
	void stop() {
		this.server.close();
		this.without.close();
	}

	/**
	 * The header values of a response, as the application can see them.
	 */
	Map<String, List<String>> visibleHeaders(Response response) {
		return WatchedResponses.headers(response);
	}

	List<String> endpoints() {
		return this.endpoints;
	}

	TestServer server() {
		return this.server;
	}

	@ParameterizedTest
	@MethodSource("endpoints")
	void everyResponseIsUnchangedAndComparedOnce(String endpoint) throws InterruptedException {
		for (String area : new String[] { "/covered", "/omit", "/any" }) {
			for (String origin : new String[] { CLIENT, ELSEWHERE }) {
				check("GET", area + endpoint, origin);
				check("POST", area + endpoint, origin);
				check("OPTIONS", area + endpoint, origin, "Access-Control-Request-Method: GET");
				check("OPTIONS", area + endpoint, origin, "Access-Control-Request-Method: DELETE",
						"Access-Control-Request-Headers: x-asked");
			}
		}
	}

	@Test
	void requestsThatAreNotCorsAreUnchangedAndNotCompared() throws InterruptedException {
		for (String endpoint : this.endpoints) {
			Response response = unchanged("GET", "/covered" + endpoint);
			assertThat(response.values("Vary")).as(endpoint)
				.isEqualTo(this.without.http().send("GET", "/covered" + endpoint).values("Vary"));
		}
		unchanged("GET", "/plain/ok", CLIENT);
		check("GET", "/covered/ok", CLIENT);
	}

	@Test
	void missingHandlerAndUnsafeMethods() throws InterruptedException {
		check("GET", "/covered/missing", CLIENT);
		check("DELETE", "/covered/ok", ELSEWHERE);
		check("PUT", "/covered/annotated", ELSEWHERE, "Cookie: a=b");
		check("HEAD", "/covered/ok", ELSEWHERE);
		check("OPTIONS", "/covered/ok", ELSEWHERE);
		check("POST", "/covered/ok", ELSEWHERE, "Sec-Fetch-Mode: navigate");
		check("GET", "/covered//ok", ELSEWHERE);
	}

	private void check(String method, String path, String... headers) throws InterruptedException {
		WatchedResponses watched = this.server.bean(WatchedResponses.class);
		watched.clear();
		Response response = unchanged(method, path, headers);
		List<Watched> reports = watched.await(1);
		assertThat(reports).as(method + " " + path + " " + Arrays.toString(headers)).hasSize(1);
		assertThat(reports.get(0).request()).isEqualTo(method + " " + path);
		assertThat(reports.get(0).status()).as(method + " " + path).isEqualTo(response.status());
		assertThat(reports.get(0).headers()).as(method + " " + path + " " + Arrays.toString(headers))
			.isEqualTo(visibleHeaders(response));
		assertThat(watched.decisions()).isEmpty();
	}

	private Response unchanged(String method, String path, String... headers) {
		Response response = this.server.http().send(method, path, headers);
		Response expected = this.without.http().send(method, path, headers);
		assertThat(response.status()).as(method + " " + path).isEqualTo(expected.status());
		assertThat(stableLines(response)).as(method + " " + path).isEqualTo(stableLines(expected));
		assertThat(stable(response.body())).as(method + " " + path).isEqualTo(stable(expected.body()));
		return response;
	}

	/** The length of an error depends on the identifier of the request in it. */
	private static List<String> stableLines(Response response) {
		boolean error = response.body().contains("\"requestId\"");
		return response.lines()
			.stream()
			.filter((line) -> !error || !line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
			.toList();
	}

	private static String stable(String body) {
		return body.replaceFirst("\"timestamp\":\"[^\"]*\"", "")
			.replaceFirst("\"requestId\":\"[^\"]*\"", "")
			.replaceAll("(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [^<]*20\\d\\d", "");
	}

}
