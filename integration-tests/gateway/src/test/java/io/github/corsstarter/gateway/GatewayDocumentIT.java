package io.github.corsstarter.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.web.cors.CorsConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests {@code docs/gateway.md}: starts a gateway with every YAML block, and checks that
 * it does what the page says.
 */
@ExtendWith(OutputCaptureExtension.class)
class GatewayDocumentIT {

	private static final Path DOCUMENT = Path.of("../../docs/gateway.md");

	private static final String SHOP = "https://shop.example";

	private static Backend backend;

	@TempDir
	private Path folder;

	@BeforeAll
	static void start() {
		backend = new Backend();
	}

	@AfterAll
	static void stop() {
		backend.close();
	}

	static Stream<String> policies() throws IOException {
		return blocks("yaml").stream().filter((yaml) -> yaml.contains("policies:"));
	}

	@ParameterizedTest
	@MethodSource("policies")
	void blockShouldStartGateway(String yaml) throws IOException {
		try (TestApplication gateway = start(yaml)) {
			List<CorsPolicy> policies = gateway.bean(CorsPolicies.class).policies();
			assertThat(policies).isNotEmpty();
			for (CorsPolicy policy : policies) {
				String path = path(yaml, policy.paths().get(0));
				backend.arrived();
				Response response = gateway.http().send("GET", path, "Origin: " + SHOP);
				assertThat(response.status()).isEqualTo(200);
				assertThat(response.header("Access-Control-Allow-Origin")).isIn(SHOP, "*");
				assertThat(backend.arrived()).containsExactly("GET " + path);
				Response preflight = gateway.http()
					.send("OPTIONS", path, "Origin: " + SHOP, "Access-Control-Request-Method: POST");
				assertThat(preflight.status()).isEqualTo(200);
				assertThat(preflight.header("Access-Control-Allow-Origin")).isIn(SHOP, "*");
				assertThat(backend.arrived()).isEmpty();
			}
		}
	}

	@Test
	void policiesShouldDoWhatGlobalCorsDid() throws IOException {
		List<String> blocks = blocks("yaml");
		String before = blocks.stream().filter((yaml) -> yaml.contains("globalcors:")).findFirst().orElseThrow();
		String after = blocks.get(blocks.indexOf(before) + 1);
		try (TestApplication first = start(before); TestApplication second = start(after)) {
			for (String path : List.of("/api/orders/plain", "/api/orders/own", "/catalog/plain")) {
				for (String origin : List.of(SHOP, "https://a.shop.example", "https://evil.example")) {
					for (String method : List.of("GET", "POST", "OPTIONS")) {
						String[] headers = { "Origin: " + origin, "Access-Control-Request-Method: POST",
								"Access-Control-Request-Headers: content-type" };
						Response expected = first.http().send(method, path, headers);
						Response response = second.http().send(method, path, headers);
						assertThat(response.status()).as("%s %s %s", method, path, origin).isEqualTo(expected.status());
						assertThat(cors(response, method)).as("%s %s %s", method, path, origin)
							.isEqualTo(cors(expected, method));
					}
				}
			}
		}
	}

	@Test
	void linesOfLogShouldBeAsShown(CapturedOutput output) throws IOException {
		List<String> blocks = blocks("yaml");
		String before = blocks.stream().filter((yaml) -> yaml.contains("globalcors:")).findFirst().orElseThrow();
		String after = blocks.get(blocks.indexOf(before) + 1);
		start(before, after.substring(after.indexOf("cors:\n  policies:"))).close();
		assertThat(blocks("text")).hasSize(1)
			.allSatisfy((block) -> assertThat(block.lines()).hasSize(2)
				.allSatisfy((line) -> assertThat(output.getOut()).contains(line)));
	}

	@Test
	void pageShouldNameEveryPropertyAndTheVersions() throws IOException {
		String text = Files.readString(DOCUMENT);
		assertThat(BeanUtils.getPropertyDescriptors(CorsConfiguration.class))
			.filteredOn((property) -> property.getWriteMethod() != null)
			.hasSize(8)
			.allSatisfy((property) -> assertThat(text).contains("| `" + property.getName() + "` |"));
		assertThat(text.replaceAll("\\s+", " "))
			.contains("Spring Cloud Gateway " + RouteLocator.class.getPackage().getImplementationVersion()
					+ " on Spring Boot " + SpringBootVersion.getVersion());
	}

	private TestApplication start(String... yaml) throws IOException {
		StringBuilder locations = new StringBuilder("spring.config.location=");
		for (int i = 0; i < yaml.length; i++) {
			Path file = this.folder.resolve(System.nanoTime() + "-" + i + ".yml");
			Files.writeString(file, yaml[i].replaceAll("localhost:808[12]", "127.0.0.1:" + backend.port()));
			locations.append((i != 0) ? "," : "").append("file:").append(file);
		}
		return Flavor.of(yaml[0]).start(List.of(locations.toString()));
	}

	/** A path that the policy covers and that has a route. */
	private static String path(String yaml, String pattern) {
		String routed = pattern.equals("/api/**") ? "/api/orders/**" : pattern;
		assertThat(yaml).contains("Path=" + routed);
		return routed.replace("**", "own");
	}

	/**
	 * The headers that say whether a browser may send or read the request, and for how
	 * long a preflight is cached. Ignores other headers of the service that the gateway
	 * forwards.
	 */
	private static Map<String, String> cors(Response response, String method) {
		Map<String, String> cors = new TreeMap<>(response.cors());
		boolean preflight = method.equals("OPTIONS");
		cors.keySet()
			.retainAll(preflight ? List.of("access-control-allow-origin", "access-control-allow-credentials",
					"access-control-max-age") : List.of("access-control-allow-origin"));
		return cors;
	}

	private static List<String> blocks(String language) throws IOException {
		return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
			.matcher(Files.readString(DOCUMENT))
			.results()
			.map((block) -> block.group(1))
			.toList();
	}

}
