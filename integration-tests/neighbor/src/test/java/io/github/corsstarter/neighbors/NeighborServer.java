package io.github.corsstarter.neighbors;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.github.corsstarter.testing.RawHttp;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * A {@link NeighborApplication} on a real server that listens on the loopback address.
 */
final class NeighborServer implements AutoCloseable {

	/** The modules that would affect every application on this class path. */
	static final Set<String> OPTIONAL = Set.of("security", "jdbc", "data", "graphql", "h2console", "transaction",
			"persistence", "websocket", "rsocket");

	private final ConfigurableApplicationContext context;

	private NeighborServer(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static NeighborServer start(Class<?> application, String... properties) {
		return start(application, (context) -> {
		}, properties);
	}

	static NeighborServer start(Class<?> application,
			ApplicationContextInitializer<ConfigurableApplicationContext> initializer, String... properties) {
		NeighborApplication neighbor = application.getAnnotation(NeighborApplication.class);
		List<String> all = new ArrayList<>(List.of("server.port=0", "server.address=127.0.0.1",
				"server.shutdown=immediate", "spring.main.banner-mode=off", "spring.jmx.enabled=false",
				"logging.level.root=off", "logging.level.io.github.corsstarter=info"));
		all.add("spring.autoconfigure.exclude=" + excluded(neighbor));
		all.addAll(List.of(neighbor.properties()));
		all.addAll(List.of(properties));
		boolean reactive = neighbor.type() == WebApplicationType.REACTIVE;
		SpringApplicationBuilder builder = reactive ? new SpringApplicationBuilder(application, QuickToStop.class)
				: new SpringApplicationBuilder(application);
		return new NeighborServer(builder.web(neighbor.type())
			.initializers(initializer)
			.run(all.stream().map((property) -> "--" + property).toArray(String[]::new)));
	}

	private static String excluded(NeighborApplication neighbor) {
		List<String> prefixes = OPTIONAL.stream()
			.filter((module) -> !Arrays.asList(neighbor.with()).contains(module))
			.map((module) -> "org.springframework.boot." + module + ".")
			.collect(Collectors.toCollection(ArrayList::new));
		if (!Arrays.asList(neighbor.with()).contains("mcp")) {
			prefixes.add("org.springframework.ai.");
		}
		if (neighbor.type() == WebApplicationType.REACTIVE) {
			prefixes.add("org.springframework.boot.tomcat.");
		}
		Stream<String> candidates = StreamSupport
			.stream(ImportCandidates.load(AutoConfiguration.class, null).spliterator(), false);
		return candidates.filter((name) -> prefixes.stream().anyMatch(name::startsWith))
			.collect(Collectors.joining(","));
	}

	int port() {
		WebServerApplicationContext webServerContext = (WebServerApplicationContext) this.context;
		return webServerContext.getWebServer().getPort();
	}

	RawHttp http() {
		return new RawHttp(port());
	}

	int managementPort() {
		return this.context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * Stops Netty's event loops immediately. By default, they wait two seconds for more
	 * work.
	 */
	@Configuration(proxyBeanMethods = false)
	static class QuickToStop {

		@Bean
		ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory factory = new ReactorResourceFactory();
			factory.setUseGlobalResources(false);
			factory.setShutdownQuietPeriod(Duration.ZERO);
			return factory;
		}

	}

}
