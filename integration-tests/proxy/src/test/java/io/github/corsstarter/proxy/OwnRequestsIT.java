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
 * Tests same-origin and cross-origin posts through a proxy that terminates TLS.
 */
@ExtendWith(OutputCaptureExtension.class)
class OwnRequestsIT {

	private static final String HOST = "shop.localhost";

	private static final String TELLING = "proxy_set_header X-Forwarded-Proto $scheme;";

	@TempDir
	private Path folder;

	private static Map<String, String> servers() throws IOException {
		Map<String, String> servers = new LinkedHashMap<>();
		servers.put("documented", ProxyDocument.block("nginx", "X-Forwarded-Proto"));
		servers.put("forwarded host and proto", tls("proxy_set_header X-Forwarded-Host $http_host;", TELLING));
		servers.put("host and proto", tls("proxy_set_header Host $http_host;", TELLING));
		servers.put("host", tls("proxy_set_header Host $http_host;"));
		servers.put("nothing", tls());
		servers.put("nothing, plain", "server { listen 80; location / { proxy_pass http://127.0.0.1:8080; } }");
		return servers;
	}

	private static String tls(String... directives) {
		return """
				server {
					listen 443 ssl;
					ssl_certificate /etc/nginx/shop.crt;
					ssl_certificate_key /etc/nginx/shop.key;
					location / {
						proxy_pass http://127.0.0.1:8080;
						%s
					}
				}
				""".formatted(String.join("\n", directives));
	}

	static Stream<Arguments> setups() {
		return Stream.of(Server.values())
			.flatMap((server) -> Stream.of("framework", "native", "none", "")
				.map((strategy) -> Arguments.of(server, strategy)));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("setups")
	void postsOfTheSitePass(Server server, String strategy, CapturedOutput output) throws IOException {
		String yaml = ProxyDocument.block("yaml", "forward-headers-strategy")
			.replace("forward-headers-strategy: framework", "forward-headers-strategy: " + strategy);
		boolean believed = strategy.equals("framework") || strategy.equals("native");
		Nginx nginx;
		try (ShopApplication.Running application = ShopApplication.start(server,
				ProxyDocument.location(this.folder, yaml))) {
			nginx = Nginx.start(application.port(), "", servers());
			Outcome told = believed ? Outcome.PASSES : Outcome.REFUSED_AND_NAMED;
			check(nginx, "documented", told, output);
			check(nginx, "forwarded host and proto", told, "", output);
			check(nginx, "host and proto", told, "", output);
			// Some servers use the default port of the forwarded scheme.
			boolean tomcats = strategy.equals("native") && server == Server.TOMCAT;
			check(nginx, "forwarded host and proto", tomcats ? Outcome.REFUSED_AND_NAMED : told, output);
			check(nginx, "host and proto", (tomcats || strategy.equals("framework")) ? Outcome.REFUSED : told, output);
			check(nginx, "host", Outcome.REFUSED_AND_NAMED, output);
			check(nginx, "nothing", Outcome.REFUSED, output);
			check(nginx, "nothing, plain", Outcome.REFUSED, output);
			checkForgeries(nginx);
			if (!believed) {
				// Some servers mention the default port.
				String log = output.getOut().replace("localhost:80,", "localhost,");
				assertThat(ProxyDocument.blocks("text")).hasSize(1)
					.allSatisfy((block) -> assertThat(log).contains(block.strip()));
			}
		}
		try (nginx) {
			Response down = post(nginx.https("documented"), HOST + ":1", "https://partner.example");
			assertThat(down.status()).isEqualTo(502);
			assertThat(down.cors()).isEmpty();
		}
	}

	private static void check(Nginx nginx, String name, Outcome outcome, CapturedOutput output) {
		check(nginx, name, outcome, ":" + nginx.port(name), output);
	}

	private static void check(Nginx nginx, String name, Outcome outcome, String port, CapturedOutput output) {
		boolean tls = !name.endsWith("plain");
		RawHttp http = tls ? nginx.https(name) : nginx.http(name);
		String host = HOST + port;
		String origin = (tls ? "https://" : "http://") + host;
		Response modern = post(http, host, origin, "Sec-Fetch-Site: same-origin");
		assertThat(modern.status()).as("%s, with Sec-Fetch-Site", name).isEqualTo(200);
		assertThat(modern.cors()).isEmpty();
		Response old = post(http, host, origin);
		assertThat(old.status()).as("%s, without Sec-Fetch-Site", name)
			.isEqualTo((outcome == Outcome.PASSES) ? 200 : 403);
		assertThat(old.cors()).isEmpty();
		assertThat(old.vary()).containsExactly("origin");
		checkLog(output.getOut(), name, origin, outcome);
		checkOthers(http, host);
	}

	private static void checkLog(String log, String name, String origin, Outcome outcome) {
		List<String> lines = log.lines().filter((line) -> line.contains(" from " + origin + " ")).toList();
		assertThat(lines).as(name).hasSize((outcome == Outcome.PASSES) ? 0 : 1);
		for (String line : lines) {
			assertThat(line).as(name).contains("WARN", "origin-not-allowed");
			assertThat(line.contains("set server.forward-headers-strategy to framework")).as(name)
				.isEqualTo(outcome == Outcome.REFUSED_AND_NAMED);
			assertThat(line.contains("If a proxy terminates TLS, it must send X-Forwarded-Proto")).as(name)
				.isEqualTo(name.equals("host"));
		}
	}

	/** Checks requests of other sites. */
	private static void checkOthers(RawHttp http, String host) {
		Response partner = post(http, host, "https://partner.example", "Sec-Fetch-Site: cross-site");
		assertThat(partner.status()).isEqualTo(200);
		assertThat(partner.cors()).isEqualTo(Map.of("access-control-allow-origin", "https://partner.example"));
		assertThat(post(http, host, "https://evil.example").status()).isEqualTo(403);
		Response preflight = http.send("OPTIONS", "/api/orders", "Host: " + host, "Origin: https://partner.example",
				"Access-Control-Request-Method: POST");
		assertThat(preflight.status()).isEqualTo(200);
		assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("https://partner.example");
	}

	private static void checkForgeries(Nginx nginx) {
		for (String forged : List.of("Forwarded: proto=https;host=evil.example", "X-Forwarded-Host: evil.example",
				"X-Forwarded-Prefix: /api")) {
			Response response = post(nginx.https("documented"), HOST + ":" + nginx.port("documented"),
					"https://evil.example", forged, "X-Forwarded-Port: 443");
			assertThat(response.status()).as(forged).isEqualTo(403);
			assertThat(response.body()).isEqualTo("Invalid CORS request");
		}
	}

	private static Response post(RawHttp http, String host, String origin, String... more) {
		return http.send("POST", "/api/orders",
				Stream.concat(Stream.of("Host: " + host, "Origin: " + origin), Stream.of(more)).toList());
	}

	/**
	 * The result of a same-origin post without {@code Sec-Fetch-Site}.
	 */
	private enum Outcome {

		PASSES,

		/**
		 * Rejected, and the log says which setting of the proxy or the application is
		 * missing.
		 */
		REFUSED_AND_NAMED,

		/**
		 * Rejected, because nothing in the request distinguishes it from one of another
		 * site.
		 */
		REFUSED

	}

}
