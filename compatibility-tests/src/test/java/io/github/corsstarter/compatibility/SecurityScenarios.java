package io.github.corsstarter.compatibility;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.github.corsstarter.compatibility.application.CorsInSecurity;
import io.github.corsstarter.compatibility.application.Launcher;
import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the policies before a real Spring Security, which sends some responses itself.
 * Checks the headers on each of its responses.
 */
final class SecurityScenarios {

	/**
	 * Each row has a request, the names of the headers to send, the status, and who
	 * answers. {@code -} means that Spring Security answers without a challenge, or that
	 * the server answers.
	 */
	private static final String TABLE = """
			OPTIONS /covered/ok          | client asks      | 200 | policy
			OPTIONS /covered/annotated   | client asks      | 200 | policy
			OPTIONS /covered/admin       | client asks      | 200 | policy
			OPTIONS /covered/method      | client asks      | 200 | policy
			OPTIONS /covered/token/ok    | client asks      | 200 | policy
			OPTIONS /covered/form/ok     | client asks      | 200 | policy
			OPTIONS /covered/missing     | client asks      | 200 | policy
			OPTIONS /login               | client asks      | 200 | policy
			OPTIONS /covered/annotated   | elsewhere asks   | 403 | policy
			OPTIONS /covered/token/ok    | elsewhere asks   | 403 | policy
			GET /covered/ok              | elsewhere        | 403 | policy
			GET /covered/annotated       | elsewhere basic  | 403 | policy
			POST /login                  | elsewhere        | 403 | policy
			GET /covered/ok              | client           | 401 | Basic
			GET /covered/annotated       | client           | 401 | Basic
			GET /covered/missing         | client           | 401 | Basic
			GET /covered/ok              | client wrong     | 401 | Basic
			GET /covered/ok              | client basic     | 200 | handler
			GET /covered/annotated       | client basic     | 200 | handler
			GET /covered/admin           | client basic     | 403 | -
			GET /covered/method          | client basic     | 403 | -
			GET /covered/missing         | client basic     | 404 | -
			GET /covered/boom            | client basic     | 500 | -
			POST /covered/ok             | client           | 403 | -
			POST /covered/ok             | client basic     | 403 | -
			GET /covered/token/ok        | client           | 401 | Bearer
			GET /covered/token/ok        | client broken    | 401 | Bearer error="invalid_token"
			GET /covered/token/ok        | client forged    | 401 | Bearer error="invalid_token"
			GET /covered/token/ok        | client bearer    | 200 | handler
			POST /covered/token/ok       | client bearer    | 200 | handler
			GET /covered/token/admin     | client bearer    | 403 | Bearer error="insufficient_scope"
			GET /covered/form/ok         | client html      | 302 | login
			GET /login                   | client html      | 200 | -
			POST /login                  | client           | 403 | -
			""";

	private static final Map<String, String> PREFLIGHT = Map.of("access-control-allow-origin", "https://client.example",
			"access-control-allow-credentials", "true", "access-control-allow-methods", "GET, HEAD, POST",
			"access-control-allow-headers", "authorization", "access-control-max-age", "1800");

	private static final Map<String, String> ACTUAL = Map.of("access-control-allow-origin", "https://client.example",
			"access-control-allow-credentials", "true", "access-control-expose-headers", "x-exposed");

	private static final Pattern COUNT = Pattern
		.compile("\"statistic\":\"COUNT\",\"value\":([0-9.]+)" + "|\"value\":([0-9.]+),\"statistic\":\"COUNT\"");

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private final byte[] key = randomKey();

	private final Map<String, List<String>> sent = Map.of("client", List.of("Origin: https://client.example"),
			"elsewhere", List.of("Origin: https://elsewhere.example"), "asks",
			List.of("Access-Control-Request-Method: GET", "Access-Control-Request-Headers: authorization"),
			"asks-method", List.of("Access-Control-Request-Method: GET"), "html", List.of("Accept: text/html"), "basic",
			authorization("Basic " + base64("user:password")), "wrong", authorization("Basic " + base64("user:wrong")),
			"bearer", authorization("Bearer " + token(this.key)), "broken", authorization("Bearer x"), "forged",
			authorization("Bearer " + token(randomKey())));

