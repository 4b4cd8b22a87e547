package io.github.corsstarter.browser;

import java.io.IOException;
import java.util.List;

import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.observe.CorsRejection;
import io.github.corsstarter.observe.CorsRejections;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenario 21: a page whose name was rebound to the address of the application. Chromium
 * resolves the name by a rule, without a proxy.
 */
class ReboundNameIT {

	private static final String FETCH = """
			async (method, headers) => {
				const response = await fetch('/api/secret', { method, headers })
				return response.status + ' ' + await response.text()
			}""";

	@Test
	void scenario21WhenHostsAreListedShouldRefuseTheReboundName() throws IOException {
		try (ConfigurableApplicationContext open = start();
				ConfigurableApplicationContext limited = start("--cors.allowed-hosts=app.example");
				Web web = Web.withReboundName()) {
			// Without the property, even 'none' with 'reject' does not stop the page.
			open(web, "rebound.test", open);
			assertThat(send(web, "GET", "{}")).isEqualTo("200 secret");
			assertThat(send(web, "POST", "{}")).isEqualTo("200 secret");
			open(web, "rebound.test", limited);
			for (String method : List.of("GET", "POST", "PUT")) {
				assertThat(send(web, method, "{}")).isEqualTo("421 Misdirected request");
				assertThat(send(web, method, "{ 'X-Forwarded-Host': 'localhost', 'X-Forwarded-Proto': 'http' }"))
					.isEqualTo("421 Misdirected request");
			}
			List<CorsRejection> rejections = limited.getBean(CorsRejections.class)
				.recent(limited.getBean(CorsPolicies.class).current());
			rejections.forEach((rejection) -> System.out.println(web.browser().version() + ": " + rejection));
			assertThat(rejections).isNotEmpty().allSatisfy((rejection) -> {
				assertThat(rejection.reason()).isEqualTo(CorsReason.HOST_NOT_ALLOWED);
				assertThat(rejection.host()).isEqualTo("rebound.test");
			});
			for (String host : List.of("127.0.0.1", "localhost")) {
				open(web, host, limited);
				assertThat(send(web, "GET", "{}")).isEqualTo("200 secret");
				assertThat(send(web, "POST", "{}")).isEqualTo("200 secret");
			}
		}
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		return new SpringApplicationBuilder(Victim.class)
			.properties("server.port=0", "server.address=127.0.0.1", "server.forward-headers-strategy=framework",
					"logging.level.root=error", "spring.main.banner-mode=off", "cors.policies.all.paths=/api/**",
					"cors.policies.all.allowed-origins=none")
			.run(arguments);
	}

	private static void open(Web web, String host, ConfigurableApplicationContext application) {
		web.browser()
			.open("http://" + host + ":" + application.getEnvironment().getRequiredProperty("local.server.port")
					+ "/page");
	}

	private static String send(Web web, String method, String headers) {
		return web.browser().evaluate("(" + FETCH + ")('" + method + "', " + headers + ")");
	}

	/**
	 * The application. The page is on a path that no policy covers, so that it can be
	 * opened under every name.
	 */
	@SpringBootConfiguration
	@EnableAutoConfiguration
	@RestController
	static class Victim {

		@GetMapping("/page")
		ResponseEntity<String> page() {
			return ResponseEntity.ok().contentType(MediaType.TEXT_HTML).body("<!doctype html><title>page</title>");
		}

		@RequestMapping("/api/secret")
		String secret() {
			return "secret";
		}

	}

}
