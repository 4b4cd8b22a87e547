package io.github.corsstarter.stacks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A policy protects static files, or a servlet outside Spring MVC. Requests of a foreign
 * origin never reach them, however they spell the path. A wider policy allows everything.
 * The servers are as lenient as they can be.
 */
@Tag("slow")
abstract class AbstractSpellingAttackTests {

	/** In the body of everything that is protected. */
	static final String SECRET = "nobody else may read this";

	private static final int REQUESTS = Effort.rounds(5_000);

	private static final int MAX_SHOWN = 20;

	private static final List<String> SEPARATORS = List.of("/", "/", "/", "/", "//", "/./", "/x/../", "/x//../",
			"/;v=1/", "/x/..;/", "/%2e/", "/x/%2e%2e/", "%2f", "%5c", "\\", "/x%2Fy/../", "/x%2Fy/..;/", "/x\\y/..;/",
			"/%20/", "/%09", "/x/y/../../", "/..;/", "/%2f/", ";v=1/");

	private static final List<String> ENDS = List.of("", "", "", "", "/", "//", "/.", "/./", ";v=1", "%2f", "%5c", "\\",
			"%2f%2f..", "%2f%2f%2e%2e/", "/x/..", "/x/..;/", "//..", "/;v=1", "%20", "/x%2Fy/../");

	private static final List<String> CONTEXT_PATHS = List.of("/app", "/app", "/app", "/%61pp", "/app;v=1", "//app",
			"/./app", "/x/../app", "/app/../app", "/app/..;/app", "/app/.;/..;/app", "/%61pp/..;/app", "/app/");

	private final Container container;

	private final Class<?> application;

	private final String contextPathProperty;

	private final List<String> targets;

	AbstractSpellingAttackTests(Container container, Class<?> application, String contextPathProperty,
			String... targets) {
		this.container = container;
		this.application = application;
		this.contextPathProperty = contextPathProperty;
		this.targets = List.of(targets);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/app" })
	void foreignOriginReachesNothingThatIsProtected(String contextPath) {
		Random random = Effort.random();
		List<String> failures = new ArrayList<>();
		Map<String, Integer> tally = new TreeMap<>();
		int reached = 0;
		try (TestServer server = TestServer.start(this.container, this.application,
				this.contextPathProperty + "=" + contextPath,
				"spring.web.resources.static-locations=classpath:/attack/", "cors.policies.wide.paths=/**",
				"cors.policies.wide.allowed-origins=*", "cors.policies.wide.allowed-methods=*",
				"cors.policies.narrow.paths=/secret.json,/dir/**,/plain/secret/**,/plainexact",
				"cors.policies.narrow.allowed-origins=none")) {
			for (int i = 0; i < REQUESTS; i++) {
				String target = target(contextPath, random);
				String method = (random.nextInt(4) == 0) ? "POST" : "GET";
				Response response = server.http().send(method, target, "Origin: https://evil.example");
				tally.merge("status " + response.status(), 1, Integer::sum);
				if (response.body().contains(SECRET)) {
					failures.add(method + " " + target);
				}
				if (i % 10 == 0 && server.http().send("GET", target).body().contains(SECRET)) {
					reached++;
				}
			}
		}
		System.out.println("SpellingAttackTests: " + this.container + " '" + contextPath + "' " + tally
				+ ", reached by requests without an origin (sent for one target in ten) = " + reached);
		assertThat(failures.stream().limit(MAX_SHOWN))
			.as("reached with test.seed=%d, %d in total", Effort.SEED, failures.size())
			.isEmpty();
		assertThat(reached).as("the attack can succeed").isGreaterThan(REQUESTS / 500);
	}

	private String target(String contextPath, Random random) {
		StringBuilder target = new StringBuilder();
		if (!contextPath.isEmpty()) {
			target.append(pick(CONTEXT_PATHS, random));
		}
		for (String segment : pick(this.targets, random).substring(1).split("/")) {
			target.append(pick(SEPARATORS, random));
			segment.chars().forEach((c) -> {
				if (random.nextInt(12) == 0) {
					target.append(String.format("%%%02x", c));
				}
				else {
					target.append((char) c);
				}
			});
		}
		String text = target.append(pick(ENDS, random)).toString();
		return text.startsWith("/") ? text : "/" + text;
	}

	private static String pick(List<String> values, Random random) {
		return values.get(random.nextInt(values.size()));
	}

}
