package io.github.corsstarter.cloud;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests three instances behind a Config Server that follow Spring Cloud Bus on RabbitMQ.
 */
@TestInstance(Lifecycle.PER_CLASS)
class BusIT {

	private static final int CHANGES = Integer.getInteger("cloud.changes", 20);

	/** The instances have an interval of one second. */
	private static final long LONGER_THAN_INTERVAL = 1500;

	private RabbitMq broker;

	private ConfigServer server;

	@BeforeAll
	void start(@TempDir Path folder) throws IOException {
		this.broker = RabbitMq.start();
		this.server = ConfigServer.start(folder, this.broker);
	}

	@AfterAll
	void stop() {
		if (this.server != null) {
			this.server.close();
		}
		if (this.broker != null) {
			this.broker.close();
		}
	}

	@Nested
	class OnTomcat extends Scenarios {

		OnTomcat() {
			super(Stack.TOMCAT);
		}

	}

	@Nested
	class OnNetty extends Scenarios {

		OnNetty() {
			super(Stack.NETTY);
		}

	}

	@TestInstance(Lifecycle.PER_CLASS)
	@ExtendWith(OutputCaptureExtension.class)
	abstract class Scenarios {

		private final Stack stack;

		private Fleet fleet;

		Scenarios(Stack stack) {
			this.stack = stack;
		}

		@BeforeAll
		void startFleet() throws IOException {
			this.fleet = Fleet.start(this.stack, BusIT.this.broker, BusIT.this.server);
		}

		@AfterAll
		void stopFleet() {
			if (this.fleet != null) {
				this.fleet.close();
			}
		}

		@Test
		void oneRefreshReachesAllInstances() throws Exception {
			List<Integer> generations = generations();
			int version = this.fleet.publish();
			Thread.sleep(LONGER_THAN_INTERVAL);
			assertThat(this.fleet.instances()).allSatisfy((instance) -> instance.checkFollows(version - 1));
			assertThat(generations()).as("the interval leaves the rules to Spring Cloud").isEqualTo(generations);
			this.fleet.instance(1).refreshBus();
			Convergence.awaitAll(this.fleet.instances(), version);
			assertThat(this.fleet.instances()).allSatisfy((instance) -> instance.checkFollows(version));
			assertThat(generations()).isEqualTo(generations.stream().map((generation) -> generation + 1).toList());
		}

		@Test
		void refreshOfConfigServerReachesAllInstances() throws Exception {
			int version = this.fleet.publish();
			BusIT.this.server.instance().refreshBus();
			Convergence.awaitAll(this.fleet.instances(), version);
		}

		@Test
		void wrongRulesChangeNoInstance(CapturedOutput output) throws Exception {
			this.fleet.change();
			int version = this.fleet.version();
			List<Integer> generations = generations();
			this.fleet.publishInvalid();
			this.fleet.instance(2).refreshBus();
			Convergence.awaitFailures(this.fleet.instances());
			// The interval must not hide the failure.
			Thread.sleep(LONGER_THAN_INTERVAL);
			for (Instance instance : this.fleet.instances()) {
				instance.checkFollows(version);
				assertThat(instance.failure()).contains("cors.policies.shop.allowed-origins[0]", Rules.PROBLEM);
				assertThat(instance.<String>cors("$.sources[0].lastFailure"))
					.isGreaterThan(instance.<String>cors("$.sources[0].lastSuccess"));
			}
			assertThat(generations()).isEqualTo(generations);
			String log = output.getAll();
			assertThat(log.lines().filter((line) -> line.contains("the current rules stay in force")))
				.hasSize(Fleet.SIZE);
			assertThat(log.lines().filter((line) -> line.contains("Write " + Rules.STEADY))).hasSize(Fleet.SIZE);
			assertThat(log).doesNotContain("works again");
			assertThatThrownBy(() -> this.fleet.startInstance(Fleet.SIZE).close())
				.hasStackTraceContaining("cors.policies.shop.allowed-origins[0]");
			this.fleet.change();
			for (Instance instance : this.fleet.instances()) {
				assertThat(instance.failure()).isNull();
			}
		}

		@Test
		void instanceThatWasDownStartsWithNewRules() throws Exception {
			this.fleet.stop(2);
			int version = this.fleet.publish();
			this.fleet.instance(0).refreshBus();
			Convergence.awaitAll(this.fleet.instances().subList(0, 2), version);
			this.fleet.restart(2);
			this.fleet.instance(2).checkFollows(version);
			assertThat(this.fleet.instance(2).generation()).isEqualTo(1);
			this.fleet.change();
		}

		@Test
		void noRequestFailsWhileRulesChange() throws Exception {
			this.fleet.change();
			try (Load load = Load.start(this.fleet.instances())) {
				Convergence convergence = new Convergence();
				for (int i = 0; i < CHANGES; i++) {
					this.fleet.change(convergence);
				}
				long requests = load.end();
				assertThat(requests).isGreaterThan(CHANGES * 10L);
				System.err.printf("Bus, %s: %s, %d requests%n", this.stack, convergence, requests);
			}
		}

		private List<Integer> generations() {
			return this.fleet.instances().stream().map(Instance::generation).toList();
		}

	}

}
