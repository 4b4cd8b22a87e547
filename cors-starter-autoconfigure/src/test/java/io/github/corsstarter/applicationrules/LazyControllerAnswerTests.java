package io.github.corsstarter.applicationrules;

import java.util.List;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Predicted answers of controllers that Spring creates only when they are needed.
 */
class LazyControllerAnswerTests {

	private static final String A = "https://a.example";

	private static int created;

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "NETTY" })
	void controllersAreNotCreated(Container container) {
		created = 0;
		try (TestServer server = TestServer.start(container, LazyApplication.class)) {
			ApplicationRules rules = server.bean(ApplicationRules.class);
			for (String name : List.of("Lazy", "Prototype")) {
				String path = "/" + name.toLowerCase(java.util.Locale.ROOT);
				check(rules, BrowserRequest.of(A, "GET", path), CorsReason.ALLOWED, name);
				check(rules, BrowserRequest.of("https://b.example", "GET", path), CorsReason.ORIGIN_NOT_ALLOWED, name);
				check(rules, BrowserRequest.of(A, "PUT", path + "/1"), CorsReason.ALLOWED, name);
				check(rules, BrowserRequest.of(A, "GET", path).withCredentials(true),
						CorsReason.CREDENTIALS_NOT_ALLOWED, name);
				check(rules, BrowserRequest.of(A, "GET", path).withHeaders(List.of("x-b")),
						CorsReason.HEADERS_NOT_ALLOWED, name);
				ApplicationRuleAnswer several = rules.answer(BrowserRequest.of(A, "PUT", path + "/several/1"));
				assertThat(several.allowed()).isNull();
				assertThat(several.explanation()).contains("Several handlers match the preflight");
				assertThat(rules.answer(BrowserRequest.of(A, "GET", "/missing"))).isNull();
			}
			assertThat(created).isZero();
			assertThat(
					server.http().send("GET", "/lazy", List.of("Origin: " + A)).header("Access-Control-Allow-Origin"))
				.isEqualTo(A);
			assertThat(created).isOne();
			check(rules, BrowserRequest.of(A, "GET", "/lazy"), CorsReason.ALLOWED, "Lazy");
		}
	}

	private static void check(ApplicationRules rules, BrowserRequest request, CorsReason reason, String name) {
		ApplicationRuleAnswer answer = rules.answer(request);
		assertThat(answer).isNotNull();
		assertThat(answer.reason()).as("%s", answer).isEqualTo(reason);
		assertThat(answer.allowed()).isEqualTo(reason == CorsReason.ALLOWED);
		assertThat(answer.source()).isEqualTo("@CrossOrigin " + name + "Controller");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ LazyController.class, PrototypeController.class })
	static class LazyApplication {

	}

	@Lazy
	@RestController
	@CrossOrigin(origins = A, allowedHeaders = "x-a")
	static class LazyController {

		LazyController() {
			created++;
		}

		@GetMapping("/lazy")
		String get() {
			return "lazy";
		}

		@PutMapping("/lazy/{id}")
		String put() {
			return "put";
		}

		@PutMapping("/lazy/several/{id}")
		String several() {
			return "several";
		}

		@PutMapping("/lazy/several/{*rest}")
		String others() {
			return "others";
		}

	}

	@Scope("prototype")
	@RestController
	@CrossOrigin(origins = A, allowedHeaders = "x-a")
	static class PrototypeController {

		PrototypeController() {
			created++;
		}

		@GetMapping("/prototype")
		String get() {
			return "prototype";
		}

		@PutMapping("/prototype/{id}")
		String put() {
			return "put";
		}

		@PutMapping("/prototype/several/{id}")
		String several() {
			return "several";
		}

		@PutMapping("/prototype/several/{*rest}")
		String others() {
			return "others";
		}

	}

}
