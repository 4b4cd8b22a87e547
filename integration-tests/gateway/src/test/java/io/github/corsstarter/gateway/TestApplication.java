package io.github.corsstarter.gateway;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.corsstarter.testing.RawHttp;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * A real application on a random port of the loopback address, and a client for it.
 */
final class TestApplication implements AutoCloseable {

	/**
	 * Excludes the auto-configurations, because {@code webmvc.enabled=false} would leave
	 * one that does not work without the others.
	 */
	static final String WITHOUT_WEBMVC = "spring.autoconfigure.exclude=" + Stream
		.of("GatewayServerMvcAutoConfiguration", "GatewayMvcClassPathWarningAutoConfiguration",
				"config.DefaultFunctionConfiguration", "filter.FilterAutoConfiguration",
				"handler.GatewayMultipartAutoConfiguration", "handler.HandlerFunctionAutoConfiguration",
				"predicate.PredicateAutoConfiguration")
		.map((name) -> "org.springframework.cloud.gateway.server.mvc." + name)
		.collect(Collectors.joining(","));

	static final String WITHOUT_WEBFLUX = "spring.cloud.gateway.server.webflux.enabled=false";

	private final ConfigurableApplicationContext context;

	private final int port;

	private TestApplication(ConfigurableApplicationContext context) {
		this.context = context;
		this.port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	static TestApplication start(WebApplicationType type, Class<?> application, List<String> properties) {
		String[] arguments = Stream
			.concat(Stream.of("server.port=0", "server.address=127.0.0.1", "server.shutdown=immediate",
					"spring.main.banner-mode=off", "logging.level.root=off",
					"logging.level.io.github.corsstarter=info"), properties.stream())
			.map((property) -> "--" + property)
			.toArray(String[]::new);
		return new TestApplication(new SpringApplicationBuilder(application).web(type).run(arguments));
	}

	int port() {
		return this.port;
	}

	RawHttp http() {
		return new RawHttp(this.port);
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * An application that is configured only by properties.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Empty {

	}

}
