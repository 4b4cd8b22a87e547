package io.github.corsstarter.proxy;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application that serves plain HTTP on a random port of the loopback address.
 */
@RestController
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ShopApplication {

	private final AtomicInteger answers = new AtomicInteger();

	static Running start(Server server, String... properties) {
		String[] arguments = Stream
			.concat(Stream.of("server.port=0", "server.address=127.0.0.1", "server.shutdown=immediate",
					"spring.main.banner-mode=off", "logging.level.root=off",
					"logging.level.io.github.corsstarter=warn"), Arrays.stream(properties))
			.map((property) -> "--" + property)
			.toArray(String[]::new);
		return new Running(
				new SpringApplicationBuilder(ShopApplication.class, server.configuration()).web(server.type())
					.run(arguments));
	}

	@PostMapping("/api/orders")
	String order() {
		return "ordered";
	}

	/**
	 * The number in the response shows whether it comes from the application or from the
	 * cache.
	 */
	@GetMapping({ "/api/prices/{id}", "/public/prices/{id}", "/lenient/prices/{id}" })
	ResponseEntity<String> prices() {
		return ResponseEntity.ok()
			.header("Cache-Control", "public, max-age=600")
			.body("answer " + this.answers.incrementAndGet());
	}

	/**
	 * A running application.
	 *
	 * @param context its context
	 */
	record Running(ConfigurableApplicationContext context) implements AutoCloseable {

		int port() {
			return ((WebServerApplicationContext) this.context).getWebServer().getPort();
		}

		@Override
		public void close() {
			this.context.close();
		}

	}

}
