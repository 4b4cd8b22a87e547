package io.github.corsstarter.decision;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsPolicySpecification.Builder;
import io.github.corsstarter.policy.DangerousTolerance;
import io.github.corsstarter.policy.OnDisallowed;
import io.github.corsstarter.policy.SafeText;
import io.github.corsstarter.policy.SettingLocations;
import io.github.corsstarter.testing.FakeCorsRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CorsExplanation}.
 */
class CorsExplanationTests {

	@Test
	void allowedRequestHasNoExplanation() {
		FakeCorsRequest request = request("GET", "https://a.example");
		assertThat(explain(policy(), request)).isNull();
		assertThat(CorsExplanation.of(CorsDecision.noPolicy(), request)).isNull();
	}

	@Test
	void origin() {
		CorsExplanation explanation = explain(policy(), actual("https://b.example"));
		assertThat(explanation.reason()).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
		assertThat(explanation.policy()).isEqualTo("p");
		assertThat(explanation.property()).isEqualTo("cors.policies.p.allowed-origins");
		assertThat(explanation.fix()).isEqualTo("add https://b.example to cors.policies.p.allowed-origins");
	}

	@Test
	void noFixWhereItWouldBeUnsafeOrUseless() {
		assertThat(explain(policy().allowedOrigins("none"), actual("https://b.example")).fix()).isNull();
		assertThat(explain(policy(), actual("https://b.example/")).fix()).isNull();
		assertThat(explain(policy(), actual("*")).fix()).isNull();
		assertThat(explain(policy(), actual("https://*.example")).fix()).isNull();
		assertThat(explain(policy().allowCredentials(true), actual("http://b.example")).fix()).isNull();
		assertThat(explain(policy().allowCredentials(true), actual("null")).fix()).isNull();
		assertThat(explain(policy().allowCredentials(true), actual("http://localhost")).fix()).isNotNull();
		assertThat(explain(policy(), actual("http://b.example")).fix()).isNotNull();
		assertThat(explain(policy(), actual("null")).fix()).startsWith("add \"null\" to ");
		assertThat(explain(policy(), request("A B", "https://a.example")).fix()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "moz-extension://a1cd9ab7-ab15-462c-9315-8eece8e16982, moz-extension://*",
			"vscode-webview://10kbrrqvl8foiqadlf2vq1l9snpjtar16g1350ud9j16se4j4bj9, vscode-webview://*",
			"safari-web-extension://140BB581-A2C0-422A-9DD3-6982A5ABEE5E, safari-web-extension://*",
			"other://140bb581-a2c0-422a-9dd3-6982a5abee5e, other://*" })
	void clientWithAnOriginPerInstallationIsAllowedByAPattern(String origin, String pattern) {
		CorsExplanation explanation = explain(policy(), actual(origin));
		assertThat(explanation.fix()).isEqualTo("add " + pattern + " to cors.policies.p.allowed-origins");
		assertThat(explanation.message()).contains("a different origin in each installation", pattern);
		explanation = explain(policy().allowCredentials(true), actual(origin));
		assertThat(explanation.fix()).isNull();
		assertThat(explanation.message()).contains("Allowing this origin would be unsafe.", pattern);
	}

	@ParameterizedTest
	@ValueSource(strings = { "file://", "app://.", "app://Desktop", "tauri://localhost",
			"chrome-extension://abcdefghijklmnopabcdefghijklmnop", "https://140bb581-a2c0-422a-9dd3-6982a5abee5e" })
	void otherClientIsAllowedByItsOrigin(String origin) {
		assertThat(explain(policy(), actual(origin)).fix())
			.isEqualTo("add " + origin + " to cors.policies.p.allowed-origins");
	}

	@Test
	void fileNeedsTheSameToleranceAsNull() {
		assertThat(explain(policy().allowCredentials(true), actual("file://")).fix()).isNull();
		assertThat(explain(policy().allowCredentials(true), actual("file://")).message())
			.contains("Allowing this origin would be unsafe. Any page that is opened from disk");
	}

