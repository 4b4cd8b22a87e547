package io.github.corsstarter.web.servlet;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests a WAR in a separate container. There, a filter of Spring Boot, which runs before
 * the starter's, resets the response and forwards to error pages.
 */
class WarDeploymentTests {

	private static final String SPA = "https://spa.example";

	@AfterEach
	void resetLogLevel() {
		TestServer.resetLogLevel();
	}

	@Test
	void errorsHaveTheHeaders(@TempDir Path folder) throws Exception {
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(folder.toString());
		tomcat.setPort(0);
		tomcat.getConnector().setProperty("address", "127.0.0.1");
		Context context = tomcat.addContext("", folder.toString());
		context.setParentClassLoader(getClass().getClassLoader());
		context.addServletContainerInitializer((types, servletContext) -> new Application().onStartup(servletContext),
				Set.of());
		tomcat.start();
		try {
			RawHttp http = new RawHttp(tomcat.getConnector().getLocalPort());
			for (String path : new String[] { "/api/fine", "/api/broken", "/api/absent" }) {
				Response response = http.send("GET", path, "Origin: " + SPA);
				assertThat(response.status()).isEqualTo(path.endsWith("fine") ? 200 : path.endsWith("n") ? 500 : 404);
				assertThat(response.cors()).as(path).isEqualTo(Map.of("access-control-allow-origin", SPA));
				assertThat(response.vary()).as(path).containsExactly("origin");
				assertThat(http.send("GET", path).vary()).as(path).containsExactly("origin");
			}
			assertThat(http.send("GET", "/free/broken", "Origin: " + SPA).cors()).isEmpty();
		}
		finally {
			tomcat.stop();
			tomcat.destroy();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Application extends SpringBootServletInitializer {

		@Override
		protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
			return builder.sources(Application.class)
				.properties(TestServer.withoutSecurity(), "logging.level.root=off", "spring.main.banner-mode=off",
						"cors.policies.api.paths=/api/**", "cors.policies.api.allowed-origins=" + SPA);
		}

	}

	@RestController
	static class Controller {

		@GetMapping("/api/fine")
		String fine() {
			return "fine";
		}

		@GetMapping({ "/api/broken", "/free/broken" })
		String broken() {
			throw new IllegalStateException("broken");
		}

	}

}
