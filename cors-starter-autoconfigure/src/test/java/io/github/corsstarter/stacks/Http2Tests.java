package io.github.corsstarter.stacks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.github.corsstarter.stacks.AbstractCorsPolicyFilterTests.Outcome;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The filters with HTTP/2, where a request has no {@code Host}.
 */
class Http2Tests {

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "NETTY" })
	void responseHasThePolicysHeaders(Container container) throws Exception {
		List<String> properties = new ArrayList<>(AbstractCorsPolicyFilterTests.PROPERTIES);
		properties.add("server.http2.enabled=true");
		Class<?> application = (container == Container.NETTY) ? ReactiveFilterApplication.class
				: ServletFilterApplication.class;
		try (TestServer server = TestServer.start(container, application, properties.toArray(String[]::new))) {
			HttpClient client = HttpClient.newBuilder().version(Version.HTTP_2).build();
			// The first request is sent with HTTP/1.1 and Upgrade: h2c.
			send(client, server, "GET", "/plain/ok");
			for (String path : List.of("/ok", "/boom", "/own", "/own-entity", "/missing", "/vary-set", "/redirect",
					"/flush", "/annotated", "/sse")) {
				for (String method : List.of("GET", "HEAD")) {
					for (Outcome outcome : Outcome.values()) {
						HttpResponse<String> response = send(client, server, method, outcome.area() + path,
								outcome.headers());
						String description = container + " " + method + " " + outcome + " " + path;
						assertThat(response.version()).as(description).isEqualTo(Version.HTTP_2);
						assertThat(cors(response)).as(description).isEqualTo(outcome.cors());
						assertThat(vary(response).contains("origin")).as(description)
							.isEqualTo(outcome.varies() || (path.equals("/vary-set") || path.equals("/own-entity")
									|| path.equals("/annotated")));
					}
				}
			}
			String own = "localhost:" + server.http().port();
			assertThat(send(client, server, "POST", "/covered/ok", "Origin: http://" + own).statusCode())
				.isEqualTo(200);
			assertThat(send(client, server, "POST", "/covered/ok", "Origin: https://" + own).statusCode())
				.isEqualTo(403);
			assertThat(send(client, server, "POST", "/covered/ok", "Origin: http://localhost").statusCode())
				.isEqualTo(403);
			HttpResponse<String> preflight = send(client, server, "OPTIONS", "/covered/ok",
					AbstractCorsPolicyFilterTests.CLIENT, "Access-Control-Request-Method: PUT",
					"Access-Control-Request-Headers: x-asked");
			assertThat(preflight.statusCode()).isEqualTo(200);
			assertThat(cors(preflight)).containsEntry("access-control-allow-headers", "x-asked");
			assertThat(send(client, server, "GET", "/covered/ok", AbstractCorsPolicyFilterTests.CLIENT,
					AbstractCorsPolicyFilterTests.CLIENT)
				.statusCode()).isEqualTo(403);
		}
	}

	private static HttpResponse<String> send(HttpClient client, TestServer server, String method, String path,
			String... headers) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + server.http().port() + path))
			.timeout(Duration.ofSeconds(20))
			.method(method, HttpRequest.BodyPublishers.noBody());
		for (String header : headers) {
			request.header(header.substring(0, header.indexOf(':')), header.substring(header.indexOf(':') + 2));
		}
		return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static Map<String, String> cors(HttpResponse<?> response) {
		Map<String, String> cors = new TreeMap<>();
		response.headers().map().forEach((name, values) -> {
			if (name.startsWith("access-control-") || name.equals("timing-allow-origin")) {
				cors.put(name, (values.size() == 1) ? values.get(0) : values.toString());
			}
		});
		return cors;
	}

	private static List<String> vary(HttpResponse<?> response) {
		return response.headers()
			.allValues("vary")
			.stream()
			.flatMap((line) -> List.of(line.split(",")).stream())
			.map((name) -> name.strip().toLowerCase(Locale.ROOT))
			.toList();
	}

}
