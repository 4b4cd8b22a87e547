package io.github.corsstarter.stacks;

import java.util.Map;

import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that Tomcat refuses before any filter runs, and the settings that
 * {@code docs/troubleshooting.md} names for them.
 */
class TomcatUnparsableRequestTests {

	private static final String ORIGIN = "Origin: https://a.example";

	private static final Map<String, String> TARGETS = Map.of("/x?filter=[1]", "server.tomcat.relaxed-query-chars=[,]",
			"/x?filter={1}", "server.tomcat.relaxed-query-chars={,}", "/x?filter=a|b",
			"server.tomcat.relaxed-query-chars=|", "/x?header", "server.max-http-request-header-size=64KB");

	@Test
	void settingLetsTheRequestReachTheFilter() {
		TARGETS.forEach((target, setting) -> {
			String padding = "X-Padding: " + (target.endsWith("header") ? "x".repeat(10_000) : "");
			assertThat(send(target, padding, "spring.main.banner-mode=off").cors()).as(target).isEmpty();
			assertThat(send(target, padding, "spring.main.banner-mode=off").status()).as(target).isBetween(400, 499);
			Response response = send(target, padding, setting);
			assertThat(response.status()).as(setting).isEqualTo(200);
			assertThat(response.cors()).as(setting).containsEntry("access-control-allow-origin", "https://a.example");
		});
	}

	private static Response send(String target, String padding, String property) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.SERVLET)
			.run("--server.port=0", "--server.address=127.0.0.1", "--logging.level.root=off", "--" + property,
					"--" + TestServer.withoutSecurity(), "--cors.policies.p.paths=/**",
					"--cors.policies.p.allowed-origins=https://a.example")) {
			int port = ((WebServerApplicationContext) context).getWebServer().getPort();
			return new RawHttp(port).send("GET", target, ORIGIN, padding);
		}
	}

	@RestController
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory();
		}

		@GetMapping("/x")
		String x() {
			return "x";
		}

	}

}
