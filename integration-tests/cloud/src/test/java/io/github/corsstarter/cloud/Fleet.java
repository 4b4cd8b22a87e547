package io.github.corsstarter.cloud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * Three instances of an application that get their rules from a Config Server and listen
 * to the bus.
 */
final class Fleet implements AutoCloseable {

	static final int SIZE = 3;

	private final Stack stack;

	private final RabbitMq broker;

	private final ConfigServer server;

	private final String application;

	private final List<Instance> instances = new ArrayList<>();

	private int version;

	private Fleet(Stack stack, RabbitMq broker, ConfigServer server) {
		this.stack = stack;
		this.broker = broker;
		this.server = server;
		this.application = "shop-" + stack.name().toLowerCase(Locale.ROOT);
	}

	static Fleet start(Stack stack, RabbitMq broker, ConfigServer server) throws IOException {
		Fleet fleet = new Fleet(stack, broker, server);
		fleet.publish();
		for (int i = 0; i < SIZE; i++) {
			fleet.instances.add(fleet.startInstance(i));
		}
		return fleet;
	}

	/**
	 * Start an instance that is not one of the three, but may have the place of one. Its
	 * configuration is the one of the manual, with other addresses.
	 */
	Instance startInstance(int index) throws IOException {
		String yaml = documented().replace("name: shop", "name: " + this.application)
			.replace("http://config.example:8888", "http://127.0.0.1:" + this.server.port())
			.replace("host: rabbitmq.example", "host: 127.0.0.1\n    port: " + this.broker.port());
		Path file = Files.writeString(this.server.folder().resolve(this.application + index + ".yml"), yaml);
		return Instance.start(this.stack, List.of("spring.config.location=file:" + file,
				// A Config Server on the class path switches the client off.
				"spring.cloud.config.enabled=true", "spring.cloud.bus.id=" + this.application + ":" + index,
				"cors.reload-interval=1s"));
	}

	private static String documented() throws IOException {
		return Pattern.compile("(?ms)^```yaml\n(.*?)^```$")
			.matcher(Files.readString(Path.of("../../docs/changing-rules.md")))
			.results()
			.map((block) -> block.group(1))
			.filter((block) -> block.contains("busrefresh"))
			.findFirst()
			.orElseThrow();
	}

	List<Instance> instances() {
		return List.copyOf(this.instances);
	}

	Instance instance(int index) {
		return this.instances.get(index);
	}

	void stop(int index) {
		this.instances.get(index).close();
	}

	void restart(int index) throws IOException {
		this.instances.set(index, startInstance(index));
	}

	/** The version that was published last. */
	int version() {
		return this.version;
	}

	/** Publish the next version on the Config Server. No instance is told. */
	int publish() throws IOException {
		this.version++;
		this.server.publish(this.application, Rules.yaml(this.version));
		return this.version;
	}

	/** Publish rules that are invalid. The version stays. */
	void publishInvalid() throws IOException {
		this.server.publish(this.application, Rules.invalid(this.version + 1));
	}

	/** Publish the next version, announce it, and wait until all instances follow. */
	void change() throws IOException, InterruptedException {
		publish();
		this.instances.get(0).refreshBus();
		Convergence.awaitAll(this.instances, this.version);
	}

	/**
	 * Publish the next version, announce it to one instance after the other, and measure
	 * how long it takes until all instances follow.
	 */
	void change(Convergence convergence) throws IOException, InterruptedException {
		publish();
		Instance told = this.instances.get(this.version % SIZE);
		long start = System.nanoTime();
		// The response comes only when this instance has reloaded.
		CompletableFuture<Void> announcement = CompletableFuture.runAsync(told::refreshBus);
		convergence.await(this.instances, this.version, start);
		announcement.join();
	}

	@Override
	public void close() {
		this.instances.forEach(Instance::close);
	}

}
