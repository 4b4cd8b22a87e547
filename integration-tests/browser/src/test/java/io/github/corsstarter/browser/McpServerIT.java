package io.github.corsstarter.browser;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.observe.CorsRejection;
import io.github.corsstarter.observe.CorsRejections;
import io.github.corsstarter.web.CorsPolicies;
import io.modelcontextprotocol.server.McpSyncServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenario 25: a page that is a client of an MCP server of the Java SDK.
 *
 * @see <a href=
 * "https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#streamable-http">Streamable
 * HTTP</a>
 */
class McpServerIT {

	/**
	 * An MCP client. If the response can arrive in parts, one tool ends only after the
	 * page has read its progress and called the other tool. The headers Mcp-Method and
	 * Mcp-Name are those of revision 2026-07-28.
	 */
	private static final String CLIENT = """
			async (server, parts) => {
				let id = 0
				let session = {}
				const send = (method, params, headers) => fetch(server, {
					method: 'POST',
					headers: {
						'Content-Type': 'application/json',
						'Accept': 'application/json, text/event-stream',
						'Mcp-Method': method,
						...session,
						...headers
					},
					body: JSON.stringify({
						jsonrpc: '2.0', method, params, ...(method.startsWith('notifications/') ? {} : { id: ++id })
					})
				})
				const call = (name) =>
					send('tools/call', { name, arguments: {}, _meta: { progressToken: 'p' } }, { 'Mcp-Name': name })
				const texts = (stream) => [...stream.matchAll(/"(?:text|message)":"([^"]*)"/g)].map((match) => match[1])
				try {
					const first = await send('initialize', {
						protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'page', version: '1' }
					})
					if (!first.ok) {
						return first.status + ' ' + await first.text()
					}
					session = {
						'Mcp-Session-Id': first.headers.get('Mcp-Session-Id'),
						'MCP-Protocol-Version': (await first.json()).result.protocolVersion
					}
					const seen = [session['MCP-Protocol-Version'], (await send('notifications/initialized')).status]
					const list = await (await send('tools/list', {})).text()
					seen.push([...list.matchAll(/"name":"([^"]*)"/g)].map((match) => match[1]).sort().join(' '))
					if (parts) {
						const reader = (await call('await')).body.pipeThrough(new TextDecoderStream()).getReader()
						let stream = ''
						while (!stream.includes('waiting')) {
							const part = await reader.read()
							if (part.done) {
								return 'no progress: ' + stream
							}
							stream += part.value
						}
						seen.push(...texts(stream), ...texts(await (await call('release')).text()))
						stream = ''
						for (let part = await reader.read(); !part.done; part = await reader.read()) {
							stream += part.value
						}
						seen.push(...texts(stream))
						const events = await fetch(server, { headers: { 'Accept': 'text/event-stream', ...session } })
						const event = await events.body.pipeThrough(new TextDecoderStream()).getReader().read()
						seen.push(event.value.match(/"method":"([^"]*)"/)[1])
					}
					else {
						seen.push(...texts(await (await call('release')).text()))
						seen.push(...texts(await (await call('await')).text()))
					}
					seen.push((await fetch(server, { method: 'DELETE', headers: session })).status)
					seen.push((await call('release')).status)
					return seen.join(', ')
				}
				catch (error) {
					return error.name + ' after ' + id
				}
			}""";

	/** What a page can send without a preflight: the server does not check the type. */
	private static final String SEND_TEXT = """
			async (server) => {
				const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: {
					protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'page', version: '1' } } })
				const response = await fetch(server, {
					method: 'POST', mode: 'no-cors', headers: { 'Accept': 'application/json, text/event-stream' }, body
				})
				return response.type
			}""";

	private static final String WORKS = "2025-11-25, 202, await release, done, waiting, released, 200, 404";

	private static final String WORKS_IN_PARTS = "2025-11-25, 202, await release, waiting, done, released,"
			+ " notifications/tools/list_changed, 200, 404";

