package io.github.corsstarter.stacks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attempts of pages on other sites to reload the policies through the actuator.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class AbstractReloadGuardTests {

	private static final String ENDPOINT = "/actuator/cors";

	private static final String ALLOWED = "https://admin.example";

	private static final String[] FOREIGN = { "Origin: https://evil.example", "Origin: null",
			"Origin: http://localhost", "Origin: ", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site",
			"Sec-Fetch-Site: SAME-ORIGIN", "Origin: https://evil.example\r\nSec-Fetch-Site: none",
			"Origin: moz-extension://0b5f1ad6-6c3e-4d0a-8b1e-5d6f0f3a2c11\r\nSec-Fetch-Site: none",
			"Origin: https://evil.example\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Site: same-origin",
			"Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: empty" };

	private final Container container;

	AbstractReloadGuardTests(Container container) {
		this.container = container;
	}

	@Test
	void otherSitesAreRefusedWithoutAPolicy(CapturedOutput output) {
		try (TestServer server = start()) {
			for (String headers : FOREIGN) {
				assertRefused(server, ENDPOINT, headers);
			}
			assertThat(output.toString().split("Refused to reload", -1)).as("warned once").hasSize(2);
			assertThat(output).containsPattern("WARN .*Refused to reload the CORS policies: .*https://evil\\.example");
		}
	}

	@Test
	void ownRequestsReload() {
		try (TestServer server = start()) {
			String own = "Origin: http://localhost:" + server.http().port();
			for (String headers : List.of("X-None: 1", own, "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none",
					own + "\r\nSec-Fetch-Site: same-origin",
					"Origin: https://public.example\r\nSec-Fetch-Site: same-origin")) {
				assertReloaded(server, ENDPOINT, headers);
			}
		}
	}

	@Test
	void originThatAPolicyNamesReloads() {
		try (TestServer server = start("cors.policies.admin.paths=/actuator/**",
				"cors.policies.admin.allowed-origins=" + ALLOWED)) {
			assertReloaded(server, ENDPOINT, "Origin: " + ALLOWED);
			assertReloaded(server, ENDPOINT, "Origin: " + ALLOWED + "\r\nSec-Fetch-Site: cross-site");
			assertRefused(server, ENDPOINT, "Sec-Fetch-Site: cross-site");
			assertRefused(server, ENDPOINT, "Origin: https://evil.example");
		}
	}

	@Test
	void policyThatNamesNobodyInParticularDoesNotHelp() {
		for (String origins : List.of("*", "none")) {
			try (TestServer server = start("cors.policies.all.paths=/**",
					"cors.policies.all.allowed-origins=" + origins, "cors.policies.all.on-disallowed=omit-headers")) {
				assertRefused(server, ENDPOINT, "Origin: https://evil.example");
				assertThat(server.http().send("GET", ENDPOINT, "Origin: https://evil.example").status()).isEqualTo(200);
				assertReloaded(server, ENDPOINT, "X-None: 1");
			}
		}
	}

	/** What the warning at start-up says to do. */
	@Test
	void policyForTheEndpointAloneClosesIt() {
		try (TestServer server = start("cors.policies.all.paths=/**", "cors.policies.all.allowed-origins=*",
				"cors.policies.rules.paths=" + ENDPOINT + "/**", "cors.policies.rules.allowed-origins=none")) {
			for (String path : List.of(ENDPOINT, ENDPOINT + "/all")) {
				Response response = server.http().send("GET", path, "Origin: https://evil.example");
				assertThat(response.status()).as(path).isEqualTo(403);
				assertThat(response.cors()).as(path).isEmpty();
			}
			assertRefused(server, ENDPOINT, "Origin: https://evil.example");
		}
	}

	@Test
	void policyThatDoesNotAllowPostDoesNotHelp() {
		try (TestServer server = start("cors.policies.admin.paths=/actuator/**",
				"cors.policies.admin.allowed-methods=GET", "cors.policies.admin.on-disallowed=omit-headers",
				"cors.policies.admin.allowed-origins=" + ALLOWED)) {
			assertRefused(server, ENDPOINT, "Origin: " + ALLOWED);
		}
	}

	@Test
	void noSpellingOfThePathReloads() {
		try (TestServer server = start()) {
			long generation = server.bean(CorsPolicies.class).generation();
			for (String path : List.of("/actuator/%63ors", "/%61ctuator/cors", "/actuator/cors/", "/actuator/cors;a=b",
					"/actuator;a/cors", "//actuator/cors", "/./actuator/cors", "/x/../actuator/cors",
					"/;/actuator/cors", "/actuator%2fcors", "/actuator//cors", "/actuator/cors%2f",
					"/actuator/cors?x=1", "/actuator\\cors")) {
				server.http().send("POST", path, "Origin: https://evil.example");
				assertThat(server.bean(CorsPolicies.class).generation()).as(path).isEqualTo(generation);
			}
		}
	}

	@Test
	void realPathIsGuarded() {
		try (TestServer server = start("management.endpoints.web.base-path=/manage",
				"management.endpoints.web.path-mapping.cors=rules")) {
			assertRefused(server, "/manage/rules", "Sec-Fetch-Site: cross-site");
			assertReloaded(server, "/manage/rules", "X-None: 1");
			assertThat(server.http().send("POST", ENDPOINT, "Sec-Fetch-Site: cross-site").status()).isEqualTo(404);
		}
	}

	@Test
	void contextPathPrecedesIt() {
		String property = (this.container == Container.NETTY) ? "spring.webflux.base-path"
				: "server.servlet.context-path";
		try (TestServer server = start(property + "=/app")) {
			assertRefused(server, "/app" + ENDPOINT, "Sec-Fetch-Site: cross-site");
			assertReloaded(server, "/app" + ENDPOINT, "X-None: 1");
		}
	}

	@Test
	void nothingIsGuardedWhereNothingReloads() {
		try (TestServer server = start("management.endpoint.cors.access=read-only")) {
			assertThat(server.http().send("POST", ENDPOINT, "Origin: https://evil.example").status()).isEqualTo(405);
		}
		try (TestServer server = start("management.endpoints.web.exposure.exclude=cors")) {
			assertThat(server.http().send("POST", ENDPOINT, "Origin: https://evil.example").status()).isEqualTo(404);
		}
	}

	@Test
	void openEndpointIsReportedAtStartUp(CapturedOutput output) {
		String read = "covers the actuator endpoint /actuator/cors and allows every origin, so every site can read";
		String write = "allows POST for the actuator endpoint /actuator/cors, so pages of the origins that it allows";
		String[] readOnly = { "management.endpoint.cors.access=read-only" };
		report("*", "/**");
		assertThat(output).containsPattern("WARN .*The CORS policy 'p' " + read).doesNotContain(write);
		int length = output.length();
		report(ALLOWED, "/**");
		assertThat(output.toString().substring(length)).containsPattern("WARN .*The CORS policy 'p' " + write)
			.doesNotContain(read);
		length = output.length();
		report("none", "/**");
		report("*", "/**", "cors.policies.rules.paths=/actuator/cors/**", "cors.policies.rules.allowed-origins=none");
		report(ALLOWED, "/**", "cors.policies.rules.paths=/actuator/cors/**",
				"cors.policies.rules.allowed-origins=none");
		report(ALLOWED, "/api/**");
		report(ALLOWED, "/**", readOnly);
		assertThat(output.toString().substring(length)).doesNotContain(read).doesNotContain(write);
	}

	private void report(String origins, String path, String... properties) {
		start(Stream
			.concat(Stream.of("cors.policies.p.allowed-origins=" + origins, "cors.policies.p.paths=" + path),
					Stream.of(properties))
			.toArray(String[]::new)).close();
	}

	private TestServer start(String... properties) {
		List<String> all = new ArrayList<>(
				List.of("management.endpoints.web.exposure.include=cors", "logging.level.io.github.corsstarter=info"));
		all.addAll(List.of(properties));
		return TestServer.start(this.container, Application.class, all.toArray(String[]::new));
	}

	private static void assertRefused(TestServer server, String path, String headers) {
		long generation = server.bean(CorsPolicies.class).generation();
		Response response = server.http().send("POST", path, headers.split("\r\n"));
		assertThat(response.status()).as(headers).isEqualTo(403);
		assertThat(response.body()).as(headers)
			.isEqualTo("{\"reloaded\":false,\"generation\":" + generation + ",\"problems\":[]}");
		assertThat(response.cors()).as(headers).isEmpty();
		assertThat(response.vary()).as(headers).containsExactly("origin");
		assertThat(response.header("Cache-Control")).as(headers).isEqualTo("no-store");
		assertThat(response.header("Content-Type")).as(headers).startsWith("application/json");
		assertThat(server.bean(CorsPolicies.class).generation()).as(headers).isEqualTo(generation);
	}

	private static void assertReloaded(TestServer server, String path, String headers) {
		long generation = server.bean(CorsPolicies.class).generation();
		Response response = server.http().send("POST", path, headers.split("\r\n"));
		assertThat(response.status()).as(headers + response.body()).isEqualTo(200);
		assertThat(server.bean(CorsPolicies.class).generation()).as(headers).isEqualTo(generation + 1);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
