package io.github.corsstarter.reference;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.stream.Stream;

import io.github.corsstarter.testing.FuzzCorpus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Runs each fuzz target with the inputs that the fuzzer has kept: inputs that reach code
 * which no other input reaches, and inputs that once failed. {@code .ci/fuzz} looks for
 * more.
 */
class FuzzTargetTests {

	private static final String LOGGER = "io.github.corsstarter";

	@BeforeAll
	static void silence() {
		logLevel(LogLevel.OFF);
	}

	@AfterAll
	static void speak() {
		logLevel(null);
	}

	private static void logLevel(LogLevel level) {
		LoggingSystem.get(FuzzTargetTests.class.getClassLoader()).setLogLevel(LOGGER, level);
	}

	@TestFactory
	Stream<DynamicTest> targetTakesInput() {
		return FuzzCorpus.TARGETS.keySet().stream().sorted().flatMap(FuzzTargetTests::tests);
	}

	private static Stream<DynamicTest> tests(String target) {
		try {
			MethodHandle method = MethodHandles.publicLookup()
				.findStatic(Class.forName(FuzzCorpus.TARGETS.get(target)), "fuzzerTestOneInput",
						MethodType.methodType(void.class, byte[].class));
			return FuzzCorpus.read(target)
				.stream()
				.map((input) -> DynamicTest.dynamicTest(target + ": " + input,
						() -> method.invoke(FuzzCorpus.bytes(input))));
		}
		catch (ReflectiveOperationException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
