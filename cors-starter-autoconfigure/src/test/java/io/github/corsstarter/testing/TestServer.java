package io.github.corsstarter.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.eclipse.jetty.ee11.servlet.ServletHandler;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * A real server that runs a real application, and a client for it.
 */
public final class TestServer implements AutoCloseable {

	private static final String SECURITY = "org.springframework.boot.security.autoconfigure.";

	private static final List<String> SECURITY_AUTO_CONFIGURATIONS = List.of(SECURITY + "SecurityAutoConfiguration",
			SECURITY + "UserDetailsServiceAutoConfiguration", SECURITY + "ReactiveUserDetailsServiceAutoConfiguration",
			SECURITY + "web.servlet.ServletWebSecurityAutoConfiguration",
			SECURITY + "web.servlet.SecurityFilterAutoConfiguration",
			SECURITY + "web.reactive.ReactiveWebSecurityAutoConfiguration",
			SECURITY + "actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
			SECURITY + "actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration");

	private final ConfigurableApplicationContext context;

	private final RawHttp http;

	private TestServer(ConfigurableApplicationContext context) {
		this.context = context;
		WebServerApplicationContext webServerContext = (WebServerApplicationContext) context;
		this.http = new RawHttp(webServerContext.getWebServer().getPort());
	}

	public static TestServer start(Container container, Class<?> application, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add(withoutSecurity());
		return startWithSecurity(container, application, all.toArray(String[]::new));
	}

	/**
	 * The property that keeps Spring Security out of an application.
	 */
	public static String withoutSecurity() {
		return "spring.autoconfigure.exclude=" + String.join(",", SECURITY_AUTO_CONFIGURATIONS);
	}

	public static TestServer startWithSecurity(Container container, Class<?> application, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--server.address=127.0.0.1",
				"--server.shutdown=immediate", "--spring.main.banner-mode=off", "--logging.level.root=off"));
		Arrays.stream(properties).map((property) -> "--" + property).forEach(arguments::add);
		return new TestServer(new SpringApplicationBuilder(application, container.configuration).web(container.type)
			.run(arguments.toArray(String[]::new)));
	}

	public RawHttp http() {
		return this.http;
	}

	public ConfigurableApplicationContext context() {
		return this.context;
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	public <T> T bean(String name, Class<T> type) {
		return this.context.getBean(name, type);
	}

	@Override
	public void close() {
		this.context.close();
		resetLogLevel();
	}

	/**
	 * Set the level of the log, which all tests share, to the one of a Spring Boot
	 * application.
	 */
	public static void resetLogLevel() {
		LoggingSystem.get(TestServer.class.getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
	}

	public enum Container {

		TOMCAT(WebApplicationType.SERVLET, TomcatConfiguration.class),
		JETTY(WebApplicationType.SERVLET, JettyConfiguration.class),
		NETTY(WebApplicationType.REACTIVE, NettyConfiguration.class);

		private final WebApplicationType type;

		private final Class<?> configuration;

		Container(WebApplicationType type, Class<?> configuration) {
			this.type = type;
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
			TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
			factory.addConnectorCustomizers((connector) -> {
				connector.setEncodedSolidusHandling("passthrough");
				connector.setProperty("relaxedPathChars", "\"<>[\\]^`{|}");
				connector.setProperty("maxHeaderCount", "-1");
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
			JettyServletWebServerFactory factory = new JettyServletWebServerFactory(0);
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

	/**
	 * Netty with one event loop. Code that blocks it, or that waits on it for another
	 * event, stops every request.
	 */
	@Configuration(proxyBeanMethods = false)
	static class NettyConfiguration {

		@Bean
		ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory factory = new ReactorResourceFactory();
			factory.setUseGlobalResources(false);
			factory.setLoopResourcesSupplier(() -> LoopResources.create("one-event-loop", 1, true));
			factory.setShutdownQuietPeriod(Duration.ZERO);
			return factory;
		}

		/** On this class path, Spring Boot would take Jetty. */
		@Bean
		NettyReactiveWebServerFactory webServerFactory(ReactorResourceFactory resources) {
			NettyReactiveWebServerFactory factory = new NettyReactiveWebServerFactory(0);
			factory.setResourceFactory(resources);
			return factory;
		}

	}

}
