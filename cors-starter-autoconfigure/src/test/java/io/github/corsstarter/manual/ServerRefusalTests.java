package io.github.corsstarter.manual;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import org.eclipse.jetty.ee11.servlet.ServletHandler;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the first rows of the last table of {@code docs/troubleshooting.md}: which
 * requests each server refuses before any filter runs, and which settings let them reach
 * the filter.
 */
class ServerRefusalTests {

	private static final String ORIGIN = "https://a.example";

	/** The characters that the table names, apart from brackets. */
	private static final String CHARACTERS = "\"<>\\^`{|}";

	private static final String HEADER = "X-Padding: " + "x".repeat(10_000);

	private static final String LONG = "/x?" + "q".repeat(10_000);

	private static final String ENCODED_SLASH = "/a%2Fb";

	private static final String LARGE = "server.max-http-request-header-size=64KB";

	@Test
	void tomcat() {
		run(List.of(Tomcat.class), List.of(), (http) -> {
			assertRefused(http, 400, characters(CHARACTERS + "[]"));
			assertRefused(http, 400, LONG, ENCODED_SLASH);
			assertThat(get(http, "/x", HEADER).status()).isEqualTo(400);
		});
		String relaxed = "server.tomcat.relaxed-query-chars=" + String.join(",", (CHARACTERS + "[]").split(""));
		run(List.of(Tomcat.class, LenientTomcat.class), List.of(LARGE, relaxed), (http) -> {
			assertAllowed(http, characters(CHARACTERS + "[]"));
			assertAllowed(http, LONG, ENCODED_SLASH);
			assertThat(get(http, "/x", HEADER).status()).isEqualTo(200);
		});
	}

	@Test
	void jetty() {
		run(List.of(Jetty.class), List.of(), (http) -> {
			assertAllowed(http, characters(CHARACTERS + "[]"));
			assertRefused(http, 414, LONG);
			assertRefused(http, 400, ENCODED_SLASH);
			assertThat(get(http, "/x", HEADER).status()).isEqualTo(431);
		});
		run(List.of(Jetty.class, LenientJetty.class), List.of(LARGE), (http) -> {
			assertAllowed(http, LONG, ENCODED_SLASH);
			assertThat(get(http, "/x", HEADER).status()).isEqualTo(200);
		});
	}

	@Test
	void netty() {
		run(List.of(Netty.class), List.of(), (http) -> {
			assertRefused(http, 400, characters(CHARACTERS));
			assertAllowed(http, characters("[]"));
			assertRefused(http, 414, LONG, "/x?" + "q".repeat(5_000));
			assertAllowed(http, ENCODED_SLASH);
			assertThat(get(http, "/x", HEADER).status()).isEqualTo(431);
		});
		run(List.of(Netty.class), List.of(LARGE, "server.netty.max-initial-line-length=64KB"), (http) -> {
			assertAllowed(http, LONG);
			assertThat(get(http, "/x", HEADER).status()).isEqualTo(200);
		});
	}

	private static String[] characters(String characters) {
		return characters.chars().mapToObj((c) -> "/x?q=a" + (char) c + "b").toArray(String[]::new);
	}

	private static void assertRefused(RawHttp http, int status, String... targets) {
		for (String target : targets) {
			Response response = get(http, target, "Accept: */*");
			assertThat(response.status()).as(target).isEqualTo(status);
			assertThat(response.cors()).as(target).isEmpty();
		}
	}

	private static void assertAllowed(RawHttp http, String... targets) {
		for (String target : targets) {
			Response response = get(http, target, "Accept: */*");
			assertThat(response.status()).as(target).isEqualTo(200);
			assertThat(response.header("Access-Control-Allow-Origin")).as(target).isEqualTo(ORIGIN);
		}
	}

	private static Response get(RawHttp http, String target, String header) {
		return http.send("GET", target, "Origin: " + ORIGIN, header);
	}

	private static void run(List<Class<?>> configurations, List<String> properties, Consumer<RawHttp> test) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
			.sources(configurations.toArray(Class<?>[]::new))
			.web(configurations.contains(Netty.class) ? WebApplicationType.REACTIVE : WebApplicationType.SERVLET)
			.properties(TestServer.withoutSecurity());
		String[] arguments = Stream
			.concat(properties.stream(),
					Stream.of("server.port=0", "server.address=127.0.0.1", "logging.level.root=off",
							"cors.policies.p.paths=/**", "cors.policies.p.allowed-origins=" + ORIGIN))
			.map((property) -> "--" + property)
			.toArray(String[]::new);
		try (ConfigurableApplicationContext context = application.run(arguments)) {
			test.accept(new RawHttp(((WebServerApplicationContext) context).getWebServer().getPort()));
		}
		finally {
			TestServer.resetLogLevel();
		}
	}

	@RestController
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@GetMapping("/{name}")
		String name() {
			return "x";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Tomcat {

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LenientTomcat {

		@Bean
		WebServerFactoryCustomizer<TomcatServletWebServerFactory> encodedSlashes() {
			return (factory) -> factory
				.addConnectorCustomizers((connector) -> connector.setEncodedSolidusHandling("passthrough"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Jetty {

		@Bean
		JettyServletWebServerFactory webServerFactory() {
			return new JettyServletWebServerFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LenientJetty {

		@Bean
		WebServerFactoryCustomizer<JettyServletWebServerFactory> encodedSlashes() {
			return (factory) -> factory.addServerCustomizers(LenientJetty::allowEncodedSlashes);
		}

		private static void allowEncodedSlashes(Server server) {
			server.getConnectors()[0].getConnectionFactory(HttpConnectionFactory.class)
				.getHttpConfiguration()
				.setUriCompliance(UriCompliance.from("DEFAULT,AMBIGUOUS_PATH_SEPARATOR"));
			server.getDescendants(ServletHandler.class).forEach((handler) -> handler.setDecodeAmbiguousURIs(true));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Netty {

		@Bean
		NettyReactiveWebServerFactory webServerFactory() {
			return new NettyReactiveWebServerFactory();
		}

	}

}
