package io.github.corsstarter.stacks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.github.corsstarter.stacks.AbstractCorsPolicyFilterTests.Outcome;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pages that a servlet container writes itself, because the application has no error page
 * or because it fails.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractContainerErrorPageTests {

	private static final String NO_ERROR_PAGE = TestServer.withoutSecurity()
			+ ",org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration";

	private static final List<String> SMALL_LIMITS = List.of("server.jetty.max-http-form-post-size=1000",
			"server.tomcat.max-http-form-post-size=1000", "spring.servlet.multipart.max-file-size=1000B");

	/** Short enough for the server to receive the whole body before it answers. */
	private static final String TOO_LONG = "1".repeat(2000);

	private final Container container;

	private TestServer server;

	private TestServer withErrorPage;

	AbstractContainerErrorPageTests(Container container) {
		this.container = container;
	}

	@BeforeAll
	void start() {
		this.server = start(NO_ERROR_PAGE);
		this.withErrorPage = start(TestServer.withoutSecurity());
	}

	private TestServer start(String exclusions) {
		List<String> properties = new ArrayList<>(AbstractCorsPolicyFilterTests.PROPERTIES);
		properties.addAll(SMALL_LIMITS);
		properties.add(exclusions);
		return TestServer.startWithSecurity(this.container, ServletFilterApplication.class,
				properties.toArray(String[]::new));
	}

	@AfterAll
	void stop() {
		this.server.close();
		this.withErrorPage.close();
	}

	static Stream<Arguments> errors() {
		return Stream
			.of("/send-error", "/missing", "/servlet/send-error", "/deferred-timeout", "/boom", "/deferred-error",
					"/sse-error", "/servlet/throw", "/servlet/async-timeout")
			.flatMap((path) -> outcomes().map((outcome) -> Arguments.of(path, outcome)));
	}

	static Stream<Outcome> outcomes() {
		return Arrays.stream(Outcome.values()).filter((outcome) -> outcome != Outcome.REJECTED);
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("errors")
	void pageWithoutErrorPageHasTheHeaders(String path, Outcome outcome) {
		Response response = this.server.http().send("GET", outcome.area() + path, outcome.headers());
		assertThat(response.status()).isGreaterThanOrEqualTo(400);
		check(response, outcome);
	}

	@ParameterizedTest
	@MethodSource("outcomes")
	void formThatIsTooLongHasTheHeaders(Outcome outcome) {
		post(outcome, "/form", "application/x-www-form-urlencoded", "number=" + TOO_LONG);
	}

	@ParameterizedTest
	@MethodSource("outcomes")
	void uploadThatIsTooLongHasTheHeaders(Outcome outcome) {
		post(outcome, "/upload", "multipart/form-data; boundary=xyz",
				"--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n" + TOO_LONG
						+ "\r\n--xyz--\r\n");
	}

	@ParameterizedTest
	@MethodSource("outcomes")
	void responseHasTheHeadersIfTheErrorPageFails(Outcome outcome) {
		for (String failure : List.of("runtime", "servlet", "send-error")) {
			Response response = this.withErrorPage.http()
				.send("GET", outcome.area() + "/send-error?error-page-fails=" + failure, outcome.headers());
			assertThat(response.status()).isGreaterThanOrEqualTo(400);
			check(response, outcome);
		}
	}

	private void post(Outcome outcome, String path, String contentType, String body) {
		List<String> headers = new ArrayList<>(List.of("Content-Type: " + contentType));
		headers.addAll(List.of(outcome.headers()));
		for (TestServer each : List.of(this.server, this.withErrorPage)) {
			Response response = each.http().send("POST", outcome.area() + path, headers, body);
			assertThat(response.status()).isIn(400, 413);
			check(response, outcome);
		}
	}

	private static void check(Response response, Outcome outcome) {
		assertThat(response.cors()).isEqualTo(outcome.cors());
		assertThat(response.vary()).isEqualTo(outcome.varies() ? List.of("origin") : List.of());
	}

}
