package io.github.corsstarter.web.servlet;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.PathCases;
import io.github.corsstarter.web.PathCases.PathCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.server.PathContainer;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.support.StaticWebApplicationContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The policy that answers for a path is the one whose pattern Spring MVC's own handler
 * mapping would choose: random pattern sets and paths, compared one by one.
 */
class PathChoiceTests {

	private static final int PATTERN_SETS = Effort.rounds(100);

	private static final int PATHS = 50;

	/** What the servlet container may report as the context path, as sent. */
	private static final List<String> CONTEXT_PATHS = List.of("", "/app");

	@Test
	void policyOfAnyPathIsThatOfThePatternSpringChooses() {
		PathCases cases = new PathCases(Effort.random());
		Tally tally = new Tally();
		List<String> differences = new ArrayList<>();
		for (int i = 0; i < PATTERN_SETS; i++) {
			List<String> patterns = cases.patterns();
			Spring spring = new Spring(patterns);
			CorsPolicies policies = policies(patterns);
			for (int j = 0; j < PATHS; j++) {
				PathCase path = cases.path(patterns);
				for (String contextPath : CONTEXT_PATHS) {
					String uri = cases.uri(contextPath, path);
					Choice expected = spring.choose(uri, contextPath);
					String actual = choose(policies, uri, contextPath);
					tally.count(path.kind(), expected);
					if (!expected.agreesWith(actual)) {
						differences.add("patterns %s, context path '%s', URI '%s' (%s): Spring %s, policy %s"
							.formatted(patterns, contextPath, uri, path.kind(), expected, actual));
					}
				}
			}
		}
		System.out.println("PathChoiceTests: " + tally);
		assertThat(differences).as("differences with test.seed=%d, %s", Effort.SEED, tally).isEmpty();
		assertThat(tally.cases).isGreaterThanOrEqualTo(Effort.rounds(3_000));
		assertThat(tally.matches).as("cases that match a pattern").isGreaterThan(tally.cases / 3);
		assertThat(tally.unreadable).as("cases for which Spring throws").isGreaterThan(Effort.rounds(25));
		assertThat(tally.ambiguous).as("cases that are ambiguous to Spring").isPositive();
		assertThat(tally.byKind.keySet()).as("kinds of paths").containsExactlyInAnyOrderElementsOf(PathCases.KINDS);
		assertThat(tally.byKind)
			.allSatisfy((kind, count) -> assertThat(count).as(kind).isGreaterThan(Effort.rounds(12)));
		assertThat(tally.chosen.size()).as("different patterns chosen").isGreaterThan(100);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# patterns              | context path | URI                    | pattern
			/a/b /a/?               |              | /a/b                   | /a/b
			/a/b /a/?               |              | /a/c                   | /a/?
			/a/b /a/?               |              | /a/b;x=1               | /a/b
			/a/b /a/* /a/{x} /a/**  |              | /a/%62                 | /a/b
			/a/b/ /a/b              |              | /a/b/                  | /a/b/
			/a/b /a/**              |              | /a/b/                  | /a/**
			/a/b /**                |              | /a/./b                 | /**
			/a/b /**                |              | /a/x/../b              | /**
			/api/** /plain/x        |              | /api/../plain/x        | /api/**
			/a/{x}                  |              | /a/b%2Fc               | /a/{x}
			/a/b /a/{x}             |              | /a;k=v/b;jsessionid=1  | /a/b
			/**                     |              | /%zz                   |
			/größe                  |              | /gr%C3%B6%C3%9Fe       | /größe
			/Upper /{x}             |              | /upper                 | /{x}
			/a/b /a/**              |              | /a//b                  | /a/**
			/ /**                   | /app         | /app                   | /**
			/ /**                   | /app         | /app/                  | /
			/**                     | /app         | /application           |
			/**                     | /app         | /%61pp/x               |
			/**                     | /app         | /app;v=1/x             |
			/a                      | /app         | /app/a                 | /a
			""")
	void policyIsChosenAsSpringChooses(String patterns, String contextPath, String uri, String pattern) {
		List<String> all = List.of(patterns.split(" "));
		String context = (contextPath != null) ? contextPath : "";
		assertThat(choose(policies(all), uri, context)).isEqualTo(pattern);
		Choice choice = new Spring(all).choose(uri, context);
		assertThat(choice.agreesWith(pattern)).as("Spring's choice: %s", choice).isTrue();
	}

	@Test
	void pathThatIsNoPathIsNotCovered() {
		assertThat(choose(policies(List.of("/**", "/*", "/{x}", "/{*rest}")), "*", "")).isNull();
	}

	private static CorsPolicies policies(List<String> patterns) {
		List<CorsPolicySpecification> specifications = new ArrayList<>();
		for (int i = 0; i < patterns.size(); i++) {
			specifications.add(CorsPolicySpecification.builder("p" + i)
				.paths(patterns.get(i))
				.allowedOrigins("https://client.example")
				.build());
		}
		return new CorsPolicies(List.of(() -> specifications), false);
	}

	private static String choose(CorsPolicies policies, String uri, String contextPath) {
		return policies.current().pathPattern(new ServletCorsRequest(request(uri, contextPath)).path());
	}

	private static MockHttpServletRequest request(String uri, String contextPath) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", uri);
		request.setContextPath(contextPath);
		return request;
	}

	/**
	 * A handler mapping of Spring MVC with one handler for each pattern.
	 */
	private static final class Spring {

		private final List<String> patterns;

		private final RequestMappingHandlerMapping mapping = new RequestMappingHandlerMapping();

		Spring(List<String> patterns) {
			this.patterns = patterns;
			this.mapping.setApplicationContext(new StaticWebApplicationContext());
			this.mapping.afterPropertiesSet();
			for (String pattern : patterns) {
				this.mapping.registerMapping(
						RequestMappingInfo.paths(pattern).options(this.mapping.getBuilderConfiguration()).build(),
						new Handler(pattern), Handler.METHOD);
			}
		}

		/**
		 * Choose as {@code DispatcherServlet} does.
		 */
		Choice choose(String uri, String contextPath) {
			MockHttpServletRequest request = request(uri, contextPath);
			try {
				ServletRequestPathUtils.parseAndCache(request);
			}
			catch (IllegalArgumentException ex) {
				return Choice.unreadable();
			}
			try {
				HandlerExecutionChain chain = this.mapping.getHandler(request);
				return (chain != null) ? Choice.of(Handler.pattern(chain)) : Choice.none();
			}
			catch (IllegalStateException ex) {
				assertThat(ex).hasMessageStartingWith("Ambiguous handler methods");
				return Choice.ambiguous(mostSpecific(request));
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		/**
		 * The patterns between which Spring MVC does not choose. The starter must choose
		 * a policy even then, because the request is answered nevertheless.
		 */
		private Set<String> mostSpecific(MockHttpServletRequest request) {
			PathContainer path = ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication();
			List<PathPattern> matching = this.patterns.stream()
				.map(PathPatternParser.defaultInstance::parse)
				.filter((pattern) -> pattern.matches(path))
				.sorted(PathPattern.SPECIFICITY_COMPARATOR)
				.toList();
			Set<String> tied = new LinkedHashSet<>();
			matching.stream()
				.filter((pattern) -> PathPattern.SPECIFICITY_COMPARATOR.compare(pattern, matching.get(0)) == 0)
				.forEach((pattern) -> tied.add(pattern.getPatternString()));
			return tied;
		}

	}

	private record Handler(String pattern) {

		static final Method METHOD;

		static {
			try {
				METHOD = Handler.class.getMethod("pattern");
			}
			catch (NoSuchMethodException ex) {
				throw new IllegalStateException(ex);
			}
		}

		static String pattern(HandlerExecutionChain chain) {
			return ((Handler) ((HandlerMethod) chain.getHandler()).getBean()).pattern();
		}

	}

	/**
	 * Spring's answer.
	 *
	 * @param patterns one pattern, none, or several between which it cannot choose
	 * @param readable whether it can read the path at all
	 */
	private record Choice(Set<String> patterns, boolean readable) {

		static Choice of(String pattern) {
			return new Choice(Set.of(pattern), true);
		}

		static Choice none() {
			return new Choice(Set.of(), true);
		}

		static Choice unreadable() {
			return new Choice(Set.of(), false);
		}

		static Choice ambiguous(Set<String> patterns) {
			assertThat(patterns).hasSizeGreaterThan(1);
			return new Choice(patterns, true);
		}

		boolean agreesWith(String pattern) {
			return (pattern != null) ? this.patterns.contains(pattern) : this.patterns.isEmpty();
		}

	}

	private static final class Tally {

		private int cases;

		private int matches;

		private int unreadable;

		private int ambiguous;

		private final Map<String, Integer> byKind = new TreeMap<>();

		private final Map<String, Integer> matchesByKind = new TreeMap<>();

		private final Set<String> chosen = new LinkedHashSet<>();

		void count(String kind, Choice choice) {
			this.cases++;
			this.byKind.merge(kind, 1, Integer::sum);
			this.unreadable += choice.readable() ? 0 : 1;
			this.ambiguous += (choice.patterns().size() > 1) ? 1 : 0;
			if (!choice.patterns().isEmpty()) {
				this.matches++;
				this.matchesByKind.merge(kind, 1, Integer::sum);
				this.chosen.addAll(choice.patterns());
			}
		}

		@Override
		public String toString() {
			return "%d cases, %d match, %d unreadable, %d ambiguous, %d patterns chosen; by kind %s, matching %s"
				.formatted(this.cases, this.matches, this.unreadable, this.ambiguous, this.chosen.size(), this.byKind,
						this.matchesByKind);
		}

	}

}