	/** The request has just arrived, so something does send this origin. */
	@ParameterizedTest
	@ValueSource(strings = { "https://b.example/", "HTTPS://B.example", "*", "https://*.example", "app://*", "none",
			"file:///", "x", "http://xn--f", "https://b.example:443", "moz-extension://*", "ws://b.example" })
	void noMessageSaysThatBrowsersDoNotSendIt(String origin) {
		for (boolean credentials : new boolean[] { false, true }) {
			CorsExplanation explanation = explain(policy().allowCredentials(credentials), actual(origin));
			assertThat(explanation.message()).contains("This value is not a valid origin, so a policy cannot list it.")
				.doesNotContainIgnoringCase("never")
				.doesNotContainIgnoringCase("no browser");
			assertThat(explanation.fix()).isNull();
		}
	}

	@Test
	void refusedNavigationGetsAPolicyOfItsOwn() {
		CorsExplanation explanation = explain(policy().allowCredentials(true),
				navigation("/login/saml2/sso/x", "https://idp.example"));
		assertThat(explanation.message())
			.contains("This is a navigation, for example a form post from an identity provider.")
			.contains("Do not add the origin to this policy, and do not set omit-headers on this policy");
		assertThat(explanation.fix()).isEqualTo("add the policy cors.policies.posts-to-login-saml2-sso-x:"
				+ " {paths: /login/saml2/sso/x, allowed-origins: none, on-disallowed: omit-headers}");
	}

	/** Old browsers, and browsers on plain http, send no Sec-Fetch-Mode. */
	@Test
	void requestThatMayBeANavigationSaysWhatToDoThen() {
		CorsExplanation explanation = explain(policy().allowCredentials(true),
				FakeCorsRequest.actual("POST", "/sso/x;jsessionid=secret", "https://idp.example"));
		assertThat(explanation.message()).isEqualTo(
				"The policy 'p' does not allow the origin https://idp.example. If a form sends this POST, for example"
						+ " the form of an identity provider, add the policy cors.policies.posts-to-sso-x: {paths: /sso/x,"
						+ " allowed-origins: none, on-disallowed: omit-headers}. With this policy, every site can post to this"
						+ " path. If a script sends it, allow its origin.");
		assertThat(explanation.fix()).isEqualTo("add https://idp.example to cors.policies.p.allowed-origins");
		for (CorsPolicySpecification.Builder own : List.of(policy().paths("/mcp"), policy().paths("/y", "/mcp"))) {
			assertThat(explain(own, FakeCorsRequest.actual("POST", "/mcp", "https://evil.test")).message())
				.isEqualTo("The policy 'p' does not allow the origin https://evil.test.");
		}
		for (FakeCorsRequest other : List.of(FakeCorsRequest.actual("PUT", "/sso/x", "https://idp.example"),
				FakeCorsRequest.actual("POST", "/sso/x", "https://idp.example").with("Sec-Fetch-Mode", "cors"),
				FakeCorsRequest.preflight("POST", "/sso/x", "https://idp.example"))) {
			assertThat(explain(policy(), other).message()).as("%s", other).doesNotContain("If a form");
		}
		assertThat(explain(policy().onDisallowed(OnDisallowed.OMIT_HEADERS),
				FakeCorsRequest.actual("POST", "/sso/x", "https://idp.example"))
			.message()).doesNotContain("If a form");
	}

	@Test
	void originOfManyApplicationsIsCalledSo() {
		String sentence = "Every application that keeps the default settings of its framework has this origin.";
		for (String origin : List.of("capacitor://localhost", "https://localhost", "tauri://localhost")) {
			FakeCorsRequest request = FakeCorsRequest.actual("GET", "/x", origin);
			assertThat(explain(policy().allowCredentials(true), request).message()).as(origin).endsWith(sentence);
			assertThat(explain(policy(), request).message()).as(origin).doesNotContain(sentence);
		}
	}