	private int passed;

	private int sentToCovered;

	private final List<String> failures = new ArrayList<>();

	List<String> javaOptions() {
		return List.of("-D" + Launcher.KEY + "=" + HexFormat.of().formatHex(this.key));
	}

	/**
	 * Run all of them.
	 * @return the failures
	 */
	List<String> run(RunningApplication running, boolean reactive) {
		boolean framework71 = running.fact("framework").startsWith("7.1.");
		// Absent in Spring Framework 6.2.
		boolean preflightFilter = reactive || !running.fact("framework").startsWith("6.");
		for (CorsInSecurity cors : CorsInSecurity.values()) {
			if (isWithPreflightFilter(cors) && !preflightFilter) {
				continue;
			}
			RawHttp client = new RawHttp(Integer.parseInt(running.fact(cors.name() + ".port")));
			if (cors == CorsInSecurity.PREFLIGHT_FILTER_FIRST) {
				check(cors, "filter before the policies", () -> filterBeforeThePolicies(client));
				continue;
			}
			this.sentToCovered = 0;
			TABLE.lines().forEach((line) -> check(cors, line, () -> row(client, line.split("\\s*\\|\\s*"))));
			check(cors, "sign in", () -> signIn(client));
			check(cors, "uncovered", () -> uncovered(client, cors, reactive));
			check(cors, "refused by Spring Security", () -> refusedBySpringSecurity(client, cors,
					cors == CorsInSecurity.DEFAULTS && !reactive && !framework71));
			check(cors, "rules", () -> rules(client, cors, reactive));
			check(cors, "once", () -> once(client));
		}
		return this.failures;
	}

	String result() {
		return this.passed + " of " + (this.passed + this.failures.size());
	}

	private void check(CorsInSecurity cors, String name, Runnable scenario) {
		try {
			scenario.run();
			this.passed++;
		}
		catch (AssertionError | RuntimeException ex) {
			this.failures.add(cors + ": " + name + ": " + ex);
		}
	}

	private void row(RawHttp client, String[] cells) {
		List<String> with = List.of(cells[1].split(" "));
		Response response = send(client, cells[0], with);
		assertThat(response.status()).as("%s", response).isEqualTo(Integer.parseInt(cells[2]));
		String answers = cells[3];
		boolean preflight = with.contains("asks");
		assertThat(response.cors()).as("%s", response)
			.isEqualTo(with.contains("elsewhere") ? Map.of() : preflight ? PREFLIGHT : ACTUAL);
		checkVary(response, preflight);
		assertThat(response.values(Launcher.PASSED)).as("%s", response)
			.isEqualTo(answers.equals("policy") ? List.of() : List.of("once"));
		assertThat(response.values("X-Handler")).as("%s", response)
			.isEqualTo(answers.equals("handler") ? List.of("ok") : List.of());
		checkChallenge(response, answers);
	}

	private static void checkVary(Response response, boolean preflight) {
		assertThat(response.vary()).as("%s", response).contains("origin").doesNotHaveDuplicates();
		if (preflight) {
			assertThat(response.vary()).contains("access-control-request-method", "access-control-request-headers");
		}
	}

	private static void checkChallenge(Response response, String answers) {
		List<String> challenges = response.values("WWW-Authenticate");
		List<String> locations = response.values("Location");
		if (answers.startsWith("Basic") || answers.startsWith("Bearer")) {
			assertThat(challenges).as("%s", response).hasSize(1);
			assertThat(challenges.get(0)).startsWith(answers.split(" ")[0]).contains(answers.split(" "));
		}
		else {
			assertThat(challenges).as("%s", response).isEmpty();
		}
		if (answers.equals("login")) {
			assertThat(locations).as("%s", response).hasSize(1);
			assertThat(locations.get(0)).endsWith("/login");
		}
		else {
			assertThat(locations).as("%s", response).isEmpty();
		}
	}