	@ParameterizedTest
	@MethodSource("io.github.corsstarter.browser.Setup#engines")
	void scenario25WhenOriginIsListedShouldInitializeCallAndStream(Engine engine) {
		int number = Web.number();
		String server = "https://server-" + number + ".mcp.test/mcp";
		try (ConfigurableApplicationContext application = McpApplication.start("--cors.allowed-hosts=*.mcp.test",
				"--cors.policies.mcp.allowed-origins=https://*.chat.test")) {
			Web web = Web.of(engine);
			web.proxy().forwardTo(McpApplication.port(application));
			web.browser().open("https://page-" + number + ".chat.test" + RecordingProxy.PAGE);
			web.proxy().clear();
			assertThat(evaluate(web, CLIENT, server, false)).isEqualTo(WORKS);
			assertThat(web.proxy().exchanges()).filteredOn(Exchange::isPreflight).isNotEmpty();
			assertThat(application.getBean(McpApplication.class).calls()).isEqualTo(2);
			assertThat(rejections(application)).isEmpty();

			web.browser().open("https://page-" + number + ".evil.test" + RecordingProxy.PAGE);
			web.proxy().clear();
			assertThat(evaluate(web, CLIENT, server, false)).isEqualTo("TypeError after 1");
			assertThat(evaluate(web, SEND_TEXT, server, false)).isEqualTo("opaque");
			List<Exchange> exchanges = web.proxy().exchanges();
			assertThat(exchanges).extracting(Exchange::method).containsExactly("OPTIONS", "POST");
			assertThat(exchanges).allSatisfy((exchange) -> {
				assertThat(exchange.status()).isEqualTo(403);
				assertThat(exchange.responseHeader("Access-Control-Allow-Origin")).isNull();
				assertThat(exchange.responseHeader("Mcp-Session-Id")).isNull();
			});
			assertThat(application.getBean(McpApplication.class).calls()).isEqualTo(2);
		}
	}

	/** Without the proxy, which buffers responses. */
	@Test
	void scenario25WhenServerIsOnLocalhostShouldStreamInParts() throws IOException {
		ScheduledExecutorService notifier = Executors.newSingleThreadScheduledExecutor();
		try (ConfigurableApplicationContext application = McpApplication
			.start("--cors.policies.mcp.allowed-origins=http://localhost:*");
				ConfigurableApplicationContext pages = McpApplication.start();
				Web web = Web.withReboundName()) {
			McpSyncServer server = application.getBean(McpSyncServer.class);
			notifier.scheduleWithFixedDelay(server::notifyToolsListChanged, 200, 200, TimeUnit.MILLISECONDS);
			String url = ":" + McpApplication.port(application) + "/mcp";
			open(web, "localhost", pages);
			assertThat(evaluate(web, CLIENT, "http://localhost" + url, true)).isEqualTo(WORKS_IN_PARTS);
			assertThat(evaluate(web, CLIENT, "http://127.0.0.1" + url, true)).isEqualTo(WORKS_IN_PARTS);
			open(web, "localhost", application);
			assertThat(evaluate(web, CLIENT, "/mcp", true)).as("its own page").isEqualTo(WORKS_IN_PARTS);
			assertThat(application.getBean(McpApplication.class).calls()).isEqualTo(6);
			assertThat(rejections(application)).isEmpty();
			open(web, "127.0.0.1", pages);
			assertThat(evaluate(web, CLIENT, "http://localhost" + url, true)).as("another origin")
				.isEqualTo("TypeError after 1");
			assertThat(application.getBean(McpApplication.class).calls()).isEqualTo(6);
		}
		finally {
			notifier.shutdownNow();
		}
	}

	@Test
	void scenario25WhenNameIsReboundShouldRefuse() throws IOException {
		try (ConfigurableApplicationContext open = McpApplication.start("--cors.allowed-hosts=");
				ConfigurableApplicationContext limited = McpApplication.start();
				Web web = Web.withReboundName()) {
			open(web, "rebound.test", open);
			assertThat(evaluate(web, CLIENT, "/mcp", false)).as("without allowed-hosts").isEqualTo(WORKS);
			open(web, "rebound.test", limited);
			assertThat(evaluate(web, CLIENT, "/mcp", false)).isEqualTo("421 Misdirected request");
			assertThat(evaluate(web, SEND_TEXT, "/mcp", false)).isEqualTo("basic");
			assertThat(limited.getBean(McpApplication.class).calls()).isZero();
			assertThat(rejections(limited)).isNotEmpty().allSatisfy((rejection) -> {
				assertThat(rejection.reason()).isEqualTo(CorsReason.HOST_NOT_ALLOWED);
				assertThat(rejection.host()).isEqualTo("rebound.test");
			});
			for (String host : List.of("localhost", "127.0.0.1")) {
				open(web, host, limited);
				assertThat(evaluate(web, CLIENT, "/mcp", false)).as(host).isEqualTo(WORKS);
			}
		}
	}

	private static void open(Web web, String host, ConfigurableApplicationContext application) {
		web.browser().open("http://" + host + ":" + McpApplication.port(application) + "/page");
	}

	private static String evaluate(Web web, String script, String server, boolean parts) {
		return web.browser().evaluate("(" + script + ")('" + server + "', " + parts + ")");
	}

	private static List<CorsRejection> rejections(ConfigurableApplicationContext application) {
		return application.getBean(CorsRejections.class).recent(application.getBean(CorsPolicies.class).current());
	}

}
