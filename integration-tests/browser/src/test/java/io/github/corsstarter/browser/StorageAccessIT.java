package io.github.corsstarter.browser;

import java.io.IOException;
import java.util.List;

import io.github.corsstarter.observe.CorsRejection;
import io.github.corsstarter.observe.CorsRejections;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.CorsPolicySource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenario 20: a page of another site embeds something of a covered path, in a browser
 * that blocks third-party cookies, before and after the user has granted storage access.
 * Tests cannot grant it in WebKit.
 *
 * @see <a href="https://privacycg.github.io/storage-access-headers/">Storage Access
 * Headers</a>
 */
class StorageAccessIT {

	private static final String EMBED = """
			async (server) => {
				const load = (name, attributes) => new Promise((resolve) => {
					const element = document.createElement(name)
					element.onload = () => resolve(name + ' loaded')
					element.onerror = () => resolve(name + ' failed')
					Object.assign(element, attributes)
					document.body.append(element)
				})
				window.ran = ''
				const image = await load('img', { src: server + '/embedded/image' })
				const script = await load('script', { src: server + '/embedded/script' })
				const frame = await load('iframe', { src: server + '/embedded/frame' })
				const opaque = await fetch(server + '/embedded/text', { mode: 'no-cors', credentials: 'include' })
				return [image, script + ' ' + window.ran, frame, 'fetch ' + opaque.type].join(', ')
			}""";

	private static final String READ = """
			async (url) => fetch(url, { credentials: 'include' }).then(() => 'readable', () => 'not readable')""";

	private static ConfigurableApplicationContext application;

	@BeforeAll
	static void start() {
		CorsPolicySpecification policy = CorsPolicySpecification.builder("embedded")
			.paths("/embedded/**")
			.allowedOrigins("https://partner.test")
			.allowCredentials(true)
			.build();
		application = new SpringApplicationBuilder(Embedded.class)
			.initializers((GenericApplicationContext context) -> context.registerBean("policies",
					CorsPolicySource.class, () -> () -> List.of(policy)))
			.run("--server.port=0", "--server.address=127.0.0.1", "--server.forward-headers-strategy=native",
					"--logging.level.root=error", "--spring.main.banner-mode=off");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@ParameterizedTest
	@EnumSource(names = { "CHROMIUM", "FIREFOX" })
	void scenario20WhenStorageAccessIsGrantedShouldEmbedAsBefore(Engine engine) throws IOException {
		int number = Web.number();
		String site = "https://embedder-" + number + ".test";
		String server = "https://embedded-" + number + ".test";
		try (Web web = Web.withoutThirdPartyCookies(engine)) {
			web.proxy().forwardTo(application.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
			List<Exchange> before = embed(web, site, server);
			web.browser().grantStorageAccess(site, server);
			List<Exchange> after = embed(web, site, server);
			assertThat(before).noneMatch((exchange) -> exchange.requestHeader("Origin") != null);
			for (Exchange exchange : after) {
				System.out.printf("%s, %s: Origin %s, Sec-Fetch-Mode %s, Sec-Fetch-Storage-Access %s%n",
						web.browser().version(), exchange.path(), exchange.requestHeader("Origin"),
						exchange.requestHeader("Sec-Fetch-Mode"), exchange.requestHeader("Sec-Fetch-Storage-Access"));
				assertThat(exchange.status()).isEqualTo(200);
				assertThat(exchange.responseHeader("Access-Control-Allow-Origin")).isNull();
				assertThat(exchange.responseHeader("Vary")).isEqualTo("Origin");
			}
			assertThat(after).allMatch((exchange) -> site.equals(exchange.requestHeader("Origin")));
			assertThat(rejections()).extracting(CorsRejection::origin).doesNotContain(site);
			assertThat(web.browser().evaluate("(" + READ + ")('" + server + "/embedded/text')"))
				.isEqualTo("not readable");
			assertThat(rejections()).extracting(CorsRejection::origin).contains(site);
		}
	}

	private static List<Exchange> embed(Web web, String site, String server) {
		web.browser().open(site + RecordingProxy.PAGE);
		web.proxy().clear();
		assertThat(web.browser().evaluate("(" + EMBED + ")('" + server + "')"))
			.isEqualTo("img loaded, script loaded yes, iframe loaded, fetch opaque");
		List<Exchange> exchanges = web.proxy()
			.exchanges()
			.stream()
			.filter((exchange) -> exchange.path().startsWith("/embedded/"))
			.toList();
		assertThat(exchanges).hasSize(4);
		return exchanges;
	}

	private static List<CorsRejection> rejections() {
		return application.getBean(CorsRejections.class).recent(application.getBean(CorsPolicies.class).current());
	}

	/**
	 * An application with things to embed. Nothing is cached, so that each page requests
	 * everything again.
	 */
	@SpringBootConfiguration
	@EnableAutoConfiguration
	@RestController
	static class Embedded {

		@GetMapping("/embedded/{kind}")
		ResponseEntity<String> embedded(@PathVariable String kind) {
			return switch (kind) {
				case "image" ->
					answer("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>");
				case "script" -> answer("text/javascript", "window.ran = 'yes'");
				case "frame" -> answer("text/html", "<!doctype html><title>frame</title>");
				default -> answer("text/plain", "text");
			};
		}

		private static ResponseEntity<String> answer(String type, String body) {
			return ResponseEntity.ok()
				.header("Cache-Control", "no-store")
				.contentType(MediaType.parseMediaType(type))
				.body(body);
		}

	}

}
