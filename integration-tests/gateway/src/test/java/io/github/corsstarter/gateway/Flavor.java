package io.github.corsstarter.gateway;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.WebApplicationType;

/**
 * The two Spring Cloud Gateways. Both are on the class path here, so that the other one
 * is switched off.
 */
enum Flavor {

	WEBFLUX(WebApplicationType.REACTIVE, "webflux", TestApplication.WITHOUT_WEBMVC),

	/**
	 * Where there is no WebFlux beside it, Spring Boot gives it the JDK's HTTP client.
	 */
	WEBMVC(WebApplicationType.SERVLET, "webmvc", TestApplication.WITHOUT_WEBFLUX,
			"spring.http.clients.imperative.factory=jdk", "spring.http.client.factory=jdk");

	private final WebApplicationType type;

	private final String name;

	private final List<String> properties;

	Flavor(WebApplicationType type, String name, String... properties) {
		this.type = type;
		this.name = name;
		this.properties = List.of(properties);
	}

	TestApplication start(List<String> properties) {
		return start(TestApplication.Empty.class, properties);
	}

	TestApplication start(Class<?> application, List<String> properties) {
		return TestApplication.start(this.type, application,
				Stream.concat(this.properties.stream(), properties.stream()).toList());
	}

	/** What it answers when a service does not. */
	int statusOfFailure() {
		return 500;
	}

	/** The flavor that a document's block is for. */
	static Flavor of(String yaml) {
		return yaml.contains("webmvc:") ? WEBMVC : WEBFLUX;
	}

	/**
	 * The properties of a route.
	 * @param index its index, which is its order, too
	 * @param port the port of the backend
	 * @param path the path pattern
	 * @param more further keys and values, below the route
	 */
	List<String> route(int index, int port, String path, String... more) {
		String route = "spring.cloud.gateway.server." + this.name + ".routes[" + index + "].";
		return Stream
			.concat(Stream.of("id=route-" + index, "uri=http://127.0.0.1:" + port, "predicates[0]=Path=" + path),
					Arrays.stream(more))
			.map((property) -> route + property)
			.toList();
	}

}
