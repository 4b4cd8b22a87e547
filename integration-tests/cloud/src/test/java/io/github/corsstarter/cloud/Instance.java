package io.github.corsstarter.cloud;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with a server on a random port of the loopback address, and a client for
 * it.
 */
final class Instance implements AutoCloseable {

	private static final String PATH = "/api/orders";

	private final ConfigurableApplicationContext context;

	private final int port;

	private final RawHttp poller;

	private Instance(ConfigurableApplicationContext context) {
		this.context = context;
		this.port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		this.poller = connect();
	}

	static Instance start(Stack stack, List<String> properties) {
		return start(stack, Shop.class, properties);
	}

	static Instance start(Stack stack, Class<?> application, List<String> properties) {
		String[] arguments = Stream
			.concat(Stream.of("server.port=0", "server.address=127.0.0.1", "server.shutdown=immediate",
					"spring.main.banner-mode=off", "logging.level.root=off", "logging.level.io.github.corsstarter=info",
					"logging.level.io.github.corsstarter.observe=error"), properties.stream())
			.map((property) -> "--" + property)
			.toArray(String[]::new);
		return new Instance(new SpringApplicationBuilder(application).web(stack.type())
			.initializers(stack.server())
			.run(arguments));
	}

	int port() {
		return this.port;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/** A client with a connection of its own. */
	RawHttp connect() {
		return new RawHttp(this.port).keepingAlive();
	}

	/** Whether a preflight for an origin succeeds. */
	boolean allows(String origin) {
		Response response = preflight(this.poller, origin);
		if (response.status() == 403) {
			assertThat(response.cors()).isEmpty();
			return false;
		}
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(origin);
		return true;
	}

	/** Whether exactly these rules are in force. */
	boolean follows(int version) {
		return allows(Rules.origin(version)) && versionOf(preflight(this.poller, Rules.STEADY)) == version;
	}

	void checkFollows(int version) {
		assertThat(allows(Rules.origin(version))).as("the origin of version %d is allowed", version).isTrue();
		assertThat(allows(Rules.origin(version - 1))).as("the origin of version %d is allowed", version - 1).isFalse();
		assertThat(allows(Rules.origin(version + 1))).as("the origin of version %d is allowed", version + 1).isFalse();
		assertThat(versionOf(preflight(this.poller, Rules.STEADY))).isEqualTo(version);
		assertThat(versionOf(get(this.poller, Rules.STEADY))).isEqualTo(version);
	}

	static Response preflight(RawHttp http, String origin) {
		return http.send("OPTIONS", PATH, "Origin: " + origin, "Access-Control-Request-Method: PUT",
				"Access-Control-Request-Headers: x-request-id");
	}

	static Response get(RawHttp http, String origin) {
		return http.send("GET", PATH, "Origin: " + origin);
	}

	/**
	 * Check a response to the origin that all rules allow.
	 * @return the version of the rules that have decided
	 */
	static int versionOf(Response response) {
		assertThat(response.status()).isEqualTo(200);
		Map<String, String> headers = response.cors();
		assertThat(headers).containsEntry("access-control-allow-origin", Rules.STEADY);
		if (headers.containsKey("access-control-max-age")) {
			assertThat(headers).hasSize(4)
				.containsEntry("access-control-allow-headers", "x-request-id")
				.hasEntrySatisfying("access-control-allow-methods", (methods) -> assertThat(methods).contains("PUT"));
			return Integer.parseInt(headers.get("access-control-max-age"));
		}
		assertThat(headers).hasSize(2);
		assertThat(response.body()).isEqualTo("orders");
		assertThat(response.vary()).contains("origin");
		return Integer.parseInt(headers.get("access-control-expose-headers").replace("x-version-", ""));
	}

	/** A value in the response to {@code GET /actuator/cors}. */
	<T> T cors(String path) {
		Response response = new RawHttp(this.port).send("GET", "/actuator/cors");
		assertThat(response.status()).isEqualTo(200);
		return JsonPath.read(response.body(), path);
	}

	int generation() {
		return cors("$.generation");
	}

	/** Why the rules could not be read or were refused when they were last read. */
	String failure() {
		return cors("$.sources[0].failure");
	}

	/** Announce on the bus that the configuration has changed. */
	void refreshBus() {
		Response response = new RawHttp(this.port).send("POST", "/actuator/busrefresh");
		assertThat(response.status()).as(response.body()).isBetween(200, 204);
	}

	@Override
	public void close() {
		this.poller.close();
		this.context.close();
	}

	@RestController
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Shop {

		@RequestMapping(PATH)
		String orders() {
			return "orders";
		}

	}

}
