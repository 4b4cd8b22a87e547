package io.github.corsstarter.stacks;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.CorsPolicySource;
import io.github.corsstarter.web.PathCases;
import io.github.corsstarter.web.PathCases.PathCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whenever a handler method runs, the CORS headers are those of the policy that has the
 * pattern of that method. The request lines are raw, and the servers are as lenient as
 * they can be.
 */
abstract class AbstractPathChoiceOverHttpTests {

	private static final int REQUESTS = Effort.rounds(100);

	private static final int PATTERNS = 60;

	private final Container container;

	private final String contextPathProperty;

	AbstractPathChoiceOverHttpTests(Container container, String contextPathProperty) {
		this.container = container;
		this.contextPathProperty = contextPathProperty;
	}

	/**
	 * Register a method of a handler for a pattern.
	 */
	abstract void register(TestServer server, String pattern, Object handler, Method method);

	@ParameterizedTest
	@ValueSource(strings = { "", "/app" })
	void headersAreThoseOfThePolicyWithThePatternOfTheHandler(String contextPath) {
		List<String> patterns = Application.patterns();
		PathCases cases = new PathCases(new Random(Effort.SEED + 1));
		Map<String, Integer> tally = new TreeMap<>();
		List<String> differences = new ArrayList<>();
		try (TestServer server = TestServer.start(this.container, Application.class,
				this.contextPathProperty + "=" + contextPath, "spring.web.resources.add-mappings=false")) {
			Method method = ReflectionUtils.findMethod(Handler.class, "handle");
			for (int i = 0; i < patterns.size(); i++) {
				register(server, patterns.get(i), new Handler("x-p" + i), method);
			}
			for (int i = 0; i < REQUESTS; i++) {
				PathCase path = cases.path(patterns);
				String target = cases.uri(contextPath, path);
				if (target.isEmpty() || target.chars().anyMatch((c) -> c <= ' ' || c == '?' || c == '#')) {
					continue; // No longer a path, or more than one line.
				}
				Response response = server.http().send("GET", target, "Origin: https://client.example");
				String handler = response.header("X-Handler");
				String policy = response.header("Access-Control-Expose-Headers");
				boolean same = (handler != null) ? handler.equals(policy)
						: (response.status() != 404 || policy == null);
				if (!same) {
					differences.add("%s (%s): status %d, handler %s, policy %s".formatted(target, path.kind(),
							response.status(), handler, policy));
				}
				tally.merge((handler != null) ? "handler ran" : "status " + response.status(), 1, Integer::sum);
			}
		}
		System.out.println("PathChoiceOverHttpTests: " + this.container + " '" + contextPath + "' " + tally);
		assertThat(differences).as("differences with test.seed=%d", Effort.SEED).isEmpty();
		assertThat(tally.get("handler ran")).isGreaterThan(REQUESTS / 3);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		/**
		 * Random patterns from many sets. A pattern is left out if validation finds a
		 * problem with it and the patterns before it.
		 */
		static List<String> patterns() {
			PathCases cases = new PathCases(Effort.random());
			Set<String> patterns = new LinkedHashSet<>();
			while (patterns.size() < PATTERNS) {
				for (String pattern : cases.patterns()) {
					Set<String> all = new LinkedHashSet<>(patterns);
					all.add(pattern);
					if (!pattern.equals("/**") && CorsPolicies.validate(specifications(List.copyOf(all))).isEmpty()) {
						patterns.add(pattern);
					}
				}
			}
			return List.copyOf(patterns);
		}

		private static List<CorsPolicySpecification> specifications(List<String> patterns) {
			List<CorsPolicySpecification> specifications = new ArrayList<>();
			for (int i = 0; i < patterns.size(); i++) {
				specifications.add(CorsPolicySpecification.builder("p" + i)
					.paths(patterns.get(i))
					.allowedOrigins("https://client.example")
					.exposedHeaders("x-p" + i)
					.build());
			}
			return specifications;
		}

		@Bean
		CorsPolicySource policySource() {
			return () -> specifications(patterns());
		}

	}

	static class Handler {

		private final String name;

		Handler(String name) {
			this.name = name;
		}

		ResponseEntity<String> handle() {
			return ResponseEntity.ok().header("X-Handler", this.name).body(this.name);
		}

	}

}
