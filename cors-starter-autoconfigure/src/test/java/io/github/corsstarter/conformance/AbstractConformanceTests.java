package io.github.corsstarter.conformance;

import java.util.function.Function;
import java.util.stream.Stream;

import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * The conformance table over HTTP against a server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractConformanceTests {

	private final String stack;

	private final Function<ConformanceSuite, ConfigurableApplicationContext> starter;

	private ConfigurableApplicationContext standard;

	private ConfigurableApplicationContext debug;

	private ConfigurableApplicationContext hosts;

	AbstractConformanceTests(String stack, Function<ConformanceSuite, ConfigurableApplicationContext> starter) {
		this.stack = stack;
		this.starter = starter;
	}

	@BeforeAll
	void start() {
		this.standard = this.starter.apply(ConformanceSuite.STANDARD);
		this.debug = this.starter.apply(ConformanceSuite.DEBUG);
		this.hosts = this.starter.apply(ConformanceSuite.HOSTS);
	}

	@AfterAll
	void stop() {
		if (this.standard != null) {
			this.standard.close();
		}
		if (this.debug != null) {
			this.debug.close();
		}
		if (this.hosts != null) {
			this.hosts.close();
		}
		TestServer.resetLogLevel();
	}

	Stream<ConformanceRow> standardRows() {
		return ConformanceSuite.STANDARD.rows(this.stack).stream();
	}

	Stream<ConformanceRow> debugRows() {
		return ConformanceSuite.DEBUG.rows(this.stack).stream();
	}

	Stream<ConformanceRow> hostsRows() {
		return ConformanceSuite.HOSTS.rows(this.stack).stream();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("hostsRows")
	void hosts(ConformanceRow row) {
		ConformanceAssertions.assertConforms(row, ConformanceResponse.of(client(this.hosts), row));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("standardRows")
	void standard(ConformanceRow row) {
		ConformanceAssertions.assertConforms(row, ConformanceResponse.of(client(this.standard), row));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("debugRows")
	void debug(ConformanceRow row) {
		ConformanceAssertions.assertConforms(row, ConformanceResponse.of(client(this.debug), row));
	}

	private static RawHttp client(ConfigurableApplicationContext context) {
		return new RawHttp(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
	}

}