	/** Sign in with the CSRF token of the login page. */
	private void signIn(RawHttp client) {
		Response page = send(client, "GET /login", List.of("client", "html"));
		Matcher csrf = CSRF.matcher(page.body());
		assertThat(csrf.find()).as("%s", page).isTrue();
		String cookies = page.values("Set-Cookie")
			.stream()
			.map((cookie) -> cookie.split(";")[0])
			.collect(Collectors.joining("; "));
		Response signedIn = postForm(client, cookies,
				"username=user&password=password&_csrf=" + URLEncoder.encode(csrf.group(1), StandardCharsets.UTF_8));
		assertThat(signedIn.status()).as("%s", signedIn).isEqualTo(302);
		assertThat(signedIn.values("Location").toString()).doesNotContain("error");
		assertThat(signedIn.cors()).as("%s", signedIn).isEqualTo(ACTUAL);
		checkVary(signedIn, false);
	}

	/** As if the starter were absent, which is not the same on both stacks. */
	private void uncovered(RawHttp client, CorsInSecurity cors, boolean reactive) {
		boolean answered = isAnsweringPreflights(cors, reactive);
		Response preflight = send(client, "OPTIONS /plain/annotated", List.of("elsewhere", "asks-method"));
		if (answered) {
			assertThat(preflight.status()).as("%s", preflight).isEqualTo(200);
			assertThat(preflight.cors()).as("%s", preflight)
				.containsEntry("access-control-allow-origin", "https://elsewhere.example");
		}
		else {
			// If the request is forwarded to an error page, Spring MVC 6.2 rejects the
			// preflight there with 403.
			assertThat(preflight.status()).as("%s", preflight).isIn(401, 403);
			assertThat(preflight.values("WWW-Authenticate")).as("%s", preflight).hasSize(1);
			assertThat(preflight.cors()).as("%s", preflight).isEmpty();
		}
	}

	private static boolean isWithPreflightFilter(CorsInSecurity cors) {
		return cors == CorsInSecurity.PREFLIGHT_FILTER || cors == CorsInSecurity.PREFLIGHT_FILTER_FIRST;
	}

	private static boolean isAnsweringPreflights(CorsInSecurity cors, boolean reactive) {
		return cors == CorsInSecurity.OWN_SOURCE || cors == CorsInSecurity.PREFLIGHT_FILTER
				|| (cors == CorsInSecurity.DEFAULTS && !reactive);
	}

	/**
	 * Responses of Spring Security on a path without a policy. With Spring Framework 7.1,
	 * {@code http.cors()} without a source answers only preflights.
	 */
	private void refusedBySpringSecurity(RawHttp client, CorsInSecurity cors, boolean rulesOfSpringMvc) {
		Response unauthorized = send(client, "GET /plain/annotated", List.of("elsewhere"));
		Response forbidden = send(client, "POST /plain/annotated", List.of("elsewhere", "basic"));
		Response allowed = send(client, "GET /plain/annotated", List.of("elsewhere", "basic"));
		assertThat(unauthorized.status()).as("%s", unauthorized).isEqualTo(401);
		assertThat(forbidden.status()).as("%s", forbidden).isEqualTo(403);
		assertThat(allowed.status()).as("%s", allowed).isEqualTo(200);
		boolean readable = rulesOfSpringMvc || cors == CorsInSecurity.OWN_SOURCE;
		assertThat(unauthorized.cors().get("access-control-allow-origin")).as("%s", unauthorized)
			.isEqualTo(readable ? "https://elsewhere.example" : null);
		// The separate source does not allow POST.
		assertThat(forbidden.cors().get("access-control-allow-origin")).as("%s", forbidden)
			.isEqualTo(rulesOfSpringMvc ? "https://elsewhere.example" : null);
		assertThat(allowed.cors()).as("%s", allowed)
			.containsEntry("access-control-allow-origin", "https://elsewhere.example");
	}

