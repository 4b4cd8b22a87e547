package io.github.corsstarter.proxy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests {@code cors.allowed-hosts} behind a proxy that terminates TLS, and for a page
 * that reaches the application without the proxy.
 */
@ExtendWith(OutputCaptureExtension.class)
class AllowedHostsIT {

	@TempDir
	private Path folder;

	private static Map<String, String> servers() throws IOException {
		Map<String, String> servers = new LinkedHashMap<>();
		servers.put("documented", ProxyDocument.block("nginx", "X-Forwarded-Proto"));
		servers.put("replaced", "server { listen 80; location / { proxy_pass http://127.0.0.1:8080; } }");
		servers.put("named", "server { listen 80; location / { proxy_pass http://127.0.0.1:8080;"
				+ " proxy_set_header Host backend; } }");
		return servers;
	}

	static Stream<Arguments> setups() {
		return Stream.of(Server.values())
			.flatMap((server) -> Stream.of("framework", "native").map((strategy) -> Arguments.of(server, strategy)));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("setups")
	void onlyTheNamesOfTheSitePass(Server server, String strategy, CapturedOutput output) throws IOException {
		String yaml = """
				server:
				  forward-headers-strategy: %s
				cors:
				  allowed-hosts: [shop.test]
				  policies:
				    shop:
				      paths: ["/api/**"]
				      allowed-origins: ["https://partner.example"]
				""".formatted(strategy);
		boolean lost = strategy.equals("native") && server == Server.JETTY;
		try (ShopApplication.Running application = ShopApplication.start(server,
				ProxyDocument.location(this.folder, yaml));
				Nginx nginx = Nginx.start(application.port(), "", servers())) {
			assertThat(output.getOut().contains("Jetty then replaces the name in the header Host")).isEqualTo(lost);
			checkProxy(nginx.https("documented"));
			checkReplacedHost(nginx, output);
			checkRebinding(new RawHttp(application.port()), lost);
		}
	}

	private static void checkProxy(RawHttp http) {
		assertThat(post(http, "Host: shop.test").status()).isEqualTo(200);
		assertThat(post(http, "Host: shop.test", "Origin: https://partner.example").cors())
			.isEqualTo(Map.of("access-control-allow-origin", "https://partner.example"));
		assertThat(post(http, "Host: shop.test", "X-Forwarded-Host: evil.test", "Forwarded: host=evil.test").status())
			.isEqualTo(200);
		assertRefused(post(http, "Host: evil.test"));
		assertRefused(post(http, "Host: evil.test", "Origin: https://evil.test", "Sec-Fetch-Site: same-origin"));
		assertRefused(post(http, "Host: evil.test", "X-Forwarded-Host: localhost"));
	}

	/** The proxy sends another name, and no forwarded header. */
	private static void checkReplacedHost(Nginx nginx, CapturedOutput output) {
		Response address = post(nginx.http("replaced"), "Host: shop.test", "Origin: http://shop.test");
		assertThat(address.status()).isEqualTo(403);
		assertThat(lastWarning(output)).contains("(origin-not-allowed)",
				"so a proxy has probably replaced the header Host with 127.0.0.1. Let the proxy pass on the header Host")
			.doesNotContain("To allow it");
		assertRefused(post(nginx.http("named"), "Host: shop.test", "Origin: http://shop.test"));
		assertThat(lastWarning(output)).contains("(host-not-allowed)",
				"so a proxy has probably replaced the header Host with backend. Let the proxy pass on the header Host");
	}

	private static String lastWarning(CapturedOutput output) {
		List<String> lines = output.getOut().lines().filter((line) -> line.contains("Rejected ")).toList();
		return lines.get(lines.size() - 1);
	}

	/** A page whose name was rebound to the address of the application. */
	private static void checkRebinding(RawHttp http, boolean lost) {
		assertRefused(post(http, "Host: evil.test"));
		assertRefused(post(http, "Host: evil.test", "Origin: http://evil.test"));
		for (String forged : List.of("X-Forwarded-Host: localhost", "X-Forwarded-Host: shop.test",
				"Forwarded: host=localhost")) {
			Response response = post(http, "Host: evil.test", forged);
			if (lost) {
				assertThat(response.status()).isEqualTo(200);
			}
			else {
				assertRefused(response);
			}
		}
		assertThat(post(http, "Host: 10.1.2.3:8080", "User-Agent: kube-probe/1.33").status()).isEqualTo(200);
	}

	private static void assertRefused(Response response) {
		assertThat(response.status()).isEqualTo(421);
		assertThat(response.body()).isEqualTo("Misdirected request");
		assertThat(response.header("Cache-Control")).isEqualTo("no-store");
	}

	private static Response post(RawHttp http, String... headers) {
		return http.send("POST", "/api/orders", headers);
	}

}
