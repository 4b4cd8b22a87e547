package io.github.corsstarter.neighbors;

import org.springframework.boot.WebApplicationType;

/**
 * Applications with the actuator.
 */
final class Actuators {

	private Actuators() {
	}

	@NeighborApplication
	static class Servlet {

	}

	@NeighborApplication(type = WebApplicationType.REACTIVE)
	static class Reactive {

	}

}
