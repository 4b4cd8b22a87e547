package io.github.corsstarter.browser;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.observe.CorsRejection;
import io.github.corsstarter.observe.CorsRejections;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Scenarios 21 and 22 with one set of policies: two audiences of one path, of which one
 * can read timings, and allowed hosts.
 */
class SharedPathIT {

	private static final String PATH = "/api/catalogue/";

	private static final List<String> CONFIGURATION = List.of("--cors.allowed-hosts=*.shop.test",
			"--cors.policies.catalogue.paths=/api/catalogue/**", "--cors.policies.catalogue.allowed-origins=*",
			"--cors.policies.front-end.paths=/api/catalogue/**",
			"--cors.policies.front-end.allowed-origins=https://*.shop.test",
			"--cors.policies.front-end.allowed-methods=GET,PUT",
			"--cors.policies.front-end.allowed-headers=content-type",
			"--cors.policies.front-end.allow-credentials=true", "--cors.policies.front-end.allow-timing=true");

	private static final Map<Stack, ConfigurableApplicationContext> APPLICATIONS = new EnumMap<>(Stack.class);

	private final int number = Web.number();

	private final String api = "https://api-" + this.number + ".shop.test";

	@BeforeAll
	static void start() {
		APPLICATIONS.put(Stack.SERVLET,
				start(new SpringApplicationBuilder(Shop.class).web(WebApplicationType.SERVLET)));
		// On this class path, Spring Boot would take Tomcat.
		APPLICATIONS.put(Stack.REACTIVE, start(new SpringApplicationBuilder(Shop.class).web(WebApplicationType.REACTIVE)
			.initializers((GenericApplicationContext context) -> context
				.registerBean(NettyReactiveWebServerFactory.class, () -> new NettyReactiveWebServerFactory(0)))));
	}

