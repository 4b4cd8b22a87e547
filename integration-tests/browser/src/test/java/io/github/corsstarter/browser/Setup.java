package io.github.corsstarter.browser;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.github.corsstarter.testing.Effort;

/**
 * The browser and the server of a scenario.
 *
 * @param engine the browser
 * @param stack the web stack of the server
 */
record Setup(Engine engine, Stack stack) {

	private static final boolean EVERY_STACK = Effort.rounds(1) > 1;

	/**
	 * Every engine with every stack. An ordinary build saves time: the engines take turns
	 * with the stacks. The system property {@code browser.engines} selects engines.
	 */
	static List<Setup> all() {
		return engines().stream().flatMap((engine) -> stacks(engine).map((stack) -> new Setup(engine, stack))).toList();
	}

	private static Stream<Stack> stacks(Engine engine) {
		Stack[] stacks = Stack.values();
		return EVERY_STACK ? Stream.of(stacks) : Stream.of(stacks[engine.ordinal() % stacks.length]);
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
