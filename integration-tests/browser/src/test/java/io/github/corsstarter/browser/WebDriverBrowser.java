package io.github.corsstarter.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.openqa.selenium.By;
import org.openqa.selenium.Capabilities;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.json.Json;
import org.openqa.selenium.remote.RemoteWebDriver;
import org.openqa.selenium.remote.http.ClientConfig;

/**
 * A browser that is controlled by its WebDriver.
 */
final class WebDriverBrowser implements Browser {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final List<LocalProcess> processes;

	private final RemoteWebDriver driver;

	private final URI address;

	private WebDriverBrowser(List<LocalProcess> processes, URI address, RemoteWebDriver driver) {
		this.processes = processes;
		this.address = address;
		this.driver = driver;
	}

	static Browser start(List<LocalProcess> processes, int port, Capabilities capabilities) {
		try {
			ClientConfig config = ClientConfig.defaultConfig()
				.baseUri(URI.create("http://127.0.0.1:" + port))
				.readTimeout(TIMEOUT.plusSeconds(15));
			RemoteWebDriver driver = (RemoteWebDriver) RemoteWebDriver.builder()
				.config(config)
				.address(config.baseUri())
				.oneOf(capabilities)
				.build();
			driver.manage().timeouts().scriptTimeout(TIMEOUT).pageLoadTimeout(TIMEOUT);
			return new WebDriverBrowser(processes, config.baseUri(), driver);
		}
		catch (RuntimeException ex) {
			processes.forEach(LocalProcess::close);
			throw ex;
		}
	}

	@Override
	public String version() {
		Capabilities capabilities = this.driver.getCapabilities();
		return capabilities.getBrowserName() + " " + capabilities.getBrowserVersion();
	}

	@Override
	public void open(String url) {
		this.driver.get(url);
	}

	@Override
	public String evaluate(String expression) {
		return (String) this.driver.executeAsyncScript("const done = arguments[0]; (" + expression
				+ ").then(done, (error) => done(JSON.stringify({ error: String(error) })))");
	}

	@Override
	public void click(String selector) {
		this.driver.findElement(By.cssSelector(selector)).click();
	}

	@Override
	public void press(CharSequence... keys) {
		new Actions(this.driver).sendKeys(keys).perform();
	}

	@Override
	public void resize(int width, int height) {
		this.driver.manage().window().setSize(new Dimension(width, height));
	}

	/**
	 * Chromium only: a command of the DevTools protocol, for which Selenium's remote
	 * driver has no method.
	 */
	@Override
	public void grantStorageAccess(String page, String embedded) {
		Map<String, Object> command = Map.of("cmd", "Browser.setPermission", "params", Map.of("permission",
				Map.of("name", "storage-access"), "setting", "granted", "origin", page, "embeddedOrigin", embedded));
		HttpRequest request = HttpRequest
			.newBuilder(this.address.resolve("/session/" + this.driver.getSessionId() + "/goog/cdp/execute"))
			.POST(BodyPublishers.ofString(new Json().toJson(command)))
			.build();
		try {
			HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
			if (response.statusCode() != 200) {
				throw new IllegalStateException(response.body());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.driver.quit();
		}
		finally {
			this.processes.forEach(LocalProcess::close);
		}
	}

}
