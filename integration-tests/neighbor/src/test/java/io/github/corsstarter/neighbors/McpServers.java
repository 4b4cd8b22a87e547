package io.github.corsstarter.neighbors;

import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.DefaultServerTransportSecurityValidator;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.server.transport.ServerTransportSecurityValidator;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Tool;

import org.springframework.ai.mcp.annotation.McpTool;
import org.springframework.ai.mcp.annotation.McpToolParam;
import org.springframework.ai.mcp.annotation.context.McpSyncRequestContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Servers of the Model Context Protocol (MCP) at {@code /mcp}.
 */
final class McpServers {

	private McpServers() {
	}

	/** The server of Spring AI, a functional endpoint of Spring MVC. */
	@NeighborApplication(with = "mcp", properties = "spring.ai.mcp.server.protocol=streamable")
	@Import(Tools.class)
	static class SpringAi {

	}

	/** The server of Spring AI that has no sessions. */
	@NeighborApplication(with = "mcp", properties = "spring.ai.mcp.server.protocol=stateless")
	@Import(Tools.class)
	static class SpringAiWithoutSessions {

	}

	/** The server of the Java SDK, a servlet in addition to that of Spring MVC. */
	@NeighborApplication
	@Import({ Tools.class, SdkServer.class })
	static class Sdk {

		@Bean
		ServerTransportSecurityValidator validator() {
			return ServerTransportSecurityValidator.NOOP;
		}

	}

	/** The same with the check of the Java SDK, which nobody configures by default. */
	@NeighborApplication
	@Import({ Tools.class, SdkServer.class })
	static class SdkWithOwnCheck {

		@Bean
		ServerTransportSecurityValidator validator() {
			return DefaultServerTransportSecurityValidator.builder()
				.allowedOrigin(Neighbor.LISTED)
				.allowedHost("localhost:*")
				.build();
		}

	}

	static class SdkServer {

		@Bean
		HttpServletStreamableServerTransportProvider transport(ServerTransportSecurityValidator validator) {
			return HttpServletStreamableServerTransportProvider.builder()
				.mcpEndpoint("/mcp")
				.securityValidator(validator)
				.build();
		}

		@Bean
		ServletRegistrationBean<HttpServletStreamableServerTransportProvider> transportServlet(
				HttpServletStreamableServerTransportProvider transport) {
			return new ServletRegistrationBean<>(transport, "/mcp");
		}

		@Bean
		McpSyncServer server(HttpServletStreamableServerTransportProvider transport, Tools tools) {
			return McpServer.sync(transport)
				.serverInfo("sdk", "1")
				.toolCall(tool("greet"),
						(exchange, request) -> text(tools.greet((String) request.arguments().get("name"))))
				.toolCall(tool("await"), (exchange, request) -> {
					exchange.progressNotification(progress(request));
					return text(tools.await());
				})
				.toolCall(tool("release"), (exchange, request) -> text(tools.release()))
				.build();
		}

		private static Tool tool(String name) {
			return Tool.builder(name, Map.of("type", "object")).description(name).build();
		}

		private static ProgressNotification progress(CallToolRequest request) {
			return ProgressNotification.builder(request.progressToken(), 1).message("waiting").build();
		}

		private static CallToolResult text(String text) {
			return CallToolResult.builder().addTextContent(text).build();
		}

	}

	/**
	 * The tools of all servers. Two of them show that a response arrives in parts: one
	 * reports progress and waits for the other.
	 */
	static class Tools {

		private final AtomicInteger calls = new AtomicInteger();

		private final Semaphore released = new Semaphore(0);

		@McpTool(name = "greet", description = "Greets someone.")
		String greet(@McpToolParam(description = "A name.") String name) {
			this.calls.incrementAndGet();
			return "Hello " + name;
		}

		@McpTool(name = "await", description = "Waits for the tool 'release'.")
		String await(McpSyncRequestContext context) {
			context.progress((progress) -> progress.progress(1).message("waiting"));
			return await();
		}

		String await() {
			this.calls.incrementAndGet();
			try {
				return this.released.tryAcquire(20, TimeUnit.SECONDS) ? "released" : "not released";
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@McpTool(name = "release", description = "Ends the tool 'await'.")
		String release() {
			this.calls.incrementAndGet();
			this.released.release();
			return "done";
		}

		/** How many calls of tools there were. */
		int calls() {
			return this.calls.get();
		}

	}

}
