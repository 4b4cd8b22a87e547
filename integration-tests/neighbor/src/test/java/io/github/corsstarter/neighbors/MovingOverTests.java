package io.github.corsstarter.neighbors;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.corsstarter.testing.RawHttp;
import io.github.corsstarter.testing.RawHttp.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Walks the way that {@code docs/moving-over.md} begins with, from an application with
 * CORS rules of Spring to the same application with policies and no other rules. At each
 * step, the same requests are sent over HTTP, and the outputs are those of the page.
 */
@ExtendWith(OutputCaptureExtension.class)
class MovingOverTests {

	private static final Path PAGE = Path.of("..", "..", "docs", "moving-over.md");

	private static final String OMITTED = "https://search.example";

	private static final String REMARK = """
			# The security chain 'shop' has no http.cors(): it may refuse preflights that need authentication. Policies
			# answer preflights before Spring Security.
			""";

	private static final String DEFAULTS = "  defaults:\n    enforce: false\n";

	private static final List<Ask> ASKS = Ask.all();

	@TempDir
	private Path folder;

	private int compared;

	/** The lines of the comment that only the file of WebFlux has. */
	private long moreLines;

	@ParameterizedTest
	@EnumSource
	void walk(Stack stack, CapturedOutput output) throws IOException {
		Map<Ask, Exchange> before;
		String yaml;
		try (NeighborServer server = start(stack.withRules, null, false)) {
			before = sendAll(server);
			yaml = get(server, "/actuator/corsmigration");
		}
		assertThat(before.values()).extracting(Exchange::allowed).contains(true, false);
		assertThat(pageBlocks("yaml").get(0)).isEqualTo(yaml.replace(REMARK, ""));
		assertThat(yaml.contains(REMARK)).isEqualTo(stack == Stack.REACTIVE);
		this.moreLines = (stack == Stack.REACTIVE) ? REMARK.lines().count() : 0;

		watch(stack, yaml, before, output);
		findDifference(stack, yaml, before, output);
		enforce(stack, yaml, before, output);
		delete(stack, yaml, before);
		System.out
			.println("Moving over, " + stack + ": " + ASKS.size() + " calls, " + this.compared + " responses compared");
	}

	private void watch(Stack stack, String yaml, Map<Ask, Exchange> before, CapturedOutput output) {
		int start = output.getOut().length();
		try (NeighborServer server = start(stack.withRules, yaml, false)) {
			assertOnPage("text", messages(output, start, "These CORS policies are not enforced"));
			assertThat(messages(output, start, " decides on ")).isNotEmpty()
				.allMatch((line) -> line.contains("; no enforced policy covers "));
			assertSame(sendAll(server), before);
			assertThat(list(server, "shadowDifferences")).isEmpty();
			assertThat(messages(output, start, "is not enforced. It would")).isEmpty();
			checkAll(stack, server, before);
		}
	}

	/** The answer of {@code corscheck} agrees with what a browser really got. */
	private static void checkAll(Stack stack, NeighborServer server, Map<Ask, Exchange> before) {
		for (Ask ask : ASKS) {
			Map<String, Object> check = json(get(server, ask.check()));
			Map<String, Object> rule = member(check, "applicationRule");
			boolean allowed = before.get(ask).allowed();
			if (stack == Stack.SERVLET && ask.path().startsWith("/catalogue/")) {
				assertThat(rule).as("Spring Security asks for the rule of the path, %s", ask).isNotNull();
			}
			// Without a rule, or without a handler for the method, no page is allowed.
			assertThat((rule != null) ? rule.get("allowed") : Boolean.FALSE).as("%s", ask).isEqualTo(allowed);
			if (!ask.method().equals("HEAD") || !before.get(ask.withMethod("GET")).allowed()) {
				assertThat(check).as("%s", ask).containsEntry("allowed", allowed);
			}
		}
		Map<String, Object> check = json(
				get(server, new Ask("/catalogue/7", OMITTED, "GET", List.of(), false).check()));
		assertThat(pageJson()).anySatisfy(
				(block) -> assertThat(block).containsOnlyKeys("allowed", "policy", "enforced", "applicationRule")
					.allSatisfy((key, value) -> assertThat(check).containsEntry(key, value)));
	}

