package io.github.corsstarter.web.reactive;

import java.lang.reflect.Method;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.PathCases;
import io.github.corsstarter.web.PathCases.PathCase;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.context.support.StaticApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ContextPathCompositeHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The policy that answers for a path is the one whose pattern WebFlux's own handler
 * mapping would choose: random pattern sets and paths, compared one by one.
 */
class ReactivePathChoiceTests {

	private static final int PATTERN_SETS = Effort.rounds(100);

	private static final int PATHS = 50;

	/** {@code spring.webflux.base-path}. */
	private static final List<String> BASE_PATHS = List.of("", "/app");

	@Test
	void policyOfAnyPathIsThatOfThePatternSpringChooses() {
		PathCases cases = new PathCases(Effort.random());
		Map<String, Integer> tally = new TreeMap<>();
		Set<String> chosen = new LinkedHashSet<>();
		List<String> differences = new ArrayList<>();
		for (int i = 0; i < PATTERN_SETS; i++) {
			List<String> patterns = cases.patterns();
			Spring spring = new Spring(patterns);
			CorsPolicies policies = policies(patterns);
			for (int j = 0; j < PATHS; j++) {
				PathCase path = cases.path(patterns);
				for (String basePath : BASE_PATHS) {
					String uri = cases.uri(basePath, path);
					ServerHttpRequest request = request(uri, basePath);
					if (request == null) {
						tally.merge("none that comes to a handler", 1, Integer::sum);
						continue;
					}
					Set<String> expected = spring.choose(request);
					String actual = choose(policies, request);
					if ((actual != null) ? !expected.contains(actual) : !expected.isEmpty()) {
						differences.add("patterns %s, base path '%s', URI '%s' (%s): Spring %s, policy %s"
							.formatted(patterns, basePath, uri, path.kind(), expected, actual));
					}
					tally.merge("compared", 1, Integer::sum);
					tally.merge("of kind " + path.kind(), 1, Integer::sum);
					tally.merge(expected.isEmpty() ? "no match" : (expected.size() > 1) ? "ambiguous" : "match", 1,
							Integer::sum);
					chosen.addAll(expected);
				}
			}
		}
		System.out.println("ReactivePathChoiceTests: " + tally + ", " + chosen.size() + " patterns chosen");
		assertThat(differences).as("differences with test.seed=%d, %s", Effort.SEED, tally).isEmpty();
		assertThat(tally.get("compared")).isGreaterThanOrEqualTo(Effort.rounds(3_000));
		assertThat(tally.get("match")).isGreaterThan(tally.get("compared") / 3);
		assertThat(tally.get("ambiguous")).isPositive();
		assertThat(chosen).hasSizeGreaterThan(100);
	}

	/**
	 * The request as a handler receives it, or {@code null} if no handler receives it.
	 * The server answers a request whose target is not a URI, and Spring answers a
	 * request outside the base path.
	 */
	private static ServerHttpRequest request(String uri, String basePath) {
		if (!uri.startsWith("/")) {
			return null;
		}
		MockServerHttpRequest request;
		try {
			request = MockServerHttpRequest.method(HttpMethod.GET, new URI("http://localhost" + uri)).build();
		}
		catch (URISyntaxException | IllegalArgumentException ex) {
			return null;
		}
		if (basePath.isEmpty()) {
			return request;
		}
		AtomicReference<ServerHttpRequest> received = new AtomicReference<>();
		try {
			new ContextPathCompositeHandler(Map.of(basePath, (below, response) -> {
				below.getPath();
				received.set(below);
				return Mono.empty();
			})).handle(request, new MockServerHttpResponse()).block();
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			return null;
		}
		return received.get();
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

	private static String choose(CorsPolicies policies, ServerHttpRequest request) {
		return policies.current().pathPattern(new ReactiveCorsRequest(request).path());
	}

	/**
	 * A handler mapping of WebFlux with one handler for each pattern.
	 */
	private static final class Spring {

		private final List<PathPattern> patterns;

		private final RequestMappingHandlerMapping mapping = new RequestMappingHandlerMapping();

		private final ServerCodecConfigurer codecs = ServerCodecConfigurer.create();

		Spring(List<String> patterns) {
			this.patterns = patterns.stream().map(PathPatternParser.defaultInstance::parse).toList();
			this.mapping.setApplicationContext(new StaticApplicationContext());
			this.mapping.afterPropertiesSet();
			Method method = ReflectionUtils.findMethod(Handler.class, "pattern");
			for (String pattern : patterns) {
				this.mapping.registerMapping(RequestMappingInfo.paths(pattern).build(), new Handler(pattern), method);
			}
		}

		/**
		 * Choose as {@code DispatcherHandler} does: one pattern, none, or all those
		 * between which it cannot choose. The starter must choose a policy even then,
		 * because the request is answered nevertheless.
		 */
		Set<String> choose(ServerHttpRequest request) {
			ServerWebExchange exchange = new DefaultServerWebExchange(request, new MockServerHttpResponse(),
					new DefaultWebSessionManager(), this.codecs, new AcceptHeaderLocaleContextResolver());
			try {
				HandlerMethod handler = (HandlerMethod) this.mapping.getHandler(exchange).block();
				return (handler != null) ? Set.of(((Handler) handler.getBean()).pattern()) : Set.of();
			}
			catch (IllegalStateException ex) {
				assertThat(ex).hasMessageStartingWith("Ambiguous handler methods");
				return mostSpecific(request.getPath().pathWithinApplication());
			}
		}

		private Set<String> mostSpecific(PathContainer path) {
			List<PathPattern> matching = this.patterns.stream()
				.filter((pattern) -> pattern.matches(path))
				.sorted(PathPattern.SPECIFICITY_COMPARATOR)
				.toList();
			Set<String> tied = new LinkedHashSet<>();
			matching.stream()
				.filter((pattern) -> PathPattern.SPECIFICITY_COMPARATOR.compare(pattern, matching.get(0)) == 0)
				.forEach((pattern) -> tied.add(pattern.getPatternString()));
			assertThat(tied).hasSizeGreaterThan(1);
			return tied;
		}

	}

	private record Handler(String pattern) {
	}

}
