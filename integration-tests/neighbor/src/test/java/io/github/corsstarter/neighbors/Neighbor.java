package io.github.corsstarter.neighbors;

import java.util.Arrays;
import java.util.List;

/**
 * The neighbors, with requests that test the behavior of each.
 */
enum Neighbor {

	STATIC_MVC(StaticResources.Servlet.class, "/assets/**", files()),

	STATIC_WEBFLUX(StaticResources.Reactive.class, "/assets/**", files()),

	H2_CONSOLE(H2ConsoleServlet.class, "/h2-console/**", Call.get("/h2-console/stylesheet.css"),
			Call.get("/h2-console"),
			Call.of("POST", "/h2-console/login.do", "application/x-www-form-urlencoded", "user=sa")),

	FUNCTIONAL_MVC(FunctionalEndpoints.Servlet.class, "/orders/**", orders("")),

	FUNCTIONAL_WEBFLUX(FunctionalEndpoints.Reactive.class, "/orders/**", orders("")),

	SECOND_DISPATCHER_SERVLET(Controllers.SecondDispatcherServlet.class, "/second/orders/**", orders("/second")),

	CONTEXT_PATH(Controllers.Servlet.class, "/orders/**", orders("/app"), "server.servlet.context-path=/app"),

	SERVLET_PATH(Controllers.Servlet.class, "/mvc/orders/**", orders("/mvc"), "spring.mvc.servlet.path=/mvc"),

	CONTEXT_AND_SERVLET_PATH(Controllers.Servlet.class, "/mvc/orders/**", orders("/app/mvc"),
			"server.servlet.context-path=/app", "spring.mvc.servlet.path=/mvc"),

	BASE_PATH_WEBFLUX(Controllers.Reactive.class, "/orders/**", orders("/base"), "spring.webflux.base-path=/base"),

	GRAPHQL_MVC(GraphQl.Servlet.class, "/graphql", graphQl(), "spring.graphql.cors.allowed-origins=" + Neighbor.LISTED),

	GRAPHQL_WEBFLUX(GraphQl.Reactive.class, "/graphql", graphQl(),
			"spring.graphql.cors.allowed-origins=" + Neighbor.LISTED),

	DATA_REST(DataRest.class, "/api/**", Call.get("/api"), Call.get("/api/books"), Call.get("/api/books/1"),
			Call.get("/api/books/search/findByTitle?title=Momo"), Call.get("/api/books/99"), Call.get("/api/authors"),
			Call.get("/api/profile/books"), Call.of("PUT", "/api/books/1", "application/json", "{\"title\":\"Momo\"}"),
			Call.of("POST", "/api/books", "application/json", "no JSON"),
			Call.of("PATCH", "/api/books/99", "application/json", "{}")),

	MCP(McpServers.SpringAiWithoutSessions.class, "/mcp", mcp()),

	SOCKJS(WebSockets.SockJs.class, "/sockjs/**", sockJs()),

	ACTUATOR_MVC(Actuators.Servlet.class, "/actuator/**", actuator(),
			"management.endpoints.web.cors.allowed-origins=" + Neighbor.LISTED),

	ACTUATOR_WEBFLUX(Actuators.Reactive.class, "/actuator/**", actuator(),
			"management.endpoints.web.cors.allowed-origins=" + Neighbor.LISTED),

	AUTHORIZATION_SERVER(AuthorizationServer.class, "/oauth2/token,/oauth2/jwks,/userinfo,/.well-known/**",
			Call.get("/oauth2/jwks"), Call.get("/.well-known/openid-configuration"), Call.get("/userinfo"),
			Call.get("/userinfo", "Authorization: Bearer wrong"),
			Call.of("POST", "/oauth2/token", "application/x-www-form-urlencoded", "grant_type=authorization_code"),
			Call.of("POST", "/oauth2/token", "application/x-www-form-urlencoded",
					"grant_type=authorization_code&client_id=spa&code=wrong&code_verifier=wrong"));

	/** The origin that the policies allow. */
	static final String ALLOWED = "https://spa.example";

	/** The origin that the CORS rules of a neighbor allow. */
	static final String LISTED = "https://listed.example";

	/** An origin that is never allowed. */
	static final String REFUSED = "https://evil.example";

	private final Class<?> application;

	private final String paths;

	private final List<Call> calls;

	private final String[] properties;

	Neighbor(Class<?> application, String paths, Call... calls) {
		this(application, paths, List.of(calls));
	}

	Neighbor(Class<?> application, String paths, List<Call> calls, String... properties) {
		this.application = application;
		this.paths = paths;
		this.calls = calls;
		this.properties = properties;
	}

	List<Call> calls() {
		return this.calls;
	}

	/** The paths of the neighbor, for a policy. */
	String paths() {
		return this.paths;
	}

	NeighborServer start(String... more) {
		String[] all = Arrays.copyOf(this.properties, this.properties.length + more.length);
		System.arraycopy(more, 0, all, this.properties.length, more.length);
		return NeighborServer.start(this.application, all);
	}

	private static List<Call> files() {
		return List.of(Call.get("/assets/app.txt"), Call.get("/assets/app.txt", "Range: bytes=4-7"),
				Call.get("/assets/app.txt", "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT"),
				Call.get("/assets/missing.txt"), Call.get("/assets/../assets/app.txt"));
	}

	private static List<Call> orders(String path) {
		return List.of(Call.get(path + "/orders/7"), Call.of("PUT", path + "/orders/7", "text/plain", "tea"),
				Call.get(path + "/orders/7/none"), Call.get(path + "/orders/%37"));
	}

	private static List<Call> graphQl() {
		String query = "{\"query\":\"{greeting}\"}";
		return List.of(Call.of("POST", "/graphql", "application/json", query),
				Call.of("POST", "/graphql", "application/json", "{\"query\":\"subscription {ticks}\"}",
						"Accept: text/event-stream"),
				Call.of("POST", "/graphql", "text/plain", query), Call.get("/graphql"));
	}

	/**
	 * Uses the path for which SockJS allows every origin, because a policy does not
	 * disable the check of SockJS.
	 */
	private static List<Call> sockJs() {
		String path = "/sockjs/open";
		return List.of(Call.get(path), Call.get(path + "/info"), Call.get(path + "/iframe.html"),
				new Call("POST", path + "/000/{n}/xhr_streaming", "", List.of()),
				new Call("POST", path + "/000/{n}/xhr", "", List.of()),
				Call.of("POST", path + "/000/none/xhr_send", "text/plain", "[\"hi\"]"),
				Call.get(path + "/000/{n}/eventsource"));
	}

	/** The bodies of errors contain a stack trace, and with it the filters. */
	private static List<Call> mcp() {
		String accept = "Accept: application/json, text/event-stream";
		String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}";
		return List.of(Call.of("POST", "/mcp", "application/json", body.formatted("tools/list", "{}"), accept),
				Call.of("POST", "/mcp", "application/json",
						body.formatted("tools/call", "{\"name\":\"greet\",\"arguments\":{\"name\":\"Momo\"}}"), accept),
				Call.get("/mcp"));
	}

	private static List<Call> actuator() {
		return List.of(Call.get("/actuator"), Call.get("/actuator/health"), Call.get("/actuator/none"),
				Call.of("POST", "/actuator/health", "application/json", "{}"));
	}

}
