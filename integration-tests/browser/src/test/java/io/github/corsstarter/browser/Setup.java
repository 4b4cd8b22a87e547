package io.github.corsstarter.browser;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The browser and the server of a scenario.
 *
 * @param engine the browser
 * @param stack the web stack of the server
 */
record Setup(Engine engine, Stack stack) {

	/**
	 * Every engine with every stack. The system property {@code browser.engines} selects
	 * engines.
	 */
	static List<Setup> all() {
		return engines().stream()
			.flatMap((engine) -> Stream.of(Stack.values()).map((stack) -> new Setup(engine, stack)))
			.toList();
	}

	/** Every engine with the servlet stack, for tests that do not depend on the stack. */
	static List<Setup> servlet() {
		return engines().stream().map((engine) -> new Setup(engine, Stack.SERVLET)).toList();
	}

	static List<Engine> engines() {
		String chosen = System.getProperty("browser.engines");
		return (chosen != null) ? Arrays.stream(chosen.split(",")).map(Engine::valueOf).toList()
				: List.of(Engine.values());
	}

	@Override
	public String toString() {
		return this.engine + " " + this.stack;
	}

}
