package io.github.corsstarter.browser;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.openqa.selenium.bidi.Command;
import org.openqa.selenium.bidi.Connection;
import org.openqa.selenium.json.Json;
import org.openqa.selenium.remote.http.ClientConfig;
import org.openqa.selenium.remote.http.HttpClient;

/**
 * A browser that implements WebDriver BiDi without a separate driver: Firefox, for which
 * Debian has no geckodriver. Selenium's driver classes all start a classic session, but
 * its connection class does not need one.
 *
 * @see <a href="https://w3c.github.io/webdriver-bidi/">WebDriver BiDi</a>
 */
final class BidiBrowser implements Browser {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final String EMBED_PAGE = """
			(server) => new Promise((resolve) => {
				const frame = document.createElement('iframe')
				frame.src = server + '%s'
				frame.onload = () => resolve('')
				document.body.append(frame)
			})""".formatted(RecordingProxy.PAGE);

	private final LocalProcess process;

	private final HttpClient client;

	private final Connection connection;

	private final String version;

	private final String context;

	private BidiBrowser(LocalProcess process, URI address) {
		this.process = process;
		this.client = HttpClient.Factory.createDefault()
			.createClient(ClientConfig.defaultConfig().baseUri(address).readTimeout(TIMEOUT));
		this.connection = new Connection(this.client, address.toString());
		Map<?, ?> session = send("session.new",
				Map.of("capabilities", Map.of("alwaysMatch", Map.of("acceptInsecureCerts", true))));
		Map<?, ?> capabilities = (Map<?, ?>) session.get("capabilities");
		this.version = capabilities.get("browserName") + " " + capabilities.get("browserVersion");
		// Opens another window, because the first window of a headless browser never gets
		// the focus.
		this.context = (String) send("browsingContext.create", Map.of("type", "window")).get("context");
	}

	static Browser start(LocalProcess process, String address) {
		try {
			return new BidiBrowser(process, URI.create(address));
		}
		catch (RuntimeException ex) {
			process.close();
			throw ex;
		}
	}

	@Override
	public String version() {
		return this.version;
	}

	@Override
	public void open(String url) {
		send("browsingContext.navigate", Map.of("context", this.context, "url", url, "wait", "complete"));
	}

	@Override
	public String evaluate(String expression) {
		Map<?, ?> answer = send("script.evaluate",
				Map.of("expression", expression, "target", Map.of("context", this.context), "awaitPromise", true));
		Map<?, ?> result = (Map<?, ?>) answer.get("result");
		if (result == null) {
			throw new IllegalStateException(new Json().toJson(answer));
		}
		return (String) result.get("value");
	}

	@Override
	public void click(String selector) {
		List<?> nodes = (List<?>) send("browsingContext.locateNodes",
				Map.of("context", this.context, "locator", Map.of("type", "css", "value", selector)))
			.get("nodes");
		Object node = ((Map<?, ?>) nodes.get(0)).get("sharedId");
		// Moving the pointer does not scroll the element into view.
		send("script.callFunction",
				Map.of("functionDeclaration", "(element) => element.scrollIntoView({ block: 'center' })", "arguments",
						List.of(Map.of("sharedId", node)), "target", Map.of("context", this.context), "awaitPromise",
						false));
		Map<String, Object> move = Map.of("type", "pointerMove", "x", 0, "y", 0, "origin",
				Map.of("type", "element", "element", Map.of("sharedId", node)));
		perform("pointer",
				List.of(move, Map.of("type", "pointerDown", "button", 0), Map.of("type", "pointerUp", "button", 0)));
	}

	@Override
	public void press(CharSequence... keys) {
		perform("key", String.join("", keys)
			.codePoints()
			.mapToObj(Character::toString)
			.flatMap((key) -> Stream.of(Map.of("type", "keyDown", "value", key), Map.of("type", "keyUp", "value", key)))
			.toList());
	}

	/**
	 * Firefox has no command for this permission, so an embedded page asks for it, as if
	 * the user had clicked in it.
	 */
	@Override
	public void grantStorageAccess(String page, String embedded) {
		evaluate("(" + EMBED_PAGE + ")('" + embedded + "')");
		List<?> trees = (List<?>) send("browsingContext.getTree", Map.of("root", this.context)).get("contexts");
		List<?> frames = (List<?>) ((Map<?, ?>) trees.get(0)).get("children");
		Object frame = frames.stream()
			.map((child) -> (Map<?, ?>) child)
			.filter((child) -> child.get("url").equals(embedded + RecordingProxy.PAGE))
			.findFirst()
			.orElseThrow()
			.get("context");
		Map<?, ?> answer = send("script.evaluate",
				Map.of("expression", "document.requestStorageAccess().then(() => 'granted', (error) => String(error))",
						"target", Map.of("context", frame), "awaitPromise", true, "userActivation", true));
		if (!"granted".equals(((Map<?, ?>) answer.get("result")).get("value"))) {
			throw new IllegalStateException(new Json().toJson(answer));
		}
	}

	private void perform(String device, List<?> actions) {
		send("input.performActions", Map.of("context", this.context, "actions",
				List.of(Map.of("type", device, "id", device, "actions", actions))));
	}

	@Override
	public void resize(int width, int height) {
		send("browsingContext.setViewport",
				Map.of("context", this.context, "viewport", Map.of("width", width, "height", height)));
	}

	private Map<?, ?> send(String method, Map<String, Object> parameters) {
		return this.connection.sendAndWait(new Command<>(method, parameters, Map.class), TIMEOUT);
	}

	@Override
	public void close() {
		try {
			send("browser.close", Map.of());
			this.connection.close();
			this.client.close();
		}
		finally {
			this.process.close();
		}
	}

}
