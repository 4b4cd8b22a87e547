package io.github.corsstarter.web.servlet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.eclipse.jetty.ee11.servlet.ServletHandler;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A real server that runs a real application, and a client for it.
 */
final class TestServer implements AutoCloseable {

	private static final String SECURITY = "org.springframework.boot.security.autoconfigure.";

	private static final List<String> SECURITY_AUTO_CONFIGURATIONS = List.of(SECURITY + "SecurityAutoConfiguration",
			SECURITY + "UserDetailsServiceAutoConfiguration",
			SECURITY + "web.servlet.ServletWebSecurityAutoConfiguration",
			SECURITY + "web.servlet.SecurityFilterAutoConfiguration");

	private final ConfigurableApplicationContext context;

	private final RawHttp http;

	private TestServer(ConfigurableApplicationContext context) {
		this.context = context;
		WebServerApplicationContext webServerContext = (WebServerApplicationContext) context;
		this.http = new RawHttp(webServerContext.getWebServer().getPort());
	}

	static TestServer start(Container container, Class<?> application, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("spring.autoconfigure.exclude=" + String.join(",", SECURITY_AUTO_CONFIGURATIONS));
		return startWithSecurity(container, application, all.toArray(String[]::new));
	}

	static TestServer startWithSecurity(Container container, Class<?> application, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--server.address=127.0.0.1",
				"--server.shutdown=immediate", "--spring.main.banner-mode=off", "--logging.level.root=off"));
		Arrays.stream(properties).map((property) -> "--" + property).forEach(arguments::add);
		return new TestServer(new SpringApplicationBuilder(application, container.configuration)
			.run(arguments.toArray(String[]::new)));
	}

	RawHttp http() {
		return this.http;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	<T> T bean(String name, Class<T> type) {
		return this.context.getBean(name, type);
	}

	@Override
	public void close() {
		this.context.close();
	}

	enum Container {

		TOMCAT(TomcatConfiguration.class), JETTY(JettyConfiguration.class);

		private final Class<?> configuration;

		Container(Class<?> configuration) {
			this.configuration = configuration;
		}

	}

	/**
	 * Tomcat, as lenient about paths as it can be.
	 */
	@Configuration(proxyBeanMethods = false)
	static class TomcatConfiguration {

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
			factory.addConnectorCustomizers((connector) -> {
				connector.setEncodedSolidusHandling("passthrough");
				connector.setProperty("relaxedPathChars", "\"<>[\\]^`{|}");
			});
			return factory;
		}

	}

	/**
	 * Jetty, as lenient about paths as it can be.
	 */
	@Configuration(proxyBeanMethods = false)
	static class JettyConfiguration {

		@Bean
		JettyServletWebServerFactory webServerFactory() {
			JettyServletWebServerFactory factory = new JettyServletWebServerFactory();
			factory.addServerCustomizers(JettyConfiguration::relax);
			return factory;
		}

		private static void relax(Server server) {
			for (Connector connector : server.getConnectors()) {
				connector.getConnectionFactory(HttpConnectionFactory.class)
					.getHttpConfiguration()
					.setUriCompliance(UriCompliance.UNSAFE);
			}
			server.getDescendants(ServletHandler.class).forEach((handler) -> handler.setDecodeAmbiguousURIs(true));
		}

	}

}
