package io.github.corsstarter.neighbors;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.neighbors.McpServers.Tools;
import io.github.corsstarter.observe.CorsRejection;
import io.github.corsstarter.observe.CorsRejections;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.web.CorsPolicies;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.McpHttpClientTransportAuthorizationException;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.ProtocolVersions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests the configurations of {@code docs/mcp-servers.md} with MCP servers of Spring AI
 * and of the Java SDK, and with the client of the Java SDK.
 */
class McpTests {

	private static final Path DOCUMENT = Path.of("..", "..", "docs", "mcp-servers.md");

	/**
	 * The configuration for a developer's computer, and that for a server with a name.
	 */
	private static final List<PropertySource<?>> CONFIGURATIONS = configurations();

	private static final String ALLOWED = "https://chat.example.com";

	private static final String INITIALIZE = """
			{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",\
			"capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}""";

	private static final String GREET = """
			{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"greet","arguments":{"name":"Momo"}}}""";

	private static final String ACCEPT = "Accept: application/json, text/event-stream";

	@ParameterizedTest
	@MethodSource("serversAndOrigins")
	void clientInitializesListsCallsAndStreams(Class<?> application, String origin) throws Exception {
		try (NeighborServer server = start(application, 0)) {
			CompletableFuture<ProgressNotification> progress = new CompletableFuture<>();
			String sent = "own".equals(origin) ? own(server) : origin;
			try (McpSyncClient client = client(server, sent, progress)) {
				assertThat(client.initialize().protocolVersion()).isEqualTo(ProtocolVersions.MCP_2025_11_25);
				assertThat(client.listTools().tools()).map(Tool::name)
					.containsExactlyInAnyOrder("greet", "await", "release");
				CallToolRequest greet = CallToolRequest.builder("greet").arguments(Map.of("name", "Momo")).build();
				assertThat(text(client.callTool(greet))).isEqualTo("Hello Momo");
				CallToolRequest await = CallToolRequest.builder("await").arguments(Map.of()).progressToken("p").build();
				CompletableFuture<CallToolResult> waiting = CompletableFuture.supplyAsync(() -> client.callTool(await));
				// Progress arrives while the tool waits, so the response is not buffered.
				assertThat(progress.get(15, TimeUnit.SECONDS).message()).isEqualTo("waiting");
				assertThat(waiting).isNotDone();
				CallToolRequest release = CallToolRequest.builder("release").arguments(Map.of()).build();
				assertThat(text(client.callTool(release))).isEqualTo("done");
				assertThat(text(waiting.get(15, TimeUnit.SECONDS))).isEqualTo("released");
				assertThat(client.closeGracefully()).isTrue();
			}
			assertThat(server.bean(Tools.class).calls()).isEqualTo(3);
			assertThat(rejections(server)).isEmpty();
		}
	}

	static Stream<Arguments> serversAndOrigins() {
		return Stream.of(McpServers.SpringAi.class, McpServers.Sdk.class)
			.flatMap((application) -> Stream.of(null, "own", ALLOWED, "http://localhost:6274")
				.map((origin) -> Arguments.of(application, origin)));
	}

