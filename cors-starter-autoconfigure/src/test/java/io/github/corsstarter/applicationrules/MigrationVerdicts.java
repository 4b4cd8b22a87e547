package io.github.corsstarter.applicationrules;

import java.util.List;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.test.CorsMigration;
import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import io.github.corsstarter.web.CorsPolicies;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts a real application, generates its policies, and compares them with what the
 * application answers.
 */
final class MigrationVerdicts implements AutoCloseable {

	static final String ORIGIN = "https://a.example";

	private final TestServer server;

	private final String yaml;

	private final CorsPolicies policies;

	private MigrationVerdicts(TestServer server) {
		this.server = server;
		this.yaml = CorsMigration.of(server.context());
		this.policies = GeneratedConfiguration.load(this.yaml);
	}

	static MigrationVerdicts start(Container container, Class<?> application, String... properties) {
		return new MigrationVerdicts(TestServer.start(container, application, properties));
	}

	TestServer server() {
		return this.server;
	}

	String yaml() {
		return this.yaml;
	}

	/** The application and the policies let the origin read a GET response. */
	MigrationVerdicts bothAllow(String... paths) {
		for (String path : paths) {
			assertThat(applicationAllows(path)).as("application, " + path).isTrue();
			assertThat(policyAllows(path)).as(path + " " + this.yaml).isTrue();
		}
		return this;
	}

	/** Neither the application nor the policies let the origin read a GET response. */
	MigrationVerdicts neitherAllows(String... paths) {
		for (String path : paths) {
			assertThat(applicationAllows(path)).as("application, " + path).isFalse();
			assertThat(policyAllows(path)).as(path + " " + this.yaml).isFalse();
		}
		return this;
	}

	MigrationVerdicts hasText(String... parts) {
		String text = this.yaml.replaceAll("\n *# ", " ");
		assertThat(text).contains(parts);
		return this;
	}

	private boolean applicationAllows(String path) {
		RawHttp.Response response = this.server.http().send("GET", path, "Origin: " + ORIGIN);
		assertThat(response.status()).as(path).isEqualTo(200);
		return response.values("Access-Control-Allow-Origin").stream().anyMatch(List.of("*", ORIGIN)::contains);
	}

	private boolean policyAllows(String path) {
		return this.policies.current()
			.check(new BrowserRequest(ORIGIN, "GET", path, List.of(), false, BrowserRequest.Initiator.SCRIPT, null))
			.allowed();
	}

	@Override
	public void close() {
		this.server.close();
	}

}
