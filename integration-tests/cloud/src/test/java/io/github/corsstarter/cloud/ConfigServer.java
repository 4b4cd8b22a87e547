package io.github.corsstarter.cloud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.config.server.EnableConfigServer;
import org.springframework.context.annotation.Configuration;

/**
 * Spring Cloud's Config Server, with a folder of files. It is connected to the bus.
 */
final class ConfigServer implements AutoCloseable {

	private final Instance server;

	private final Path folder;

	private ConfigServer(Instance server, Path folder) {
		this.server = server;
		this.folder = folder;
	}

	static ConfigServer start(Path folder, RabbitMq broker) {
		return new ConfigServer(Instance.start(Stack.TOMCAT, Application.class, List.of("spring.profiles.active=native",
				"spring.cloud.config.server.native.search-locations=file:" + folder + "/{application}/",
				"spring.cloud.config.enabled=false", "spring.application.name=config", "spring.rabbitmq.host=127.0.0.1",
				"spring.rabbitmq.port=" + broker.port(), "spring.cloud.bus.id=config:0",
				"management.endpoints.web.exposure.include=busrefresh", "cors.enabled=false")), folder);
	}

	/** Replace the file of an application in one step. */
	void publish(String application, String yaml) throws IOException {
		Path file = Files.createDirectories(this.folder.resolve(application)).resolve(application + ".yml");
		Path written = Files.writeString(this.folder.resolve(application + ".tmp"), yaml);
		Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	Instance instance() {
		return this.server;
	}

	/** A folder that exists as long as the server. */
	Path folder() {
		return this.folder;
	}

	int port() {
		return this.server.port();
	}

	@Override
	public void close() {
		this.server.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigServer
	static class Application {

	}

}