	/** What the endpoints say about the uncovered path. */
	private void rules(RawHttp client, CorsInSecurity cors, boolean reactive) {
		Response rules = send(client, "GET /actuator/cors", List.of("basic"));
		assertThat(rules.status()).as("%s", rules).isEqualTo(200);
		assertThat(rules.body()).contains("\"@CrossOrigin SecuredEndpoints#annotated\"")
			.doesNotContain("PreFlightRequest")
			.doesNotContain("reFlightRequestHandler");
		Response check = send(client,
				"GET /actuator/corscheck?path=/plain/annotated&origin=https://elsewhere.example&headers=x-a",
				List.of("basic"));
		assertThat(check.status()).as("%s", check).isEqualTo(200);
		assertThat(check.body()).contains((cors == CorsInSecurity.OWN_SOURCE)
				? "\"http.cors() of the security chain 'basic'\"" : "\"@CrossOrigin SecuredEndpoints#annotated\"");
		assertThat(check.body().contains("Spring Security has no CORS filter for this path"))
			.isEqualTo(!isAnsweringPreflights(cors, reactive));
	}

	/** It answers preflights to covered paths, and the endpoint says so. */
	private void filterBeforeThePolicies(RawHttp client) {
		Response preflight = send(client, "OPTIONS /covered/annotated", List.of("elsewhere", "asks-method"));
		assertThat(preflight.status()).as("%s", preflight).isEqualTo(200);
		assertThat(preflight.cors()).as("%s", preflight)
			.containsEntry("access-control-allow-origin", "https://elsewhere.example");
		Response request = send(client, "GET /covered/annotated", List.of("elsewhere", "basic"));
		assertThat(request.status()).as("%s", request).isEqualTo(403);
		assertThat(request.cors()).as("%s", request).isEmpty();
		Response rules = send(client, "GET /actuator/cors", List.of("basic"));
		assertThat(rules.body()).containsPattern(
				"\"PreFlightRequest(Web)?Filter 'preflights' runs before the policies, and answers preflights on /\\*\\*");
	}

	/** Check with the metric that the policies decided once on every request. */
	private void once(RawHttp client) {
		Response metric = send(client, "GET /actuator/metrics/cors.requests", List.of("basic"));
		Matcher count = COUNT.matcher(metric.body());
		assertThat(count.find()).as("%s", metric).isTrue();
		String value = (count.group(1) != null) ? count.group(1) : count.group(2);
		assertThat((int) Double.parseDouble(value)).isEqualTo(this.sentToCovered);
	}

	private Response send(RawHttp client, String request, List<String> with) {
		String[] methodAndPath = request.split(" ");
		List<String> headers = with.stream().flatMap((name) -> this.sent.get(name).stream()).toList();
		count(methodAndPath[1]);
		return client.send(methodAndPath[0], methodAndPath[1], headers);
	}

	private Response postForm(RawHttp client, String cookies, String form) {
		count("/login");
		return client.send("POST", "/login", List.of("Origin: https://client.example", "Cookie: " + cookies,
				"Content-Type: application/x-www-form-urlencoded"), form);
	}

	private void count(String path) {
		if (path.startsWith("/covered/") || path.equals("/login")) {
			this.sentToCovered++;
		}
	}

	private static List<String> authorization(String value) {
		return List.of("Authorization: " + value);
	}

	private static byte[] randomKey() {
		byte[] key = new byte[32];
		new SecureRandom().nextBytes(key);
		return key;
	}

	private static String token(byte[] key) {
		String content = base64Url("{\"alg\":\"HS256\"}") + "."
				+ base64Url("{\"sub\":\"user\",\"exp\":" + Instant.now().plusSeconds(600).getEpochSecond() + "}");
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key, "HmacSHA256"));
			byte[] signature = mac.doFinal(content.getBytes(StandardCharsets.US_ASCII));
			return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String base64(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
	}

	private static String base64Url(String text) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
	}

}
