package io.github.corsstarter.browser;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.openqa.selenium.ImmutableCapabilities;

/**
 * The browser engines, each in a browser that Debian packages. Every start uses a new
 * profile in a separate folder.
 */
enum Engine {

	/** Blink. */
	CHROMIUM("chromium chromium-driver", "/usr/bin/chromium", "/usr/bin/chromedriver") {

		@Override
		Browser start(Path folder, int proxy, Preference preference) throws IOException {
			LocalProcess driver = LocalProcess.start(folder.resolve("chromedriver.txt"),
					List.of("/usr/bin/chromedriver", "--port=0"), Map.of());
			int port = Integer.parseInt(driver.await(Pattern.compile("started successfully on port ([0-9]+)")));
			// Without these switches, Chromium sends requests to its vendor at every
			// start.
			List<String> switches = new ArrayList<>(List.of("--headless", "--no-sandbox", "--disable-gpu",
					"--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
					"--disable-sync", "--disable-dev-shm-usage", "--user-data-dir=" + folder.resolve("profile"),
					"--proxy-server=http://127.0.0.1:" + proxy, "--proxy-bypass-list=<-loopback>",
					"--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
					"--blink-settings=preferredColorScheme=" + ((preference == Preference.DARK) ? 0 : 1)));
			if (preference == Preference.REBOUND_NAME) {
				switches.removeIf((option) -> option.startsWith("--proxy-"));
				switches.add("--no-proxy-server");
				switches.add("--host-resolver-rules=MAP rebound.test 127.0.0.1");
			}
			if (preference == Preference.NO_THIRD_PARTY_COOKIES) {
				switches.add("--test-third-party-cookie-phaseout");
			}
			return WebDriverBrowser.start(List.of(driver), port,
					new ImmutableCapabilities("browserName", "chrome", "acceptInsecureCerts", true,
							"goog:chromeOptions", Map.of("binary", "/usr/bin/chromium", "args", switches)));
		}

	},

	/** Gecko. */
	FIREFOX("firefox-esr", "/usr/bin/firefox-esr") {

		@Override
		Browser start(Path folder, int proxy, Preference preference) throws IOException {
			Path profile = Files.createDirectories(folder.resolve("profile"));
			Files.writeString(profile.resolve("user.js"), """
					user_pref("network.proxy.type", 1);
					user_pref("network.proxy.http", "127.0.0.1");
					user_pref("network.proxy.http_port", %1$d);
					user_pref("network.proxy.ssl", "127.0.0.1");
					user_pref("network.proxy.ssl_port", %1$d);
					user_pref("network.proxy.no_proxies_on", "");
					user_pref("network.proxy.allow_hijacking_localhost", true);
					user_pref("dom.security.https_first", false);
					user_pref("layout.css.prefers-color-scheme.content-override", %2$d);
					""".formatted(proxy, (preference == Preference.DARK) ? 0 : 1));
			if (preference == Preference.NO_THIRD_PARTY_COOKIES) {
				// The user agrees whenever a page asks for storage access.
				Files.writeString(profile.resolve("user.js"), """
						user_pref("network.cookie.cookieBehavior", 5);
						user_pref("dom.storage_access.enabled", true);
						user_pref("dom.storage_access.prompt.testing", true);
						user_pref("dom.storage_access.prompt.testing.allow", true);
						""", StandardOpenOption.APPEND);
			}
			LocalProcess browser = LocalProcess.start(folder.resolve("firefox.txt"),
					List.of("/usr/bin/firefox-esr", "--headless", "--no-remote", "--profile", profile.toString(),
							"--remote-debugging-port", "0"),
					Map.of("HOME", folder.toString(), "MOZ_CRASHREPORTER_DISABLE", "1"));
			return BidiBrowser.start(browser,
					browser.await(Pattern.compile("WebDriver BiDi listening on (ws://\\S+)")) + "/session");
		}

	},

	/** WebKit, in GTK's MiniBrowser. */
	WEBKIT("webkit2gtk-driver xvfb", "/usr/bin/WebKitWebDriver", "/usr/bin/Xvfb") {

		@Override
		Browser start(Path folder, int proxy, Preference preference) throws IOException {
			LocalProcess screen = LocalProcess.start(folder.resolve("xvfb.txt"),
					List.of("/usr/bin/Xvfb", "-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "1024x768x24"),
					Map.of());
			String display = screen.await(Pattern.compile("(?m)^([0-9]+)$"));
			int port = freePort();
			// Without this, the toolbar keeps the window wider than a phone.
			Files.writeString(Files.createDirectories(folder.resolve("gtk-3.0")).resolve("gtk.css"),
					"* { padding: 0; min-width: 0 }");
			String home = folder.toString();
			LocalProcess driver = LocalProcess.start(folder.resolve("webkit.txt"),
					List.of("/usr/bin/WebKitWebDriver", "--host=127.0.0.1", "--port=" + port),
					Map.of("DISPLAY", ":" + display, "HOME", home, "XDG_DATA_HOME", home, "XDG_CACHE_HOME", home,
							"XDG_CONFIG_HOME", home, "NO_AT_BRIDGE", "1", "WEBKIT_DISABLE_DMABUF_RENDERER", "1",
							"GSETTINGS_BACKEND", "keyfile"));
			driver.awaitPort(port);
			List<String> options = new ArrayList<>(List.of("--automation", "--proxy=http://127.0.0.1:" + proxy));
			if (preference == Preference.DARK) {
				options.add("--dark-mode");
			}
			return WebDriverBrowser.start(List.of(driver, screen), port,
					new ImmutableCapabilities("browserName", "MiniBrowser", "acceptInsecureCerts", true,
							"webkitgtk:browserOptions", Map.of("binary", miniBrowser(), "args", options)));
		}

	};

	private final String packages;

	private final List<String> programs;

	Engine(String packages, String... programs) {
		this.packages = packages;
		this.programs = List.of(programs);
	}

	/**
	 * The Debian packages of the browser.
	 * @return the names of the packages
	 */
	String packages() {
		return this.packages;
	}

	boolean isInstalled() {
		return this.programs.stream().allMatch((program) -> Files.isExecutable(Path.of(program)));
	}

	/**
	 * Start the browser.
	 * @param folder a new folder for everything that it keeps
	 * @param proxy the port on loopback of the proxy for all requests
	 * @param dark whether the user prefers dark pages
	 */
	abstract Browser start(Path folder, int proxy, Preference preference) throws IOException;

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/**
	 * A setting of the user.
	 */
	enum Preference {

		/** None. */
		NONE,

		/** Dark pages. */
		DARK,

		/**
		 * Third-party cookies are blocked. Firefox and WebKit always block or partition
		 * them.
		 */
		NO_THIRD_PARTY_COOKIES,

		/**
		 * The name {@code rebound.test} has the address 127.0.0.1, and there is no proxy.
		 * Only Chromium has such a setting.
		 */
		REBOUND_NAME

	}

	/** The MiniBrowser is part of the library's package and not on the path. */
	private static String miniBrowser() throws IOException {
		try (Stream<Path> files = Files.find(Path.of("/usr/lib"), 3,
				(file, attributes) -> file.endsWith("webkit2gtk-4.1/MiniBrowser"))) {
			return files.findFirst().orElseThrow().toString();
		}
	}

}
