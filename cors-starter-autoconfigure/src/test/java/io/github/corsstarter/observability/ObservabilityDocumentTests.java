package io.github.corsstarter.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that docs/observability.md shows the listener of this package, which tests run.
 */
class ObservabilityDocumentTests {

	private static final Path LISTENER = Path
		.of("src/test/java/io/github/corsstarter/observability/RejectionListener.java");

	@Test
	void javaBlockShouldBeOfThisPackage() throws IOException {
		String document = Files.readString(Path.of("../docs/observability.md"));
		assertThat(Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
			.matcher(document)
			.results()
			.map((MatchResult block) -> block.group(1))).singleElement()
			.satisfies((block) -> assertThat(Files.readString(LISTENER)).endsWith(block));
	}

	@Test
	void listenerShouldHearOfStrangers() {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger(RejectionListener.class);
		try (TestServer server = TestServer.start(Container.TOMCAT, Application.class,
				"spring.config.location=classpath:/observability/application.yml")) {
			logger.setLevel(Level.INFO);
			log.start();
			logger.addAppender(log);
			server.http().send("GET", "/api/1", "Origin: https://partner.example");
			server.http().send("DELETE", "/api/1", "Origin: https://partner.example");
			server.http().send("GET", "/api/1", "Origin: https://x.example");
		}
		finally {
			logger.detachAppender(log);
		}
		assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactly("A stranger to partners: https://x.example asked for GET /api/1; to let it in, "
					+ "add https://x.example to cors.policies.partners.allowed-origins");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(RejectionListener.class)
	static class Application {

	}

}