	private void findDifference(Stack stack, String yaml, Map<Ask, Exchange> before, CapturedOutput output) {
		String planted = yaml.replace(", \"" + OMITTED + "\"", "");
		assertThat(planted).isNotEqualTo(yaml);
		String fix;
		int start = output.getOut().length();
		try (NeighborServer server = start(stack.withRules, planted, false)) {
			server.http().send("GET", "/catalogue/7", "Origin: " + OMITTED);
			Map<String, Object> difference = firstDifference(server);
			Map<String, Object> shown = new LinkedHashMap<>(difference);
			shown.put("lastSeen", "…");
			assertThat(pageJson()).contains(shown);
			fix = (String) difference.get("fix");

			assertSame(sendAll(server), before);
			assertThat(list(server, "shadowDifferences")).singleElement()
				.satisfies((entry) -> assertThat(entry).containsEntry("fix", difference.get("fix")))
				.satisfies((entry) -> assertThat(entry).containsEntry("origin", OMITTED));
			assertOnPage("text", messages(output, start, "is not enforced. It would"));
		}
		String fixed = apply(fix, planted);
		assertThat(fixed).isEqualTo(yaml);
		try (NeighborServer server = start(stack.withRules, fixed, false)) {
			assertSame(sendAll(server), before);
			assertThat(list(server, "shadowDifferences")).isEmpty();
		}
	}

	/** The response may arrive before the difference is in the list. */
	private static Map<String, Object> firstDifference(NeighborServer server) {
		long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		List<Map<String, Object>> differences;
		do {
			differences = list(server, "shadowDifferences");
		}
		while (differences.isEmpty() && System.nanoTime() < end);
		assertThat(differences).hasSize(1);
		return differences.get(0);
	}

	private void enforce(Stack stack, String yaml, Map<Ask, Exchange> before, CapturedOutput output) {
		int start = output.getOut().length();
		try (NeighborServer server = start(stack.withRules, yaml, true)) {
			assertSameVerdicts(sendAll(server), before);
			assertThat(messages(output, start, "not enforced")).isEmpty();
			assertOnPage("text", messages(output, start, "; remove "));
			assertThat(list(server, "shadowDifferences")).isEmpty();
		}
	}

	private void delete(Stack stack, String yaml, Map<Ask, Exchange> before) {
		String enforced = yaml.replace(DEFAULTS, "");
		assertThat(enforced).isNotEqualTo(yaml).doesNotContain("enforce: false");
		try (NeighborServer server = start(stack.withoutRules, enforced, false)) {
			assertSameVerdicts(sendAll(server), before);
			assertThat(list(server, "applicationRules")).isEmpty();
			assertThat(list(server, "warnings")).isEmpty();
		}
	}

	@Test
	void applicationIsThatOfThePage() throws IOException {
		String source = strip(
				Files.readString(Path.of("src/test/java/io/github/corsstarter/neighbors/MovingOver.java")))
			.replace("staticclass", "class");
		assertThat(source).contains(Stream.of(pageBlocks("java").get(0).split("(?m)^(?=@RestController)"))
			.map(MovingOverTests::strip)
			.toList());
	}

	/** Apply a change to a list in the file, as a person would. */
	private static String apply(String fix, String yaml) {
		Matcher change = Pattern.compile("add (\\S+) to cors\\.policies\\.([a-z-]+)\\.allowed-origins").matcher(fix);
		assertThat(change.matches()).as(fix).isTrue();
		Matcher line = Pattern.compile("(?s)( {4}" + change.group(2) + ":\n.*? allowed-origins: \\[[^]]*)]")
			.matcher(yaml);
		assertThat(line.find()).isTrue();
		return yaml.substring(0, line.end() - 1) + ", \"" + change.group(1) + "\"" + yaml.substring(line.end() - 1);
	}

	private NeighborServer start(Class<?> application, String yaml, boolean enforce) {
		List<String> properties = new ArrayList<>(
				List.of("management.endpoints.web.exposure.include=cors,corscheck,corsmigration"));
		if (yaml != null) {
			properties.add("spring.config.import=file:" + write(yaml));
		}
		// The variables of this machine must not change the result.
		Map<String, Object> variables = enforce ? Map.of("CORS_DEFAULTS_ENFORCE", "true") : Map.of();
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		return NeighborServer.start(application,
				(context) -> context.getEnvironment()
					.getPropertySources()
					.replace(name, new SystemEnvironmentPropertySource(name, variables)),
				properties.toArray(String[]::new));
	}

