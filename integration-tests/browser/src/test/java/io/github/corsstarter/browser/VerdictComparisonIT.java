package io.github.corsstarter.browser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.corsstarter.decision.BrowserCheck;
import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.json.Json;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the behavior of browsers with the predictions of {@link BrowserCheck} for
 * random pairs of policies and request: whether the page can read the response, whether
 * the browser sends a preflight, which requests it sends, and the CORS headers of every
 * response. A path can have several policies, some of them allow timings, and some
 * requests are for a host that is not allowed. The system property {@code test.seed}
 * selects other pairs.
 */
class VerdictComparisonIT {

	private static final int PATHS = 60;

	/** The number of requests that a page sends at the same time. */
	private static final int BATCH = 13;

	private static final int REQUESTS_PER_PAGE = Effort.rounds(BATCH);

	private static final int MAX_TRIES = 100;

	private static final List<CorsReason> WANTED = List.of(CorsReason.ALLOWED, CorsReason.ALLOWED, CorsReason.ALLOWED,
			CorsReason.ORIGIN_NOT_ALLOWED, CorsReason.METHOD_NOT_ALLOWED, CorsReason.HEADERS_NOT_ALLOWED,
			CorsReason.CREDENTIALS_NOT_ALLOWED, CorsReason.HOST_NOT_ALLOWED, CorsReason.NO_POLICY);

	private static final Map<String, String> VALUES = Map.of("content-type", "application/json", "accept", "*/*",
			"accept-language", "en", "range", "bytes=0-10", "authorization", "Bearer t0k3n");

	/** A page can read status 421 if it is same-origin, which counts as not read. */
	private static final String FETCH_ALL = """
			async (requests) => JSON.stringify(await Promise.all(requests.map(async (request) => {
				try {
					const response = await fetch(request.url, request)
					await response.text()
					return (response.status === 421) ? 'misdirected' : 'read'
				} catch (error) {
					return String(error)
				}
			})))""";

	private static ConfigurableApplicationContext application;

	private static CorsPolicies policies;

	private final Map<String, Integer> counters = new TreeMap<>();

	private final List<String> differences = new ArrayList<>();

	@BeforeAll
	static void start() {
		application = VerdictApplication.start(new RandomPairs(Effort.SEED).policies(PATHS), RandomPairs.SERVER);
		policies = application.getBean(CorsPolicies.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@ParameterizedTest
	@MethodSource("io.github.corsstarter.browser.Setup#engines")
	void browserDoesWhatCheckSays(Engine engine) {
		Web web = Web.of(engine);
		web.proxy().forwardTo(application.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
		long start = System.nanoTime();
		RandomPairs pairs = new RandomPairs(31 * Effort.SEED);
		int number = 0;
		boolean sandboxed = false;
		for (String origin : RandomPairs.PAGES) {
			Page page = web.page(origin);
			if (origin.equals("null")) {
				page = sandboxed ? web.sandboxedFrame("http://frame.example.com") : page;
				sandboxed = true;
			}
			page.open();
			for (int i = 0; i < REQUESTS_PER_PAGE; i += BATCH) {
				List<BrowserRequest> requests = new ArrayList<>();
				for (int j = 0; j < BATCH; j++) {
					requests.add(request(pairs, origin, number++));
				}
				compare(web, page, requests);
			}
		}
		System.out.printf("%s: seed %d, %d cases, %s, %d differences, %d s%n", web.browser().version(), Effort.SEED,
				number, this.counters, this.differences.size(), (System.nanoTime() - start) / 1_000_000_000);
		assertThat(number).isGreaterThanOrEqualTo(Effort.rounds(300));
		assertThat(this.counters.keySet()).contains("allowed", "origin-not-allowed", "method-not-allowed",
				"headers-not-allowed", "credentials-not-allowed", "host-not-allowed", "no-policy");
		assertThat(this.differences).isEmpty();
	}

	/**
	 * Searches for a request with a given outcome, because most random requests fail at
	 * the origin.
	 */
	private static BrowserRequest request(RandomPairs pairs, String origin, int number) {
		CorsReason wanted = pairs.pick(WANTED);
		BrowserRequest request = pairs.request(origin, PATHS, number);
		for (int i = 0; i < MAX_TRIES && check(request).reason() != wanted; i++) {
			request = pairs.request(origin, PATHS, number);
		}
		return request;
	}

	private static BrowserVerdict check(BrowserRequest request) {
		return new BrowserCheck(policies::decide).check(request);
	}

	private void compare(Web web, Page page, List<BrowserRequest> requests) {
		String scheme = page.isSecure() ? "https://" : "http://";
		web.proxy().clear();
		String answer = page.evaluate("(" + FETCH_ALL + ")("
				+ new Json().toJson(requests.stream().map((request) -> init(scheme, request)).toList()) + ")");
		List<?> outcomes = new Json().toType(answer, List.class);
		for (int i = 0; i < requests.size(); i++) {
			BrowserRequest request = requests.get(i);
			BrowserVerdict verdict = check(request);
			List<Exchange> exchanges = web.proxy()
				.exchanges()
				.stream()
				.filter((exchange) -> exchange.path().equals(request.path()))
				.toList();
			this.counters.merge(verdict.reason().code(), 1, Integer::sum);
			String said = describe(verdict);
			String seen = describe(outcomes.get(i).equals("read"), exchanges);
			if (!seen.equals(said)) {
				this.differences.add("\n" + request + "\n  by " + verdict.policy() + "\n  said: " + said + "\n  seen: "
						+ seen + " (" + outcomes.get(i) + ")");
			}
		}
	}

	private static Map<String, Object> init(String scheme, BrowserRequest request) {
		Map<String, String> headers = new LinkedHashMap<>();
		request.headers().forEach((name) -> headers.put(name, VALUES.getOrDefault(name.toLowerCase(Locale.ROOT), "1")));
		return Map.of("url", scheme + request.host() + request.path(), "method", request.method(), "headers", headers,
				"credentials", request.credentials() ? "include" : "omit");
	}

	private static String describe(BrowserVerdict verdict) {
		String text = verdict.allowed() ? "read" : "not read";
		if (verdict.reason() == CorsReason.NO_POLICY) {
			return text + (verdict.preflight() ? ", OPTIONS {}" : ", request {}");
		}
		if (verdict.preflightResponse() != null) {
			text += ", OPTIONS " + cors(verdict.preflightResponse().headers());
		}
		if (verdict.actualResponse() != null) {
			text += ", request " + cors(verdict.actualResponse().headers());
		}
		return text;
	}

	/** Chromium repeats a request that was answered with status 421. */
	private static String describe(boolean read, List<Exchange> exchanges) {
		boolean misdirected = !exchanges.isEmpty() && exchanges.stream().allMatch((some) -> some.status() == 421);
		return (read ? "read" : "not read") + exchanges.stream()
			.limit(misdirected ? 1 : Long.MAX_VALUE)
			.map((exchange) -> ", " + (exchange.isPreflight() ? "OPTIONS " : "request ")
					+ cors(exchange.responseHeaders()
						.keySet()
						.stream()
						.collect(Collectors.toMap((name) -> name, exchange::responseHeader))))
			.collect(Collectors.joining());
	}

	/** The CORS headers and {@code Timing-Allow-Origin}, sorted. */
	private static Map<String, String> cors(Map<String, String> headers) {
		Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.forEach((name, value) -> {
			if (name.regionMatches(true, 0, "Access-Control-", 0, "Access-Control-".length())
					|| name.equalsIgnoreCase("Timing-Allow-Origin")) {
				sorted.put(name, value);
			}
		});
		return sorted;
	}

}
