package io.github.corsstarter.browser;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.openqa.selenium.By;
import org.openqa.selenium.Capabilities;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.remote.RemoteWebDriver;
import org.openqa.selenium.remote.http.ClientConfig;

/**
 * A browser that is controlled by its WebDriver.
 */
final class WebDriverBrowser implements Browser {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final List<LocalProcess> processes;

	private final RemoteWebDriver driver;

	private WebDriverBrowser(List<LocalProcess> processes, RemoteWebDriver driver) {
		this.processes = processes;
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
			return new WebDriverBrowser(processes, driver);
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
