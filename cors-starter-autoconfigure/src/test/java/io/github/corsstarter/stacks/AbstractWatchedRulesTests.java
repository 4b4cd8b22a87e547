package io.github.corsstarter.stacks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.corsstarter.observe.CorsShadows;
import io.github.corsstarter.stacks.WatchedResponses.Watched;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Policies that are not enforced, in applications in which Spring Security or a CORS
 * filter answers before any handler.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractWatchedRulesTests {

	private static final List<String> ORIGINS = List.of("https://client.example", "https://elsewhere.example",
			"https://rival.example", "https://both.example");

	private final Container container;

	private final Map<SecurityVariant, Class<?>> secured;

	private final List<Class<?>> rivals;

	AbstractWatchedRulesTests(Container container, Map<SecurityVariant, Class<?>> secured, Class<?>... rivals) {
		this.container = container;
		this.secured = secured;
		this.rivals = List.of(rivals);
	}

	Stream<Class<?>> applications() {
		return Stream.concat(this.secured.values().stream(), this.rivals.stream());
	}

	@ParameterizedTest
	@MethodSource("applications")
	void responsesAreUnchangedAndComparedOnce(Class<?> application) throws InterruptedException {
		boolean rivalBefore = application.getSimpleName().equals("RivalBefore");
		try (TestServer server = start(application, true); TestServer without = start(application, false)) {
			for (String origin : ORIGINS) {
				for (String path : List.of("/covered/ok", "/covered/admin", "/covered/missing", "/login")) {
					check(server, without, rivalBefore, "GET", path, "Origin: " + origin);
					check(server, without, rivalBefore, "POST", path, "Origin: " + origin);
					check(server, without, rivalBefore, "GET", path, "Origin: " + origin,
							"Authorization: Basic dXNlcjpwYXNzd29yZA==");
					check(server, without, rivalBefore, "OPTIONS", path, "Origin: " + origin,
							"Access-Control-Request-Method: PUT");
				}
			}
			checkDifferences(server.bean(CorsShadows.class), application);
		}
	}

	private void checkDifferences(CorsShadows shadows, Class<?> application) {
		List<String> found = shadows.recent()
			.stream()
			.map((difference) -> difference.change().code() + " " + difference.reason().code() + " "
					+ difference.origin())
			.distinct()
			.toList();
		if (application.getSimpleName().equals("RivalBefore")) {
			assertThat(found).contains("newly-rejected origin-not-allowed https://rival.example");
		}
		else if (application.getSimpleName().equals("RivalAfter")) {
			assertThat(found).contains("newly-rejected origin-not-allowed https://rival.example",
					"newly-allowed origin-not-allowed https://client.example");
		}
		else {
			// No rule of the application allows the origin of the policy.
			assertThat(found).contains("newly-allowed origin-not-allowed https://client.example");
		}
	}

	private TestServer start(Class<?> application, boolean enabled) {
		String[] properties = { "cors.enabled=" + enabled, "cors.defaults.enforce=false",
				"cors.policies.covered.paths=/covered/**,/login",
				"cors.policies.covered.allowed-origins=https://client.example,https://both.example",
				"cors.policies.covered.allow-credentials=true", "spring.security.user.name=user",
				"spring.security.user.password=password", "spring.main.sources=" + WatchedResponses.class.getName() };
		return this.rivals.contains(application) ? TestServer.start(this.container, application, properties)
				: TestServer.startWithSecurity(this.container, application, properties);
	}

	/**
	 * Check one request.
	 * @param unseen whether a filter that runs before the starter's may have answered it
	 */
	private static void check(TestServer server, TestServer without, boolean unseen, String method, String path,
			String... headers) throws InterruptedException {
		WatchedResponses watched = server.bean(WatchedResponses.class);
		if (unseen) {
			// The check before this one did not wait for a report, which may come now.
			Thread.sleep(50);
		}
		watched.clear();
		Response response = server.http().send(method, path, headers);
		Response expected = without.http().send(method, path, headers);
		String request = method + " " + path + " " + Arrays.toString(headers);
		assertThat(response.status()).as(request + response + expected).isEqualTo(expected.status());
		assertThat(lines(response)).as(request).isEqualTo(lines(expected));
		// A report can come after the response, so one of the last request may come now.
		List<Watched> reports = watched.await(unseen ? 0 : 1)
			.stream()
			.filter((report) -> report.request().equals(method + " " + path))
			.toList();
		if (unseen && reports.isEmpty()) {
			return;
		}
		assertThat(reports).as(request).hasSize(1);
		assertThat(reports.get(0).status()).as(request).isEqualTo(response.status());
		assertThat(reports.get(0).headers().get("Access-Control-Allow-Origin")).as(request)
			.isEqualTo(response.values("Access-Control-Allow-Origin"));
	}

	private static List<String> lines(Response response) {
		List<String> lines = new ArrayList<>();
		response.lines()
			.forEach((line) -> lines.add(line.replaceFirst("JSESSIONID=[^;]+", "JSESSIONID=")
				.replaceFirst("SESSION=[^;]+", "SESSION=")
				.replaceFirst("(?i)content-length: \\d+", "content-length")));
		return lines;
	}

}
