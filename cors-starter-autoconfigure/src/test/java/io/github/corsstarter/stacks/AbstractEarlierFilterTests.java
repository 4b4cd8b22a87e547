package io.github.corsstarter.stacks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.corsstarter.stacks.AbstractCorsPolicyFilterTests.Outcome;
import io.github.corsstarter.testing.RawHttp.Response;
import io.github.corsstarter.testing.TestServer;
import io.github.corsstarter.testing.TestServer.Container;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Filters before the starter's that change the request, wrap the response, or fail after
 * the starter's filter has answered.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractEarlierFilterTests {

	private static final String CLIENT = AbstractCorsPolicyFilterTests.CLIENT;

	private static final String ELSEWHERE = AbstractCorsPolicyFilterTests.ELSEWHERE;

	private static final Map<String, String> ALLOWED_PREFLIGHT = Map.of("access-control-allow-origin",
			"https://client.example", "access-control-allow-credentials", "true", "access-control-allow-methods",
			"GET, HEAD, POST, PUT", "access-control-max-age", "1800");

	private final Container container;

	private TestServer server;

	AbstractEarlierFilterTests(Container container) {
		this.container = container;
	}

	@BeforeAll
	void start() {
		List<String> properties = new ArrayList<>(AbstractCorsPolicyFilterTests.PROPERTIES);
		properties.addAll(List.of("server.compression.enabled=true", "server.compression.min-response-size=1B"));
		this.server = TestServer.start(this.container, Application.class, properties.toArray(String[]::new));
	}

	@AfterAll
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "late-error=x", "late-exception=x" })
	void errorPageAfterAnAllowedPreflightHasTheHeadersOfThePreflight(String failure) {
		Response response = this.server.http()
			.send("OPTIONS", "/covered/ok?" + failure, CLIENT, "Access-Control-Request-Method: PUT");
		assertThat(response.status()).isIn(409, 500);
		assertThat(response.cors()).isEqualTo(ALLOWED_PREFLIGHT);
		assertThat(varyOf(response)).containsExactly(AbstractCorsPolicyFilterTests.PREFLIGHT_VARY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD", "OPTIONS" })
	void errorPageAfterARejectionHasNoCorsHeaders(String method) {
		for (String failure : List.of("late-error=x", "late-exception=x")) {
			Response response = this.server.http()
				.send(method, "/covered/ok?" + failure, ELSEWHERE, "Access-Control-Request-Method: PUT");
			assertThat(response.cors()).as(failure).isEmpty();
			assertThat(response.vary()).as(failure).contains("origin").doesNotHaveDuplicates();
		}
	}

	/** The policy has allowed the origin that the filter has set, not the other one. */
	@ParameterizedTest
	@ValueSource(strings = { "/covered/ok", "/covered/boom", "/covered/send-error", "/covered/deferred",
			"/covered/deferred-error", "/covered/servlet/async-dispatch", "/covered/servlet/async-send-error",
			"/covered/servlet/throw", "/covered/servlet/async-dispatch-throw" })
	void onlyTheOriginThatWasAllowedIsSent(String path) {
		Response response = this.server.http()
			.send("GET", path, ELSEWHERE, "X-Replaced-Origin: https://client.example");
		assertThat(response.cors()).isEqualTo(Outcome.ALLOWED.cors());
	}

	/**
	 * The filter suspends the request, as filters that limit the load do. The starter's
	 * filter sees the request in the second dispatch only.
	 */
	@ParameterizedTest
	@EnumSource
	void suspendedRequestIsDecidedOn(Outcome outcome) {
		for (String path : List.of("/ok", "/boom", "/deferred", "/servlet/own", "/send-error", "/stream")) {
			Response response = this.server.http()
				.send("GET", outcome.area() + path + "?suspended=x", outcome.headers());
			assertThat(response.cors()).as(path).isEqualTo(outcome.cors());
			assertThat(response.status() == 403).as(path).isEqualTo(outcome == Outcome.REJECTED);
			assertThat(varyOf(response)).as(path).isEqualTo(outcome.varies() ? List.of("origin") : List.of());
		}
	}

	@Test
	void preflightOfASuspendedRequestIsAnswered() {
		Response response = this.server.http()
			.send("OPTIONS", "/covered/ok?suspended=x", CLIENT, "Access-Control-Request-Method: PUT");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.cors()).isEqualTo(ALLOWED_PREFLIGHT);
	}

	@Test
	void dispatchFromAPathWithoutPolicyIsLeftAlone() {
		for (String path : List.of("/plain/servlet/async-dispatch", "/plain/servlet/async-wrapped-dispatch")) {
			Response response = this.server.http().send("GET", path, ELSEWHERE);
			assertThat(response.cors()).as(path)
				.containsEntry("access-control-allow-origin", "[https://handler.example, *]");
		}
	}

	@ParameterizedTest
	@EnumSource
	void compressedResponseHasTheHeaders(Outcome outcome) {
		for (String path : List.of("/ok", "/boom", "/vary-set", "/stream", "/flush", "/deferred", "/servlet/own",
				"/missing")) {
			List<String> headers = new ArrayList<>(List.of(outcome.headers()));
			headers.add("Accept-Encoding: gzip");
			Response response = this.server.http().send("GET", outcome.area() + path, headers);
			assertThat(response.cors()).as(path).isEqualTo(outcome.cors());
			assertThat(response.vary()).as(path).doesNotHaveDuplicates();
			assertThat(response.vary().contains("origin")).as(path)
				.isEqualTo(outcome.varies() || path.equals("/vary-set") && outcome != Outcome.REJECTED);
		}
	}

	static Stream<String> etags() {
		return Stream.of("etag=before", "etag=after", "etag=both");
	}

	@ParameterizedTest
	@EnumSource
	void responseWithAnEntityTagHasTheHeaders(Outcome outcome) {
		etags().forEach((etag) -> Stream.of("/ok", "/own", "/deferred", "/reset", "/flush", "/boom", "/send-error")
			.forEach((path) -> {
				String target = outcome.area() + path + "?" + etag;
				Response first = this.server.http().send("GET", target, outcome.headers());
				assertThat(first.cors()).as(target).isEqualTo(outcome.cors());
				assertThat(varyOf(first)).as(target).isEqualTo(outcome.varies() ? List.of("origin") : List.of());
				if (first.header("ETag") == null) {
					return;
				}
				List<String> headers = new ArrayList<>(List.of(outcome.headers()));
				headers.add("If-None-Match: " + first.header("ETag"));
				Response second = this.server.http().send("GET", target, headers);
				assertThat(second.status()).as(target).isIn(304, 403, 201);
				assertThat(second.cors()).as(target).isEqualTo(outcome.cors());
				assertThat(varyOf(second)).as(target).isEqualTo(outcome.varies() ? List.of("origin") : List.of());
			}));
	}

	/** Without what compression adds. */
	private static List<String> varyOf(Response response) {
		return response.vary().stream().filter((name) -> !name.equals("accept-encoding")).toList();
	}

	@Test
	void entityTagsAreSent() {
		Stream.of("/covered/ok?etag=before", "/covered/ok?etag=after")
			.forEach((target) -> assertThat(this.server.http().send("GET", target, CLIENT).header("ETag")).isNotNull());
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ServletFilterApplication.class)
	static class Application {

		@Bean
		FilterRegistrationBean<Filter> replacedOrigin() {
			return first((request, response, chain) -> {
				String replaced = ((HttpServletRequest) request).getHeader("X-Replaced-Origin");
				chain.doFilter(
						(replaced != null) ? new ReplacedOrigin((HttpServletRequest) request, replaced) : request,
						response);
			});
		}

		@Bean
		FilterRegistrationBean<Filter> lateException() {
			return first((request, response, chain) -> {
				chain.doFilter(request, response);
				if (request.getParameter("late-exception") != null) {
					throw new IllegalStateException("on purpose");
				}
			});
		}

		@Bean
		FilterRegistrationBean<Filter> suspending() {
			FilterRegistrationBean<Filter> registration = first((request, response, chain) -> {
				if (request.getParameter("suspended") == null || request.getDispatcherType() == DispatcherType.ASYNC) {
					chain.doFilter(request, response);
					return;
				}
				AsyncContext async = request.startAsync();
				ServletFilterApplication.Endpoints.later(async::dispatch);
			});
			registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
			return registration;
		}

		private static FilterRegistrationBean<Filter> first(Filter filter) {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			registration.setDispatcherTypes(DispatcherType.REQUEST);
			return registration;
		}

		@Bean
		FilterRegistrationBean<ShallowEtagHeaderFilter> earlierTags() {
			FilterRegistrationBean<ShallowEtagHeaderFilter> registration = new FilterRegistrationBean<>(
					new Tags("before"));
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return registration;
		}

		@Bean
		FilterRegistrationBean<ShallowEtagHeaderFilter> laterTags() {
			FilterRegistrationBean<ShallowEtagHeaderFilter> registration = new FilterRegistrationBean<>(
					new Tags("after"));
			registration.setOrder(0);
			return registration;
		}

	}

	/** Replaces {@code Origin}, in the first dispatch only. */
	private static final class ReplacedOrigin extends HttpServletRequestWrapper {

		private final String origin;

		ReplacedOrigin(HttpServletRequest request, String origin) {
			super(request);
			this.origin = origin;
		}

		@Override
		public String getHeader(String name) {
			return name.equalsIgnoreCase("Origin") ? this.origin : super.getHeader(name);
		}

	}

	private static final class Tags extends ShallowEtagHeaderFilter {

		private final String position;

		Tags(String position) {
			this.position = position;
		}

		@Override
		protected boolean shouldNotFilter(HttpServletRequest request) {
			String asked = request.getParameter("etag");
			return !this.position.equals(asked) && !"both".equals(asked);
		}

	}

}
