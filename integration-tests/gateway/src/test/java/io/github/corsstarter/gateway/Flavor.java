package io.github.corsstarter.gateway;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.WebApplicationType;

/**
 * The two Spring Cloud Gateways. Both are on the class path, so each test disables the
 * other one.
 */
enum Flavor {

	WEBFLUX(WebApplicationType.REACTIVE, "webflux", TestApplication.WITHOUT_WEBMVC),

	/**
	 * Uses the JDK's HTTP client, as Spring Boot does if WebFlux is not on the class
	 * path.
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

	/** The status of the gateway's response if a service does not answer. */
	int statusOfFailure() {
		return 500;
	}

	/** The flavor of a YAML block of the document. */
	static Flavor of(String yaml) {
		return yaml.contains("webmvc:") ? WEBMVC : WEBFLUX;
	}

	/**
	 * The properties of a route.
	 * @param index its index, which is also its order
	 * @param port the port of the backend
	 * @param path the path pattern
	 * @param more further keys and values of the route
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
