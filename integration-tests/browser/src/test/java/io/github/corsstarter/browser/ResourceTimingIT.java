package io.github.corsstarter.browser;

import java.util.List;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsPolicySource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a page of another site reads with the Resource Timing API, with and without
 * {@code allow-timing}.
 *
 * @see <a href="https://www.w3.org/TR/resource-timing/#sec-cross-origin-resources">
 * Resource Timing, cross-origin resources</a>
 */
class ResourceTimingIT {

	/** Fetches or embeds a resource, and says which of its times are not hidden. */
	private static final String MEASURE = """
			async (url, embedded) => {
				if (embedded) {
					await new Promise((resolve) => {
						const image = new Image()
						image.onload = image.onerror = resolve
						image.src = url
						document.body.append(image)
					})
				}
				else {
					await fetch(url).then((response) => response.text(), () => 'not readable')
				}
				let entries = []
				for (let i = 0; i < 100 && !entries.length; i++) {
					await new Promise((resolve) => setTimeout(resolve, 20))
					entries = performance.getEntriesByName(url)
				}
				const times = [entries[0].requestStart, entries[0].responseStart]
				return times.every((time) => time > 0) ? 'full' : times.every((time) => time === 0) ? 'zero' : String(times)
			}""";

	private static ConfigurableApplicationContext application;

	@BeforeAll
	static void start() {
		List<CorsPolicySpecification> policies = List.of(
				policy("listed").allowedOrigins("https://*.reader.test").allowTiming(true).build(),
				policy("untimed").allowedOrigins("https://*.reader.test").build(),
				policy("public").allowedOrigins("*").allowTiming(true).build());
		application = new SpringApplicationBuilder(Timed.class)
			.initializers((GenericApplicationContext context) -> context.registerBean("policies",
					CorsPolicySource.class, () -> () -> policies))
			.run("--server.port=0", "--server.address=127.0.0.1", "--server.forward-headers-strategy=native",
					"--logging.level.root=error", "--spring.main.banner-mode=off");
	}

	private static CorsPolicySpecification.Builder policy(String name) {
		return CorsPolicySpecification.builder(name).paths("/" + name + "/**");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@ParameterizedTest
	@MethodSource("io.github.corsstarter.browser.Setup#engines")
	void timingsShouldBeReadableOnlyWithAllowTiming(Engine engine) {
		Web web = Web.of(engine);
		web.proxy().forwardTo(application.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
		int number = Web.number();
		String server = "https://timed-" + number + ".test";
		web.browser().open("https://page-" + number + ".reader.test" + RecordingProxy.PAGE);
		assertThat(measure(web, server + "/listed/text", false)).isEqualTo("full");
		assertThat(measure(web, server + "/untimed/text", false)).isEqualTo("zero");
		assertThat(measure(web, server + "/public/text", false)).isEqualTo("full");
		// An image is requested without Origin, so only * can help it.
		assertThat(measure(web, server + "/listed/image", true)).isEqualTo("zero");
		assertThat(measure(web, server + "/public/image", true)).isEqualTo("full");
		web.browser().open("https://page-" + number + ".stranger.test" + RecordingProxy.PAGE);
		assertThat(measure(web, server + "/listed/image", true)).isEqualTo("zero");
		assertThat(measure(web, server + "/public/text", false)).isEqualTo("full");
	}

	/**
	 * Fetch or embed a resource on the page that is open.
	 * @return {@code full} if the page can read its times, {@code zero} if they are
	 * hidden
	 */
	static String measure(Web web, String url, boolean embedded) {
		return web.browser().evaluate("(" + MEASURE + ")('" + url + "', " + embedded + ")");
	}

	/**
	 * An application with a text and an image below each policy's path.
	 */
	@SpringBootConfiguration
	@EnableAutoConfiguration
	@RestController
	static class Timed {

		@GetMapping("/*/text")
		ResponseEntity<String> text() {
			return ResponseEntity.ok().header("Cache-Control", "no-store").body("text");
		}

		@GetMapping("/*/image")
		ResponseEntity<String> image() {
			return ResponseEntity.ok()
				.header("Cache-Control", "no-store")
				.contentType(MediaType.parseMediaType("image/svg+xml"))
				.body("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>");
		}

	}

}
