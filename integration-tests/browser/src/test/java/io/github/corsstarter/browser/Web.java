package io.github.corsstarter.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.corsstarter.browser.Engine.Preference;
import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A browser, a server, and the proxy between the two. Browsers and servers are started
 * when the first test needs them, and end with the tests.
 */
final class Web implements AutoCloseable {

	private static final Path FOLDER = Path.of(System.getProperty("browser.folder", "target/browser"));

	private static final Map<Engine, Web> BROWSERS = new EnumMap<>(Engine.class);

	private static final Set<Engine> ABSENT = EnumSet.noneOf(Engine.class);

	private static final Map<String, Sample> SAMPLES = new HashMap<>();

	private static final AtomicInteger NAMES = new AtomicInteger();

	private final Browser browser;

	private final RecordingProxy proxy;

	private final Sample sample;

	private Web(Browser browser, RecordingProxy proxy, Sample sample) {
		this.browser = browser;
		this.proxy = proxy;
		this.sample = sample;
	}

	/**
	 * Start the browser and the server, if necessary. If the browser is not installed,
	 * the test is skipped, or fails if the environment variable
	 * {@code CORS_REQUIRE_TOOLS} is {@code true}.
	 * @param setup the browser and the stack
	 * @param variant how the sample is started
	 * @return a browser whose requests go to the sample
	 */
	static synchronized Web of(Setup setup, Variant variant) {
		return of(setup.engine()).with(sample(setup, variant));
	}

	/**
	 * The same in a separate browser whose user prefers dark pages.
	 * @param setup the browser and the stack
	 * @param variant how the sample is started
	 * @return the browser, to be closed
	 */
	static synchronized Web dark(Setup setup, Variant variant) {
		return start(setup.engine(), Preference.DARK).with(sample(setup, variant));
	}

	/**
	 * A separate browser that blocks third-party cookies.
	 * @param engine the browser
	 * @return the browser, to be closed
	 */
	static synchronized Web withoutThirdPartyCookies(Engine engine) {
		assumeInstalled(engine);
		return start(engine, Preference.NO_THIRD_PARTY_COOKIES);
	}

	/**
	 * A separate Chromium in which the name {@code rebound.test} has the address of
	 * loopback. Its requests do not go through the proxy.
	 * @return the browser, to be closed
	 */
	static synchronized Web withReboundName() {
		assumeInstalled(Engine.CHROMIUM);
		return start(Engine.CHROMIUM, Preference.REBOUND_NAME);
	}

	private Web with(Sample started) {
		this.proxy.forwardTo(started.port());
		return new Web(this.browser, this.proxy, started);
	}

	private static Sample sample(Setup setup, Variant variant) {
		return SAMPLES.computeIfAbsent(setup.stack() + "-" + variant, (key) -> {
			try {
				return Sample.start(FOLDER, setup.stack(), variant);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	static synchronized Web of(Engine engine) {
		assumeInstalled(engine);
		return BROWSERS.computeIfAbsent(engine, (key) -> start(key, Preference.NONE));
	}

	private static void assumeInstalled(Engine engine) {
		if (!engine.isInstalled()) {
			String message = engine + " is not installed (Debian: " + engine.packages() + ")";
			assertThat(System.getenv("CORS_REQUIRE_TOOLS")).as(message).isNotEqualTo("true");
			if (ABSENT.add(engine)) {
				System.out.println("SKIPPED: " + message);
			}
			Assumptions.abort(message);
		}
	}

	private static Web start(Engine engine, Preference preference) {
		try {
			Files.createDirectories(FOLDER);
			Path folder = Files.createTempDirectory(FOLDER.toAbsolutePath(), engine.name().toLowerCase(Locale.ROOT));
			RecordingProxy proxy = new RecordingProxy(folder);
			Browser browser = engine.start(folder, proxy.port(), preference);
			System.out.println("Started " + browser.version());
			return new Web(browser, proxy, null);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A number that no other test has. With it, tests create unique hosts, so that data
	 * that browsers keep for a host, such as cookies and preflights, belongs to one test.
	 */
	static int number() {
		return NAMES.incrementAndGet();
	}

	Browser browser() {
		return this.browser;
	}

	RecordingProxy proxy() {
		return this.proxy;
	}

	/**
	 * The sample that answers.
	 * @return the sample, or {@code null} if another server answers
	 */
	Sample sample() {
		return this.sample;
	}

	/**
	 * Create a page.
	 * @param origin its origin, or the text {@code null} for a page from a local file
	 * @return the page, which is not open yet
	 */
	Page page(String origin) {
		return new Page(this, origin, false);
	}

	/**
	 * Create a sandboxed frame of a page. Its origin is opaque.
	 * @param origin the origin of the page
	 * @return the frame
	 */
	Page sandboxedFrame(String origin) {
		return new Page(this, origin, true);
	}

	/**
	 * Open a page if the browser does not show it already.
	 * @param url its address
	 */
	void open(String url) {
		if (!url.equals(this.browser.evaluate("Promise.resolve(location.href)"))) {
			this.browser.open(url);
			assertThat(this.browser.evaluate("Promise.resolve(location.href)")).isEqualTo(url);
		}
	}

	@Override
	public void close() throws IOException {
		this.browser.close();
		this.proxy.close();
	}

	static String fileUrl() {
		try {
			Path file = FOLDER.resolve("page.html").toAbsolutePath();
			Files.writeString(file, "<!doctype html><html><head><title>page</title></head><body></body></html>");
			return "file://" + file;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