	/** A page may know the path only with the identifier of a session. */
	@Test
	void pathParametersAreNotPartOfTheFix() {
		CorsExplanation explanation = explain(policy(),
				navigation("/login;v=1/saml2/sso/x;jsessionid=secret", "https://idp.example"));
		assertThat(explanation.fix()).contains(" {paths: /login/saml2/sso/x, ");
		assertThat(explanation.message()).doesNotContain("secret");
		assertThat(explain(policy().paths("/x"), navigation("/x;jsessionid=secret", "https://idp.example")).fix())
			.isEqualTo("set cors.policies.p.on-disallowed to omit-headers");
	}

	@Test
	void methodOfARefusedNavigationIsNotAdded() {
		CorsExplanation explanation = explain(policy().allowedMethods("GET"), navigation("/x", "https://a.example"));
		assertThat(explanation.reason()).isEqualTo(CorsReason.METHOD_NOT_ALLOWED);
		assertThat(explanation.fix()).startsWith("add the policy cors.policies.posts-to-x: {paths: /x, ");
	}

	@Test
	void policyForTheSamePathOnlyIsChangedItself() {
		assertThat(explain(policy().paths("/x"), navigation("/x", "https://idp.example")).fix())
			.isEqualTo("set cors.policies.p.on-disallowed to omit-headers");
		assertThat(explain(policy().paths("/x", "/y"), navigation("/x", "https://idp.example")).fix())
			.isEqualTo("remove /x from cors.policies.p.paths; add the policy cors.policies.posts-to-x:"
					+ " {paths: /x, allowed-origins: none, on-disallowed: omit-headers}");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/a%20b", "//a", "/a/", "/a/../b", "/{a}", "/a*", "/a,b", "/:a", "/a'b", "/(a)", "", "/a\\b" })
	void pathThatIsNoPlainPatternIsNotWrittenInAPolicy(String path) {
		CorsExplanation explanation = explain(policy(), navigation(path, "https://idp.example"));
		assertThat(explanation.message()).contains("This is a navigation");
		assertThat(explanation.fix()).isNull();
	}

	@Test
	void namesOfNewPoliciesDifferIfPathsDiffer() {
		Set<String> names = new HashSet<>();
		List<String> paths = List.of("/", "/a/b", "/a-b", "/A/b", "/a.b", "/a_b", "/a/b-", "/" + "a/".repeat(50) + "b",
				"/" + "a/".repeat(50) + "c");
		for (String path : paths) {
			String fix = explain(policy(), navigation(path, "https://idp.example")).fix();
			String name = fix.replaceAll("add the policy cors\\.policies\\.([a-z0-9-]+): .*", "$1");
			assertThat(name).matches("[a-z0-9-]{1,70}");
			names.add(name);
		}
		assertThat(names).hasSameSizeAs(paths);
	}

	@Test
	void navigationThatTheHandlerAnswersNeedsNoFix() {
		CorsExplanation explanation = explain(policy().onDisallowed(OnDisallowed.OMIT_HEADERS),
				navigation("/x", "https://idp.example"));
		assertThat(explanation.message()).contains("This is a navigation", "nothing has to be changed");
		assertThat(explanation.fix()).isNull();
	}

	private static FakeCorsRequest navigation(String path, String origin) {
		return FakeCorsRequest.actual("POST", path, origin).with("Sec-Fetch-Mode", "navigate");
	}

	@Test
	void optionsWithoutRequestedMethodIsNoPreflight() {
		FakeCorsRequest request = FakeCorsRequest.actual("OPTIONS", "/x", "https://a.example");
		CorsExplanation explanation = explain(policy(), request);
		assertThat(explanation.reason()).isEqualTo(CorsReason.METHOD_NOT_ALLOWED);
		assertThat(explanation.message()).isEqualTo("The policy 'p' does not allow the method OPTIONS. This is not a"
				+ " preflight, because it has no Access-Control-Request-Method. This command sends one: curl -i -X OPTIONS"
				+ " -H Origin:https://a.example -H Access-Control-Request-Method:GET https://server.example/x");
		assertThat(explanation.fix()).isNull();
		assertThat(explanation.property()).isNull();
		CorsExplanation other = explain(policy(), request.with("Origin", "https://b.example"));
		assertThat(other.reason()).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
		assertThat(other.message()).contains("This is not a preflight", "-H Origin:https://b.example ")
			.doesNotContain("That is not all");
		assertThat(other.fix()).isNull();
		for (String method : List.of("OPTIONS", "*")) {
			CorsExplanation real = explain(policy().allowedMethods(method),
					request.with("Origin", "https://b.example"));
			assertThat(real.fix()).isEqualTo("add https://b.example to cors.policies.p.allowed-origins");
			assertThat(real.message()).doesNotContain("preflight");
		}
	}

	/**
	 * All shells of all systems must read the command as one that only sends a request.
	 */
	@Test
	void curlCommandIsSafeToPaste() {
		FakeCorsRequest request = FakeCorsRequest.actual("OPTIONS", "/x/y-1.z;touch y", "app://Desktop");
		assertThat(explain(policy().allowedMethods("PUT"), request.at("http", "localhost", 8080)).message())
			.endsWith("curl -i -X OPTIONS -H Origin:app://Desktop -H Access-Control-Request-Method:PUT"
					+ " http://localhost:8080/x/y-1.z");
		assertThat(explain(policy().allowedMethods("*", "it's"), request).message()).doesNotContain("curl");
		for (String evil : List.of("'", "\"", "$(id)", "`id`", ";id", "&id", "|id", ">f", "<f", "%41%", "^", "!x", "(",
				"*", "?", "[a]", "{a,b}", "\\", " -o f", "\t", "\r\n", "\u0000", "#", ",", "\u00e9", "\u2019",
				"y".repeat(300))) {
			List<FakeCorsRequest> requests = new ArrayList<>(
					List.of(request.with("Origin", "https://a" + evil), request.at("https", "a" + evil, 80)));
			if (!evil.startsWith(";")) {
				requests.add(FakeCorsRequest.actual("OPTIONS", "/x" + evil, "https://a.example"));
			}
			for (FakeCorsRequest odd : requests) {
				assertThat(explain(policy(), odd).message()).contains("This is not a preflight").doesNotContain("curl");
			}
		}
		for (FakeCorsRequest odd : List.of(request.at("https", null, 80), request.at("file", "a", 80),
				request.at(null, "a", 80))) {
			assertThat(explain(policy(), odd).message()).contains("This is not a preflight").doesNotContain("curl");
		}
	}

	/** A comma separates values in a list, so a list cannot have this origin. */
	@Test
	void originWithACommaHasNoFix() {
		CorsExplanation explanation = explain(policy(), actual("app://a,b"));
		assertThat(explanation.reason()).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
		assertThat(explanation.fix()).isNull();
	}

	@Test
	void starInARequestIsNoWildcard() {
		CorsExplanation method = explain(policy(), preflight("*"));
		assertThat(method.reason()).isEqualTo(CorsReason.METHOD_NOT_ALLOWED);
		assertThat(method.fix()).isNull();
		assertThat(method.message()).endsWith("'*' means every method, so a policy cannot allow only this one.");
		CorsExplanation header = explain(policy(), preflight("GET", "x-a,*"));
		assertThat(header.reason()).isEqualTo(CorsReason.HEADERS_NOT_ALLOWED);
		assertThat(header.fix()).isNull();
		assertThat(header.message()).endsWith("'*' means every header, so a policy cannot allow only the header '*'.");
	}

	@Test
	void fixIsComplete() {
		assertThat(explain(policy(), request("PUT", "https://b.example")).fix())
			.isEqualTo("add https://b.example to cors.policies.p.allowed-origins;"
					+ " add PUT to cors.policies.p.allowed-methods");
		CorsExplanation explanation = explain(policy(), preflight("PUT", "x-b").with("Origin", "https://b.example"));
		assertThat(explanation.message()).isEqualTo("The policy 'p' does not allow the origin https://b.example.");
		assertThat(explanation.fix()).isEqualTo("add https://b.example to cors.policies.p.allowed-origins; add PUT to"
				+ " cors.policies.p.allowed-methods; add x-b to cors.policies.p.allowed-headers");
		CorsExplanation incomplete = explain(policy(), preflight("put").with("Origin", "https://b.example"));
		assertThat(incomplete.fix()).isNull();
		assertThat(incomplete.message()).contains("That is not all:", "the page must write PUT");
	}

	@Test
	void sharedDefaultsAreNotChanged() {
		Builder policy = policy().locations(new SettingLocations() {

			@Override
			public String property(String key) {
				return key.equals("allowed-methods") ? "cors.policies.p." + key : "cors.defaults." + key;
			}

			@Override
			public String ownProperty(String key) {
				return "cors.policies.p." + key;
			}

			@Override
			public boolean isSet(String key) {
				return !key.equals("allowed-methods");
			}

			@Override
			public String place(String property) {
				return null;
			}

		});
		assertThat(explain(policy, preflight("PUT", "x-b").with("Origin", "https://b.example")).fix())
			.isEqualTo("copy cors.defaults.allowed-origins to cors.policies.p.allowed-origins and add"
					+ " https://b.example there; set cors.policies.p.allowed-methods to GET, HEAD, POST, PUT; copy"
					+ " cors.defaults.allowed-headers to cors.policies.p.allowed-headers and add x-b there");
	}

	@Test
	void hiddenOriginIsNamed() {
		assertThat(explain(policy(), actual("null")).message()).contains("no-referrer");
		FakeCorsRequest request = actual("null").with("Sec-Fetch-Site", "cross-site");
		assertThat(explain(policy(), request).message()).doesNotContain("no-referrer");
	}

	@Test
	void malformedOriginHasNoProperty() {
		CorsExplanation explanation = explain(policy(), actual("x".repeat(513)));
		assertThat(explanation.reason()).isEqualTo(CorsReason.ORIGIN_MALFORMED);
		assertThat(explanation.property()).isNull();
		assertThat(explanation.fix()).isNull();
	}

	@Test
	void methodIsThatOfThePreflight() {
		CorsExplanation explanation = explain(policy(), preflight("DELETE"));
		assertThat(explanation.reason()).isEqualTo(CorsReason.METHOD_NOT_ALLOWED);
		assertThat(explanation.message()).contains("DELETE");
		assertThat(explanation.fix()).isEqualTo("add DELETE to cors.policies.p.allowed-methods");
	}

	@Test
	void headersAreListedOnceAndAtMostTen() {
		assertThat(explain(policy(), preflight("GET", "x-a, x-b", "X-C,x-b")).fix())
			.isEqualTo("add x-b, X-C to cors.policies.p.allowed-headers");
		assertThat(explain(policy(), preflight("GET", "x-b")).message()).contains("request header x-b.");
		String names = IntStream.range(10, 40).mapToObj((i) -> "y-" + i).collect(Collectors.joining(","));
		CorsExplanation explanation = explain(policy(), preflight("GET", names));
		assertThat(explanation.message())
			.contains("request headers y-10, y-11, y-12, y-13, y-14, y-15, y-16, y-17, y-18, y-19.");
		// Adding ten of the thirty headers would not allow the request.
		assertThat(explanation.fix()).isNull();
	}

	@Test
	void unreadableHeadersHaveNoProperty() {
		assertThat(explain(policy(), preflight("GET", "x-a", " ".repeat(500))).property()).isNull();
		CorsExplanation explanation = explain(policy().allowedHeaders("*"), preflight("GET", "x y"));
		assertThat(explanation.reason()).isEqualTo(CorsReason.HEADERS_NOT_ALLOWED);
		assertThat(explanation.property()).isNull();
		assertThat(explanation.fix()).isNull();
	}

	@Test
	void placeOfThePropertyIsNamed() {
		SettingLocations locations = new SettingLocations() {

			@Override
			public String property(String key) {
				return "cors.defaults." + key;
			}

			@Override
			public String place(String property) {
				return "place of " + property;
			}

		};
		assertThat(explain(policy().locations(locations), actual("https://b.example"))).isEqualTo(new CorsExplanation(
				CorsReason.ORIGIN_NOT_ALLOWED, "p", "cors.defaults.allowed-origins",
				"place of cors.defaults.allowed-origins", "The policy 'p' does not allow the origin https://b.example.",
				"add https://b.example to cors.defaults.allowed-origins"));
		assertThat(explain(policy().locations(locations), actual("")).place()).isNull();
	}

	@Test
	void undecidedPathIsNamed() {
		FakeCorsRequest request = actual("https://a.example");
		CorsDecision decision = new PolicyEngine(CorsPolicy.of(policy().build()), false).rejectUndecided(request);
		CorsExplanation explanation = CorsExplanation.of(decision, request);
		assertThat(explanation.reason()).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
		assertThat(explanation.property()).isEqualTo("cors.policies.p.paths");
		assertThat(explanation.message()).startsWith("The policy 'p' rejects this request. It takes too long ");
		assertThat(explanation.fix()).isNull();
	}

	@Test
	void proxyMismatchIsNamed() {
		FakeCorsRequest request = actual("https://b.example").at("http", "b.example", 80);
		CorsExplanation explanation = explain(policy(), request);
		assertThat(explanation.reason()).isEqualTo(CorsReason.ORIGIN_NOT_ALLOWED);
		assertThat(explanation.property()).isEqualTo("server.forward-headers-strategy");
		assertThat(explanation.place()).isNull();
		assertThat(explanation.message())
			.startsWith("The policy 'p' does not allow the origin https://b.example. This seems to be the site's own")
			.endsWith(" it must send X-Forwarded-Proto, and the application must process that header. To process it,"
					+ " set server.forward-headers-strategy to framework, unless you have done so.");
		assertThat(explanation.fix()).isNull();
		CorsExplanation sent = explain(policy(), request.with("X-Forwarded-Proto", "https"));
		assertThat(sent.fix()).isEqualTo("set server.forward-headers-strategy to framework");
		assertThat(sent.message()).doesNotContain("set server.forward-headers-strategy");
	}

	/** YAML reads other values if they have no quotes. */
	@Test
	void valuesAreQuotedAsYamlNeedsIt() {
		for (String name : List.of("no", "0x10", "1e3", "~", "#x", "!x", "&x", "null", "y")) {
			assertThat(explain(policy(), actualPreflight(name)).fix())
				.isEqualTo("add \"" + name + "\" to cors.policies.p.allowed-headers");
		}
		assertThat(explain(policy(), actualPreflight("x-b, no")).fix()).startsWith("add \"no\", x-b to ");
		assertThat(explain(policy(), actual("app://[::1]")).fix())
			.isEqualTo("add \"app://[::1]\" to cors.policies.p.allowed-origins");
		assertThat(explain(policy(), actual("app://.")).fix()).startsWith("add app://. to ");
		CorsExplanation opaque = explain(policy(), actual("null"));
		assertThat(opaque.fix()).startsWith("add \"null\" to ");
		assertThat(opaque.message())
			.endsWith(" Write \"null\" with quotes in a list in YAML, and without quotes in a text with commas.");
		assertThat(explain(policy(), actual("app://a;")).fix()).isNull();
	}

	@Test
	void onlyClientsWithOriginsPerInstallationGetAPattern() {
		String id = "a1cd9ab7-ab15-462c-9315-8eece8e16982";
		for (String scheme : List.of("ws", "wss", "http", "https", "file")) {
			assertThat(explain(policy(), actual(scheme + "://" + id)).message()).as(scheme).doesNotContain("pattern");
		}
		CorsExplanation extension = explain(policy().allowCredentials(true), actual("moz-extension://" + id));
		assertThat(extension.fix()).isNull();
		assertThat(extension.message()).doesNotContain("List the origins")
			.endsWith(" This pattern is not allowed with credentials, because every client with this scheme could then"
					+ " read your users' data. Let the client send a token instead of cookies, and remove"
					+ " allow-credentials. An extension can also have a host permission for this site.");
	}

	@Test
	void pageIsToldToWriteAnotherMethodOnlyIfTheCaseDiffers() {
		for (String method : List.of("ALL", "`X`", "OPTION")) {
			assertThat(explain(policy(), FakeCorsRequest.preflight(method, "/x", "https://a.example")).message())
				.as(method)
				.doesNotContain("the page must write");
		}
	}

	private static FakeCorsRequest actualPreflight(String names) {
		return FakeCorsRequest.preflight("GET", "/x", "https://a.example")
			.with("Access-Control-Request-Headers", names);
	}

	/** Why adding the origin to the policy would be unsafe or have no effect. */
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					false | https://b.example/   | This value is not a valid origin, so a policy cannot list it. A valid origin would be https://b.example.
					false | HTTPS://b.example    | This value is not a valid origin, so a policy cannot list it. A valid origin would be https://b.example.
					false | *                    | This value is not a valid origin, so a policy cannot list it.
					true  | *                    | This value is not a valid origin, so a policy cannot list it.
					false | none                 | This value is not a valid origin, so a policy cannot list it.
					false | https://*.b.example  | This value is not a valid origin, so a policy cannot list it.
					false | https://b.example:*  | This value is not a valid origin, so a policy cannot list it.
					false | https://b.example:[1]| This value is not a valid origin, so a policy cannot list it.
					false | all                  | This value is not a valid origin, so a policy cannot list it.
					true  | http://b.example     | Allowing this origin would be unsafe. With credentials, an http origin would let
					""")
	void obstacleToAnOriginIsNamed(boolean credentials, String origin, String obstacle) {
		CorsExplanation explanation = explain(policy().allowCredentials(credentials), actual(origin));
		assertThat(explanation.message())
			.startsWith("The policy 'p' does not allow the origin " + origin + ". " + obstacle);
		if (obstacle.endsWith(".")) {
			assertThat(explanation.message()).endsWith(obstacle);
		}
		assertThat(explanation.property()).isEqualTo("cors.policies.p.allowed-origins");
		assertThat(explanation.fix()).isNull();
	}

	@Test
	void toleratedOriginCanBeAdded() {
		Builder policy = policy().allowCredentials(true).dangerouslyTolerate(DangerousTolerance.values());
		assertThat(explain(policy, actual("http://b.example")).fix()).startsWith("add http://b.example to ");
		assertThat(explain(policy, actual("null")).fix()).startsWith("add \"null\" to ");
	}

	@Test
	void policyThatExcludesItsPathsIsNamed() {
		assertThat(explain(policy().allowedOrigins("none"), actual("https://b.example")).message())
			.endsWith(" The policy has allowed-origins: none, so it allows no origin.");
	}

	@Test
	void methodInWrongCaseIsNamed() {
		CorsExplanation explanation = explain(policy(), preflight("patch"));
		assertThat(explanation.message()).isEqualTo("The policy 'p' does not allow the method patch."
				+ " Method names are case-sensitive: the page must write PATCH.");
		assertThat(explanation.fix()).isNull();
		assertThat(explain(policy(), preflight("A B")).message())
			.isEqualTo("The policy 'p' does not allow the method A B.");
	}

	@Test
	void methodThatCannotBeAddedHasNoFix() {
		assertThat(explain(policy(), request("DELETE", "https://a.example")).fix())
			.isEqualTo("add DELETE to cors.policies.p.allowed-methods");
		String method = "A".repeat(201);
		assertThat(explain(policy(), preflight(method)).fix()).isNull();
		assertThat(explain(policy().allowedMethods("*"), preflight(method)).fix()).isNull();
		assertThat(explain(policy().allowedMethods("*"), preflight("A".repeat(100))).fix()).isNull();
		assertThat(explain(policy(), preflight("A".repeat(100))).fix()).isNotNull();
	}

	@Test
	void headerThatCannotBeAddedHasNoFix() {
		for (String name : new String[] { "cookie", "x y", "x\u00e9", "x".repeat(201) }) {
			CorsExplanation explanation = explain(policy(), preflight("GET", name));
			assertThat(explanation.property()).isEqualTo("cors.policies.p.allowed-headers");
			assertThat(explanation.message())
				.isEqualTo("The policy 'p' does not allow the request header " + SafeText.ofClient(name) + ".");
			assertThat(explanation.fix()).isNull();
		}
		assertThat(explain(policy(), preflight("GET", "x".repeat(200))).fix()).isNotNull();
		assertThat(explain(policy(), preflight("GET", "x-b,, \t,x-b")).fix())
			.isEqualTo("add x-b to cors.policies.p.allowed-headers");
	}

	@Test
	void responseHeaderInARequestIsAMistakeOfThePage() {
		CorsExplanation explanation = explain(policy(), preflight("GET", "access-control-allow-origin,x-b"));
		assertThat(explanation.message()).isEqualTo(
				"The policy 'p' does not allow the request headers access-control-allow-origin, x-b. Headers whose"
						+ " names begin with Access-Control- belong in responses. If the page sets one in the request, it"
						+ " does so by mistake.");
		assertThat(explanation.fix())
			.isEqualTo("add access-control-allow-origin, x-b to cors.policies.p.allowed-headers");
	}

	@Test
	void onlyTheBeginningOfManyHeadersIsRead() {
		String[] allowed = IntStream.range(100, 500).mapToObj((i) -> "x-" + i).toArray(String[]::new);
		String names = String.join(",", allowed).substring(0, 1998);
		assertThat(explain(policy().allowedHeaders(allowed), preflight("GET", names + ",y,z")).message())
			.endsWith(" the request header y.");
		String[] lines = IntStream.range(0, 11).mapToObj((i) -> (i < 9) ? "x-a" : "y-" + i).toArray(String[]::new);
		assertThat(explain(policy(), preflight("GET", lines)).message()).endsWith(" the request header y-9.");
	}

	@Test
	void clientTextIsEscapedAndCut() {
		assertThat(explain(policy(), actual("a\r\n\u00E9\uD800")).message()).contains("a\\u000d\\u000a\\u00e9\\ud800.");
		assertThat(explain(policy(), actual("x".repeat(512))).message()).contains("x".repeat(200) + "...");
		assertThat(SafeText.ofClient("x".repeat(200))).isEqualTo("x".repeat(200));
	}

	private static Builder policy() {
		return CorsPolicySpecification.builder("p")
			.paths("/**")
			.allowedOrigins("https://a.example")
			.allowedHeaders("x-a");
	}

	private static FakeCorsRequest actual(String origin) {
		return request("GET", origin);
	}

	private static FakeCorsRequest preflight(String method, String... headers) {
		return FakeCorsRequest.preflight(method, "/", "https://a.example")
			.with("Access-Control-Request-Headers", headers);
	}

	private static FakeCorsRequest request(String method, String origin) {
		return FakeCorsRequest.actual(method, "/", origin);
	}

	private static CorsExplanation explain(Builder policy, FakeCorsRequest request) {
		return CorsExplanation.of(new PolicyEngine(CorsPolicy.of(policy.build()), false).decide(request), request);
	}

}