	@ParameterizedTest
	@ValueSource(classes = { McpServers.SpringAi.class, McpServers.Sdk.class })
	void pageMayReadTheSession(Class<?> application) {
		try (NeighborServer server = start(application, 0)) {
			Response response = post(server, INITIALIZE, "Origin: " + ALLOWED);
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.header("Mcp-Session-Id")).isNotEmpty();
			assertThat(response.cors()).isEqualTo(
					Map.of("access-control-allow-origin", ALLOWED, "access-control-expose-headers", "mcp-session-id"));
			assertThat(response.vary()).containsExactly("origin");
			String session = "Mcp-Session-Id: " + response.header("Mcp-Session-Id");
			Response call = post(server, GREET, session, "Origin: " + ALLOWED, "MCP-Protocol-Version: 2025-06-18",
					"Mcp-Method: tools/call", "Mcp-Name: greet");
			assertThat(call.status()).isEqualTo(200);
			assertThat(call.header("Content-Type")).startsWith("text/event-stream");
			assertThat(call.body()).contains("Hello Momo");
			assertThat(call.cors()).isEqualTo(response.cors());
			Response end = server.http().send("DELETE", "/mcp", session, "Origin: " + ALLOWED);
			assertThat(end.status()).isEqualTo(200);
			assertThat(end.cors()).isEqualTo(response.cors());
			assertThat(post(server, GREET, session, "Origin: " + ALLOWED).status()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { McpServers.SpringAi.class, McpServers.Sdk.class })
	void foreignOriginDoesNotReachTheServer(Class<?> application) {
		try (NeighborServer server = start(application, 0)) {
			String session = "Mcp-Session-Id: " + post(server, INITIALIZE).header("Mcp-Session-Id");
			for (String origin : List.of(Neighbor.REFUSED, "null", ALLOWED + ".evil.example",
					"http://localhost:6275")) {
				List<Response> responses = new ArrayList<>();
				responses.add(post(server, INITIALIZE, "Origin: " + origin));
				responses.add(post(server, GREET, session, "Origin: " + origin));
				responses.add(server.http()
					.send("POST", "/mcp", List.of(ACCEPT, session, "Content-Type: text/plain", "Origin: " + origin),
							GREET));
				responses
					.add(server.http().send("GET", "/mcp", "Accept: text/event-stream", session, "Origin: " + origin));
				responses.add(server.http().send("DELETE", "/mcp", session, "Origin: " + origin));
				responses.add(preflight(server, "POST", origin, "content-type"));
				assertThat(responses).allSatisfy((response) -> {
					assertThat(response.status()).isEqualTo(403);
					assertThat(response.body()).isEqualTo("Invalid CORS request");
					assertThat(response.cors()).isEmpty();
					assertThat(response.values("Mcp-Session-Id")).isEmpty();
				});
			}
			assertThat(server.bean(Tools.class).calls()).isZero();
			assertThat(post(server, GREET, session).body()).as("the session is not deleted").contains("Hello Momo");
			McpSyncClient client = client(server, Neighbor.REFUSED, new CompletableFuture<>());
			assertThatThrownBy(client::initialize)
				.hasRootCauseInstanceOf(McpHttpClientTransportAuthorizationException.class);
			client.close();
			assertThat(server.bean(Tools.class).calls()).isOne();
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { McpServers.SpringAi.class, McpServers.Sdk.class })
	void reboundNameDoesNotReachTheServer(Class<?> application) {
		try (NeighborServer server = start(application, 0)) {
			String session = "Mcp-Session-Id: " + post(server, INITIALIZE).header("Mcp-Session-Id");
			String name = "rebound.example:" + server.port();
			for (String origin : List.of("X-No: origin", "Origin: http://" + name, "Origin: " + ALLOWED)) {
				List<Response> responses = List.of(post(server, INITIALIZE, "Host: " + name, origin),
						post(server, GREET, session, "Host: " + name, origin),
						server.http()
							.send("GET", "/mcp", "Accept: text/event-stream", session, "Host: " + name, origin),
						server.http().send("DELETE", "/mcp", session, "Host: " + name, origin),
						server.http().send("GET", "/elsewhere", "Host: " + name, origin));
				assertThat(responses).as(origin).allSatisfy((response) -> {
					assertThat(response.status()).isEqualTo(421);
					assertThat(response.body()).isEqualTo("Misdirected request");
					assertThat(response.cors()).isEmpty();
					assertThat(response.values("Mcp-Session-Id")).isEmpty();
				});
			}
			assertThat(server.bean(Tools.class).calls()).isZero();
			assertThat(rejections(server)).isNotEmpty().allSatisfy((rejection) -> {
				assertThat(rejection.reason()).isEqualTo(CorsReason.HOST_NOT_ALLOWED);
				assertThat(rejection.host()).isEqualTo("rebound.example");
			});
			for (String host : List.of("localhost", "127.0.0.1", "[::1]", "mcp.localhost")) {
				assertThat(post(server, GREET, session, "Host: " + host + ":" + server.port()).status()).as(host)
					.isEqualTo(200);
			}
		}
	}

	/**
	 * The reason for the configuration: without the starter, no server checks anything.
	 */
	@ParameterizedTest
	@ValueSource(classes = { McpServers.SpringAi.class, McpServers.Sdk.class })
	void withoutTheStarterForeignPagesAndReboundNamesReachTheServer(Class<?> application) {
		try (NeighborServer server = start(application, 0, "cors.enabled=false")) {
			String name = "rebound.example:" + server.port();
			assertThat(post(server, INITIALIZE, "Origin: " + Neighbor.REFUSED).status()).isEqualTo(200);
			assertThat(post(server, INITIALIZE, "Host: " + name, "Origin: http://" + name).status()).isEqualTo(200);
			assertThat(preflight(server, "POST", ALLOWED, "content-type").cors()).isEmpty();
		}
	}

	/** A page can send text without a preflight. It needs no session here. */
	@Test
	void textOfAForeignPageRunsNoTool() {
		List<String> headers = List.of(ACCEPT, "Content-Type: text/plain", "Origin: " + Neighbor.REFUSED);
		try (NeighborServer server = start(McpServers.SpringAiWithoutSessions.class, 0)) {
			assertThat(server.http().send("POST", "/mcp", headers, GREET).status()).isEqualTo(403);
			assertThat(server.bean(Tools.class).calls()).isZero();
		}
		for (String property : List.of("cors.enabled=false", "cors.policies.mcp.on-disallowed=omit-headers")) {
			try (NeighborServer server = start(McpServers.SpringAiWithoutSessions.class, 0, property)) {
				Response response = server.http().send("POST", "/mcp", headers, GREET);
				assertThat(response.body()).contains("Hello Momo");
				assertThat(response.cors()).isEmpty();
				assertThat(server.bean(Tools.class).calls()).as(property).isOne();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { McpServers.SpringAi.class, McpServers.Sdk.class })
	void preflightAllowsTheHeadersOfTheProtocol(Class<?> application) {
		try (NeighborServer server = start(application, 0)) {
			String headers = "content-type,last-event-id,mcp-method,mcp-name,mcp-protocol-version,mcp-session-id";
			for (String method : List.of("POST", "GET", "DELETE")) {
				Response response = preflight(server, method, ALLOWED, headers);
				assertThat(response.status()).isEqualTo(200);
				assertThat(response.cors()).isEqualTo(Map.of("access-control-allow-origin", ALLOWED,
						"access-control-allow-methods", "GET, HEAD, POST, DELETE", "access-control-allow-headers",
						"content-type, mcp-protocol-version, mcp-method, mcp-name, mcp-session-id, last-event-id",
						"access-control-max-age", "1800"));
			}
			assertThat(preflight(server, "PUT", ALLOWED, headers).status()).isEqualTo(403);
			assertThat(preflight(server, "POST", ALLOWED, "mcp-param-region").status()).isEqualTo(403);
			assertThat(preflight(server, "POST", ALLOWED, "authorization").status()).isEqualTo(403);
			assertThat(preflight(server, "POST", own(server), headers).cors()).isEmpty();
		}
	}

	@Test
	void serverWithANameAllowsTokens() {
		try (NeighborServer server = start(McpServers.SpringAi.class, 1)) {
			for (String host : List.of("mcp.example.com", "MCP.example.com.:8443", "10.0.0.7")) {
				Response response = post(server, INITIALIZE, "Host: " + host, "Origin: " + ALLOWED,
						"Authorization: Bearer token");
				assertThat(response.cors()).as(host)
					.isEqualTo(Map.of("access-control-allow-origin", ALLOWED, "access-control-expose-headers",
							"mcp-session-id, www-authenticate"));
			}
			assertThat(post(server, INITIALIZE, "Host: other.example.com").status()).isEqualTo(421);
			assertThat(preflight(server, "POST", ALLOWED, "authorization,content-type").status()).isEqualTo(200);
			Response metadata = server.http()
				.send("GET", "/.well-known/oauth-protected-resource/mcp", "Origin: " + ALLOWED,
						"MCP-Protocol-Version: 2025-11-25");
			assertThat(metadata.cors()).isEqualTo(Map.of("access-control-allow-origin", ALLOWED));
		}
	}

	@Test
	void checkOfTheSdkIsNotEnoughForPages() {
		try (NeighborServer server = start(McpServers.SdkWithOwnCheck.class, 0, "cors.enabled=false")) {
			Response listed = post(server, INITIALIZE, "Origin: " + Neighbor.LISTED);
			assertThat(listed.status()).isEqualTo(200);
			assertThat(listed.cors()).isEmpty();
			assertThat(preflight(server, "POST", Neighbor.LISTED, "content-type").cors()).isEmpty();
			assertThat(post(server, INITIALIZE, "Origin: " + Neighbor.REFUSED).status()).isEqualTo(403);
			assertThat(post(server, INITIALIZE, "Origin: " + own(server)).status()).isEqualTo(403);
			assertThat(post(server, INITIALIZE, "Host: rebound.example").status()).isEqualTo(421);
			assertThat(post(server, INITIALIZE, "Host: 127.0.0.1:" + server.port()).status()).isEqualTo(421);
		}
		try (NeighborServer server = start(McpServers.SdkWithOwnCheck.class, 0)) {
			Response refusedByTheSdk = post(server, INITIALIZE, "Origin: " + ALLOWED);
			assertThat(refusedByTheSdk.status()).isEqualTo(403);
			assertThat(refusedByTheSdk.cors()).containsEntry("access-control-allow-origin", ALLOWED);
			assertThat(post(server, INITIALIZE, "Origin: " + Neighbor.LISTED).body()).isEqualTo("Invalid CORS request");
		}
	}

	/** If this fails, a newer SDK may support the revision without sessions. */
	@Test
	void documentNamesTheNewestRevisionOfTheSdk() throws Exception {
		Object newest = Stream.of(ProtocolVersions.class.getFields())
			.map((field) -> value(field.getName()))
			.max(String::compareTo)
			.orElseThrow();
		assertThat(newest).isEqualTo(ProtocolVersions.MCP_2025_11_25);
		assertThat(Files.readString(DOCUMENT)).contains("the revisions up to " + newest);
	}

	private static String value(String field) {
		try {
			return (String) ProtocolVersions.class.getField(field).get(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void configurationHasNoWarnings(int configuration) {
		try (NeighborServer server = start(McpServers.SpringAi.class, configuration)) {
			assertThat(server.bean(CorsPolicies.class).current().warnings()).isEmpty();
			assertThat(CONFIGURATIONS).hasSize(2);
		}
	}

	private static NeighborServer start(Class<?> application, int configuration, String... properties) {
		return NeighborServer.start(application,
				(context) -> context.getEnvironment()
					.getPropertySources()
					.addAfter("commandLineArgs", CONFIGURATIONS.get(configuration)),
				properties);
	}

	private static List<PropertySource<?>> configurations() {
		try {
			YamlPropertySourceLoader loader = new YamlPropertySourceLoader();
			List<PropertySource<?>> configurations = new ArrayList<>();
			for (String block : Pattern.compile("(?ms)^```yaml\n(.*?)^```$")
				.matcher(Files.readString(DOCUMENT))
				.results()
				.map((match) -> match.group(1))
				.toList()) {
				configurations.addAll(loader.load("document " + configurations.size(),
						new ByteArrayResource(block.getBytes(StandardCharsets.UTF_8))));
			}
			return configurations;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static McpSyncClient client(NeighborServer server, String origin,
			CompletableFuture<ProgressNotification> progress) {
		HttpClientStreamableHttpTransport transport = HttpClientStreamableHttpTransport
			.builder("http://localhost:" + server.port())
			.endpoint("/mcp")
			.openConnectionOnStartup(true)
			.httpRequestCustomizer((request, method, uri, body, context) -> {
				if (origin != null) {
					request.setHeader("Origin", origin);
				}
			})
			.build();
		return McpClient.sync(transport)
			.requestTimeout(Duration.ofSeconds(30))
			.progressConsumer(progress::complete)
			.build();
	}

	private static String text(CallToolResult result) {
		return ((TextContent) result.content().get(0)).text().replace("\"", "");
	}

	private static Response post(NeighborServer server, String body, String... headers) {
		return Call.of("POST", "/mcp", "application/json", body, ACCEPT).send(server.http(), headers);
	}

	private static Response preflight(NeighborServer server, String method, String origin, String headers) {
		return server.http()
			.send("OPTIONS", "/mcp", "Origin: " + origin, "Access-Control-Request-Method: " + method,
					"Access-Control-Request-Headers: " + headers);
	}

	private static String own(NeighborServer server) {
		return "http://localhost:" + server.port();
	}

	private static List<CorsRejection> rejections(NeighborServer server) {
		return server.bean(CorsRejections.class).recent(server.bean(CorsPolicies.class).current());
	}

}