	private Path write(String yaml) {
		try {
			return Files.writeString(this.folder.resolve("cors.yml"), yaml);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Opens a connection for each request. On a connection that is kept, Netty sometimes
	 * does not answer a request of this application, also without the starter.
	 */
	private static Map<Ask, Exchange> sendAll(NeighborServer server) {
		Map<Ask, Exchange> exchanges = new LinkedHashMap<>();
		ASKS.forEach((ask) -> exchanges.put(ask, ask.send(server.http())));
		return exchanges;
	}

	private void assertSame(Map<Ask, Exchange> now, Map<Ask, Exchange> before) {
		before.forEach((ask, exchange) -> assertThat(now.get(ask)).as("%s", ask).isEqualTo(exchange));
		count(before);
	}

	/**
	 * In a policy, GET implies HEAD. Nothing else may change for a browser.
	 */
	private void assertSameVerdicts(Map<Ask, Exchange> now, Map<Ask, Exchange> before) {
		before.forEach((ask, exchange) -> {
			boolean head = ask.method().equals("HEAD") && before.get(ask.withMethod("GET")).allowed();
			assertThat(now.get(ask).allowed()).as("%s", ask).isEqualTo(exchange.allowed() || head);
			if (exchange.allowed()) {
				assertThat(now.get(ask).answer().status()).as("%s", ask).isEqualTo(exchange.answer().status());
				assertThat(now.get(ask).answer().body()).as("%s", ask).isEqualTo(exchange.answer().body());
			}
		});
		count(before);
	}

	private void count(Map<Ask, Exchange> before) {
		this.compared += before.values().stream().mapToInt((exchange) -> (exchange.preflight() != null) ? 2 : 1).sum();
	}

	private static String get(NeighborServer server, String target) {
		Response response = server.http().send("GET", target);
		assertThat(response.status()).as(target).isEqualTo(200);
		return response.body();
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> list(NeighborServer server, String member) {
		return (List<Map<String, Object>>) Objects.requireNonNull(json(get(server, "/actuator/cors")).get(member),
				member);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> member(Map<String, Object> map, String name) {
		assertThat(map).containsKey(name);
		return (Map<String, Object>) map.get(name);
	}

	private static Map<String, Object> json(String text) {
		return JsonParserFactory.getJsonParser().parseMap(text);
	}

	/** The messages of the log, with the file and the line of the page. */
	private List<String> messages(CapturedOutput output, int start, String part) {
		return output.getOut()
			.substring(start)
			.lines()
			.filter((line) -> line.contains(part))
			.map((line) -> line.replaceFirst("^.*? : ", "")
				.replace("URL [file:" + this.folder.resolve("cors.yml") + "]", "class path resource [cors.yml]"))
			.map((line) -> Pattern.compile("(?<=\\[cors\\.yml] - )\\d+")
				.matcher(line)
				.replaceAll((number) -> String.valueOf(Integer.parseInt(number.group()) - this.moreLines)))
			.toList();
	}

	private static void assertOnPage(String language, List<String> lines) {
		assertThat(lines).isNotEmpty();
		assertThat(pageBlocks(language)).contains(String.join("\n", lines) + "\n");
	}

	private static List<Map<String, Object>> pageJson() {
		return pageBlocks("json").stream().map(MovingOverTests::json).toList();
	}

	private static List<String> pageBlocks(String language) {
		try {
			return Pattern.compile("(?ms)^```" + language + "\n(.*?\n)```$")
				.matcher(Files.readString(PAGE))
				.results()
				.map((block) -> block.group(1))
				.toList();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static String strip(String text) {
		return text.replaceAll("\\s+", "");
	}

	/**
	 * The stacks, each with the application before and after.
	 */
	enum Stack {

		SERVLET(MovingOver.Servlet.class, MovingOver.ServletWithoutRules.class),

		REACTIVE(MovingOver.Reactive.class, MovingOver.ReactiveWithoutRules.class);

		private final Class<?> withRules;

		private final Class<?> withoutRules;

		Stack(Class<?> withRules, Class<?> withoutRules) {
			this.withRules = withRules;
			this.withoutRules = withoutRules;
		}

	}

	/**
	 * A request that a page wants to make.
	 *
	 * @param path the path
	 * @param origin the origin of the page
	 * @param method the method
	 * @param headers the request headers that the page sets
	 * @param credentials whether the browser sends cookies
	 */
	record Ask(String path, String origin, String method, List<String> headers, boolean credentials) {

		private static final List<String> PATHS = List.of("/catalogue/7", "/catalogue/7/none", "/orders", "/orders/7",
				"/partners/7", "/partners/7/none", "/imprint");

		private static final List<String> ORIGINS = List.of("https://shop.example", OMITTED, "https://admin.example",
				"https://eu.partner.example", "http://shop.example", Neighbor.REFUSED, "null");

		private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH");

		private static final List<List<String>> HEADERS = List.of(List.of(), List.of("content-type"),
				List.of("authorization"), List.of("authorization", "x-trace"));

		private static final Map<String, String> VALUES = Map.of("content-type", "application/json", "authorization",
				"Basic dXNlcjpzZWNyZXQ=", "x-trace", "1");

		/** Fetch, "CORS-safelisted method". */
		private static final Set<String> SAFELISTED = Set.of("GET", "HEAD", "POST");

		static List<Ask> all() {
			Function<String, Stream<Ask>> ofPath = (path) -> ORIGINS.stream()
				.flatMap((origin) -> METHODS.stream()
					.flatMap((method) -> HEADERS.stream()
						.flatMap((headers) -> Stream.of(false, true)
							.map((credentials) -> new Ask(path, origin, method, headers, credentials)))));
			return PATHS.stream().flatMap(ofPath).toList();
		}

		Ask withMethod(String other) {
			return new Ask(this.path, this.origin, other, this.headers, this.credentials);
		}

		String check() {
			return "/actuator/corscheck?path=" + this.path + "&origin="
					+ URLEncoder.encode(this.origin, StandardCharsets.UTF_8) + "&method=" + this.method + "&headers="
					+ String.join(",", this.headers) + "&credentials=" + this.credentials;
		}

		/**
		 * Send the preflight that a browser would send, and the request. Unlike a
		 * browser, it sends the request even if the preflight fails.
		 */
		Exchange send(RawHttp http) {
			Response preflight = null;
			if (!SAFELISTED.contains(this.method) || !this.headers.isEmpty()) {
				List<String> lines = new ArrayList<>(
						List.of("Origin: " + this.origin, "Access-Control-Request-Method: " + this.method));
				if (!this.headers.isEmpty()) {
					lines.add("Access-Control-Request-Headers: " + String.join(",", this.headers));
				}
				preflight = http.send("OPTIONS", this.path, lines);
			}
			List<String> lines = new ArrayList<>(List.of("Origin: " + this.origin));
			this.headers.forEach((name) -> lines.add(name + ": " + VALUES.get(name)));
			if (this.credentials) {
				lines.add("Cookie: session=1");
			}
			Response response = http.send(this.method, this.path, lines);
			boolean allowed = (preflight == null || passes(preflight)) && isReadable(response);
			return new Exchange((preflight != null) ? Answer.of(preflight) : null, answer(response), allowed);
		}

		/** An error of WebFlux has the number of the request, so its length varies. */
		private Answer answer(Response response) {
			Answer answer = Answer.of(response);
			return !this.method.equals("HEAD") ? answer : new Answer(answer.status(),
					answer.headers().stream().filter((line) -> !line.startsWith("Content-Length:")).toList(), "");
		}

		/** Fetch, "CORS-preflight fetch". */
		private boolean passes(Response preflight) {
			Set<String> methods = names(preflight, "Access-Control-Allow-Methods");
			Set<String> allowedHeaders = names(preflight, "Access-Control-Allow-Headers");
			boolean wildcard = !this.credentials;
			return preflight.status() / 100 == 2 && isReadable(preflight)
					&& (SAFELISTED.contains(this.method) || methods.contains(this.method)
							|| (wildcard && methods.contains("*")))
					&& this.headers.stream()
						.allMatch((name) -> allowedHeaders.stream().anyMatch(name::equalsIgnoreCase)
								|| (wildcard && !name.equals("authorization") && allowedHeaders.contains("*")));
		}

		/** Fetch, "CORS check". */
		private boolean isReadable(Response response) {
			List<String> origins = response.values("Access-Control-Allow-Origin");
			if (!this.credentials && origins.equals(List.of("*"))) {
				return true;
			}
			return origins.equals(List.of(this.origin)) && (!this.credentials
					|| response.values("Access-Control-Allow-Credentials").equals(List.of("true")));
		}

		private static Set<String> names(Response response, String header) {
			Set<String> names = new LinkedHashSet<>();
			response.values(header).forEach((value) -> names.addAll(List.of(value.strip().split("\\s*,\\s*"))));
			return names;
		}

	}

	/**
	 * What the server answers, and what a browser does with it.
	 *
	 * @param preflight the answer to the preflight; {@code null} if a browser sends none
	 * @param answer the answer to the request
	 * @param allowed whether a browser lets the page read the answer
	 */
	record Exchange(Answer preflight, Answer answer, boolean allowed) {
	}

}