	private static ConfigurableApplicationContext start(SpringApplicationBuilder application) {
		List<String> arguments = new ArrayList<>(CONFIGURATION);
		arguments.addAll(
				List.of("--server.port=0", "--server.address=127.0.0.1", "--server.forward-headers-strategy=framework",
						"--logging.level.root=error", "--spring.main.banner-mode=off"));
		return application.run(arguments.toArray(String[]::new));
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET, TomcatWebServer", "REACTIVE, NettyWebServer" })
	void serversShouldBeThoseOfTheStacks(Stack stack, String type) {
		assertThat(((WebServerApplicationContext) APPLICATIONS.get(stack)).getWebServer().getClass().getSimpleName())
			.isEqualTo(type);
	}

	@AfterAll
	static void stop() {
		APPLICATIONS.values().forEach(ConfigurableApplicationContext::close);
	}

	@ParameterizedTest
	@MethodSource("io.github.corsstarter.browser.Setup#all")
	void scenario22ShouldLetAnybodyReadAndTheFrontEndWrite(Setup setup) {
		Web web = web(setup);
		logIn(web);
		Page anybody = web.page("https://anybody-" + this.number + ".test");
		Answer read = anybody.fetch(PageRequest.get(item("tea")));
		assertThat(read.body()).isEqualTo("GET tea by nobody");
		assertThat(read.lastRequest().responseHeader("Access-Control-Allow-Origin")).isEqualTo("*");
		assertThat(read.lastRequest().responseHeader("Timing-Allow-Origin")).isNull();
		assertThat(read.lastRequest().responseHeader("Vary")).isEqualTo("Origin");
		Answer readWithCookies = anybody.fetch(PageRequest.get(item("tea")).withCredentials());
		assertThat(readWithCookies.isReadable()).isFalse();
		assertThat(readWithCookies.lastRequest().responseHeader("Access-Control-Allow-Credentials")).isNull();
		shop(setup).calls.clear();
		for (PageRequest put : List.of(put("tea"), put("tea").withCredentials())) {
			Answer written = anybody.fetch(put);
			assertThat(written.isReadable()).isFalse();
			assertThat(written.exchanges()).extracting(Exchange::method, Exchange::status)
				.containsExactly(tuple("OPTIONS", 403));
		}
		assertThat(shop(setup).calls).isEmpty();
		assertThat(rejections(setup)).anySatisfy((rejection) -> {
			assertThat(rejection.policy()).isEqualTo("catalogue");
			assertThat(rejection.reason()).isEqualTo(CorsReason.METHOD_NOT_ALLOWED);
			assertThat(rejection.origin()).isEqualTo("https://anybody-" + this.number + ".test");
		});

		Page frontEnd = web.page("https://www-" + this.number + ".shop.test");
		Answer own = frontEnd.fetch(PageRequest.get(item("tea")).withCredentials());
		assertThat(own.body()).isEqualTo("GET tea by the-shop");
		Answer written = frontEnd.fetch(put("tea").withCredentials());
		assertThat(written.body()).isEqualTo("PUT tea by the-shop");
		assertThat(written.exchanges()).extracting(Exchange::method).containsExactly("OPTIONS", "PUT");
		assertThat(written.lastRequest().responseHeader("Timing-Allow-Origin"))
			.isEqualTo("https://www-" + this.number + ".shop.test");
		assertThat(frontEnd.fetch(PageRequest.of("DELETE", item("tea")).withCredentials()).exchanges())
			.extracting(Exchange::method, Exchange::status)
			.containsExactly(tuple("OPTIONS", 403));
		assertThat(shop(setup).calls).containsExactly("GET tea by the-shop", "PUT tea by the-shop");
	}

	@ParameterizedTest
	@MethodSource("io.github.corsstarter.browser.Setup#all")
	void scenario22ShouldLetOnlyTheFrontEndReadTimings(Setup setup) {
		Web web = web(setup);
		web.page("https://anybody-" + this.number + ".test").open();
		assertThat(ResourceTimingIT.measure(web, item("anybody"), false)).isEqualTo("zero");
		web.page("https://www-" + this.number + ".shop.test").open();
		assertThat(ResourceTimingIT.measure(web, item("front-end"), false)).isEqualTo("full");
		// An image is requested without Origin, so it gets the headers for everybody.
		assertThat(ResourceTimingIT.measure(web, this.api + "/api/catalogue/image.svg", true)).isEqualTo("zero");
	}

	@ParameterizedTest
	@MethodSource("io.github.corsstarter.browser.Setup#all")
	void scenario21ShouldRefuseTheReboundName(Setup setup) {
		Web web = web(setup);
		String name = "rebound-" + this.number + ".test";
		Page rebound = web.page("http://" + name);
		shop(setup).calls.clear();
		for (String method : List.of("GET", "POST", "PUT")) {
			PageRequest request = PageRequest.of(method, "http://" + name + PATH + "tea");
			assertMisdirected(rebound.fetch(request));
			assertMisdirected(rebound.fetch(request.withCredentials()));
			// No preflight: for the browser, the page has the same origin.
			assertMisdirected(rebound.fetch(request.header("X-Forwarded-Host", "localhost")));
			assertMisdirected(rebound.fetch(request.header("X-Forwarded-Host", "api.shop.test")));
		}
		// A listed name that is not the received one does not help, nor does the origin.
		Page frontEnd = web.page("https://www-" + this.number + ".shop.test");
		Answer answer = frontEnd.fetch(PageRequest.get("https://" + name + PATH + "tea"));
		assertThat(answer.isReadable()).isFalse();
		assertThat(answer.exchanges()).extracting(Exchange::status).containsOnly(421);
		assertThat(shop(setup).calls).isEmpty();
		assertThat(rejections(setup)).anySatisfy((rejection) -> {
			assertThat(rejection.policy()).isEqualTo("catalogue");
			assertThat(rejection.reason()).isEqualTo(CorsReason.HOST_NOT_ALLOWED);
			assertThat(rejection.host()).isEqualTo(name);
		});
		// Health checks use the address or localhost.
		for (String host : List.of("127.0.0.1", "localhost")) {
			assertThat(web.page("http://" + host).fetch(PageRequest.get("http://" + host + PATH + "tea")).body())
				.isEqualTo("GET tea by nobody");
		}
	}

	private static void assertMisdirected(Answer answer) {
		assertThat(answer.status()).isEqualTo(421);
		assertThat(answer.body()).isEqualTo("Misdirected request");
		assertThat(answer.preflights()).isEmpty();
	}

	private static Web web(Setup setup) {
		Web web = Web.of(setup.engine());
		web.proxy()
			.forwardTo(APPLICATIONS.get(setup.stack())
				.getEnvironment()
				.getRequiredProperty("local.server.port", Integer.class));
		return web;
	}

	/** WebKit keeps this cookie only if a page of the same host sets it. */
	private void logIn(Web web) {
		web.open(this.api + RecordingProxy.PAGE);
		web.browser().evaluate("(async () => document.cookie = 'session=the-shop; Path=/; Secure; SameSite=None')()");
	}

	private String item(String name) {
		return this.api + PATH + name;
	}

	private PageRequest put(String name) {
		return PageRequest.put(item(name)).json("{}");
	}

	private static Shop shop(Setup setup) {
		return APPLICATIONS.get(setup.stack()).getBean(Shop.class);
	}

	private static List<CorsRejection> rejections(Setup setup) {
		ConfigurableApplicationContext application = APPLICATIONS.get(setup.stack());
		return application.getBean(CorsRejections.class).recent(application.getBean(CorsPolicies.class).current());
	}

	/**
	 * The application, on both stacks.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Shop {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		@RequestMapping("/api/catalogue/{item}")
		ResponseEntity<String> item(@PathVariable String item, HttpMethod method,
				@CookieValue(name = "session", defaultValue = "nobody") String session) {
			String call = method + " " + item + " by " + session;
			this.calls.add(call);
			return ResponseEntity.ok().header("Cache-Control", "no-store").body(call);
		}

		@GetMapping("/api/catalogue/image.svg")
		ResponseEntity<String> image() {
			return ResponseEntity.ok()
				.header("Cache-Control", "no-store")
				.contentType(MediaType.parseMediaType("image/svg+xml"))
				.body("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>");
		}

	}

}
