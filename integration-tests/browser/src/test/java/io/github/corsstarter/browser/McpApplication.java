package io.github.corsstarter.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application with an MCP server at {@code /mcp}, the first configuration of
 * {@code docs/mcp-servers.md}, and a page at {@code /page} that no policy covers, so that
 * it can be opened under every name.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@RestController
class McpApplication {

	private static final Path DOCUMENT = Path.of("../../docs/mcp-servers.md");

	private final AtomicInteger calls = new AtomicInteger();

	private final Semaphore released = new Semaphore(0);

	static ConfigurableApplicationContext start(String... arguments) {
		String[] all = { "--server.port=0", "--server.forward-headers-strategy=native", "--logging.level.root=error",
				"--spring.main.banner-mode=off", "--cors.policies.everything-else.paths=/elsewhere/**" };
		return new SpringApplicationBuilder(McpApplication.class).initializers(
				(context) -> context.getEnvironment().getPropertySources().addAfter("commandLineArgs", configuration()))
			.run(Stream.of(all, arguments).flatMap(Stream::of).toArray(String[]::new));
	}

	private static PropertySource<?> configuration() {
		try {
			String yaml = Pattern.compile("(?ms)^```yaml\n(.*?)^```$")
				.matcher(Files.readString(DOCUMENT))
				.results()
				.map((MatchResult block) -> block.group(1))
				.findFirst()
				.orElseThrow();
			return new YamlPropertySourceLoader()
				.load("document", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
				.get(0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static int port(ConfigurableApplicationContext application) {
		return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	/** How many calls of tools there were. */
	int calls() {
		return this.calls.get();
	}

	@GetMapping("/page")
	ResponseEntity<String> page() {
		return ResponseEntity.ok().contentType(MediaType.TEXT_HTML).body("<!doctype html><title>page</title>");
	}

	@Bean
	static HttpServletStreamableServerTransportProvider transport() {
		return HttpServletStreamableServerTransportProvider.builder().mcpEndpoint("/mcp").build();
	}

	@Bean
	static ServletRegistrationBean<HttpServletStreamableServerTransportProvider> transportServlet(
			HttpServletStreamableServerTransportProvider transport) {
		return new ServletRegistrationBean<>(transport, "/mcp");
	}

	@Bean
	McpSyncServer server(HttpServletStreamableServerTransportProvider transport) {
		return McpServer.sync(transport)
			.serverInfo("browser", "1")
			.capabilities(ServerCapabilities.builder().tools(true).build())
			.toolCall(tool("await"), this::await)
			.toolCall(tool("release"), this::release)
			.build();
	}

	private static Tool tool(String name) {
		return Tool.builder(name, Map.of("type", "object")).description(name).build();
	}

	/** Reports progress, and waits for the other tool. */
	private CallToolResult await(McpSyncServerExchange exchange, CallToolRequest request) {
		this.calls.incrementAndGet();
		exchange
			.progressNotification(ProgressNotification.builder(request.progressToken(), 1).message("waiting").build());
		try {
			return text(this.released.tryAcquire(15, TimeUnit.SECONDS) ? "released" : "not released");
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private CallToolResult release(McpSyncServerExchange exchange, CallToolRequest request) {
		this.calls.incrementAndGet();
		this.released.release();
		return text("done");
	}

	private static CallToolResult text(String text) {
		return CallToolResult.builder().addTextContent(text).build();
	}

}
