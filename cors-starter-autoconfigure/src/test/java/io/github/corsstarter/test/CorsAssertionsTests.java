package io.github.corsstarter.test;

import java.util.List;
import java.util.function.Consumer;

import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsPolicySpecification.Builder;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.policy.OnDisallowed;
import io.github.corsstarter.policy.SettingLocations;
import io.github.corsstarter.web.CorsPolicies;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

import static io.github.corsstarter.test.CorsAssertions.assertThatCors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CorsAssertions}, which compare complete failure messages.
 */
class CorsAssertionsTests {

	private static final String PAGE = "https://spa.example";

	private final CorsPolicies policies = new CorsPolicies(List.of(CorsAssertionsTests::specifications), false);

	private static List<CorsPolicySpecification> specifications() {
		return List.of(
				policy("orders").paths("/api/orders/**")
					.allowedMethods("GET", "PUT")
					.allowedHeaders("x-a")
					.allowCredentials(true)
					.locations(new FileLocations("orders"))
					.build(),
				policy("login").paths("/login").onDisallowed(OnDisallowed.OMIT_HEADERS).build(),
				policy("posts").paths("/posts").build(), policy("open").paths("/open").allowedOrigins("*").build());
	}

	private static Builder policy(String name) {
		return CorsPolicySpecification.builder(name).allowedOrigins(PAGE, "https://*.spa.example");
	}

	private CorsRequestAssert put() {
		return assertThatCors(this.policies).from(PAGE).sending("PUT", "/api/orders");
	}

	private CorsRequestAssert evil() {
		return assertThatCors(this.policies).from("https://evil.example").sending("GET", "/api/orders/7");
	}

	private CorsRequestAssert uncovered() {
		return assertThatCors(this.policies).from(PAGE).sending("GET", "/nowhere");
	}

	@Test
	void hostIsCheckedIfItIsGiven() {
		CorsPolicies limited = new CorsPolicies(List.of(CorsAssertionsTests::specifications), false,
				AllowedHosts.of(List.of("app.example")));
		CorsRequestAssert request = assertThatCors(limited).from(PAGE).sending("GET", "/api/orders");
		request.isAllowed().toHost("app.example").isAllowed().toHost("localhost:8080").isAllowed();
		request.toHost("evil.test:8080")
			.isRejectedBecause(CorsReason.HOST_NOT_ALLOWED)
			.isDecidedBy("orders")
			.hasResponseHeader("Vary", "Origin")
			.doesNotHaveResponseHeader("Access-Control-Allow-Origin");
		request.toHost("evil.test").fromOwnSite().isRejectedBecause(CorsReason.HOST_NOT_ALLOWED);
		request.toHost("evil.test").asNavigation().isRejectedBecause(CorsReason.HOST_NOT_ALLOWED);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> request.toHost("evil.test").isAllowed())
			.withMessageContaining("to the host evil.test")
			.withMessageContaining("add it to cors.allowed-hosts");
	}

	@Test
	void everyVerbShouldPassWhereItHolds() {
		put().withHeaders("x-a")
			.isAllowed()
			.isDecidedBy("orders")
			.needsPreflight()
			.hasResponseHeader("vary", "Origin")
			.hasResponseHeader("Access-Control-Allow-Origin", PAGE)
			.doesNotHaveResponseHeader("Access-Control-Expose-Headers")
			.hasPreflightResponseHeader("Access-Control-Max-Age", "1800")
			.doesNotHavePreflightResponseHeader("Access-Control-Allow-Private-Network");
		put().withCredentials().isAllowed();
		evil().isRejected()
			.isRejectedBecause(CorsReason.ORIGIN_NOT_ALLOWED)
			.isDecidedBy("orders")
			.needsNoPreflight()
			.doesNotHaveResponseHeader("Access-Control-Allow-Origin")
			.doesNotHavePreflightResponseHeader("Vary");
		evil().fromOwnSite().isAllowed();
		uncovered().isNotCovered();
		assertThatCors(this.policies).hasExactlyPolicies("login", "orders", "open", "posts").hasNoWarnings();
		assertThatCors(this.policies).from("null").sending("POST", "/login").isRejected();
		assertThatCors(this.policies).from("null").sending("POST", "/login").asNavigation().isAllowed();
		assertThatCors(this.policies).from("null").sending("POST", "/posts").asNavigation().isRejected();
		assertThatCors(this.policies).grantsNothingToLookAlikes();
	}

	@Test
	void stepsShouldNotChangeEachOther() {
		CorsRequestAssert put = put();
		put.withHeaders("x-b").isRejectedBecause(CorsReason.HEADERS_NOT_ALLOWED);
		put.withCredentials().fromOwnSite().isAllowed();
		put.needsPreflight().isAllowed();
		assertThat(put.withHeaders("x-b")).isNotSameAs(put);
	}

	@Test
	void policiesFromCodeShouldBeValidated() {
		assertThatCors(policy("a").paths("/a").build()).from(PAGE).sending("GET", "/a").isAllowed();
		assertThatCors(specifications()).from(PAGE).sending("GET", "/posts").isDecidedBy("posts");
		assertThatExceptionOfType(InvalidCorsPolicyException.class)
			.isThrownBy(() -> assertThatCors(policy("a").build()));
	}

	@Test
	void whatMakesNoSenseShouldBeRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> assertThatCors(this.policies).from(PAGE).sending("GET", "x"))
			.withMessage("The path must begin with a slash, but is 'x'");
		assertThatIllegalArgumentException().isThrownBy(() -> put().isRejectedBecause(CorsReason.ALLOWED));
		assertThatIllegalArgumentException().isThrownBy(() -> put().isRejectedBecause(CorsReason.NO_POLICY))
			.withMessage("'no-policy' is not the reason of a rejection. Use isAllowed() or isNotCovered()");
		assertThatIllegalArgumentException().isThrownBy(() -> put().asNavigation());
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThatCors((CorsPolicies) null).from(PAGE));
	}

	@Test
	void isAllowedShouldNameReasonPropertyPlaceAndFix() {
		fails(put().withHeaders("x-b").withCredentials(), CorsRequestAssert::isAllowed, """
				Expecting browsers to allow
				  PUT /api/orders from https://spa.example with x-b with credentials
				but they refuse the request: headers-not-allowed
				  The policy 'orders' does not allow the request header x-b.
				  policy:   orders
				  property: cors.policies.orders.allowed-headers
				  at:       application.yml of allowed-headers
				  fix:      add x-b to cors.policies.orders.allowed-headers""");
		fails(uncovered(), CorsRequestAssert::isAllowed,
				"""
						Expecting browsers to allow
						  GET /nowhere from https://spa.example
						but they refuse the request: no-policy
						  No policy covers the path /nowhere. If the application has other CORS rules, such as @CrossOrigin, they decide.
						  fix:      add the policy cors.policies.calls-to-nowhere: {paths: /nowhere, allowed-origins: https://spa.example, allowed-methods: GET, allowed-headers: [], allow-credentials: false}""");
		fails(assertThatCors(this.policies).from(PAGE)
			.sending("GET", "/open")
			.withCredentials(), CorsRequestAssert::isAllowed, """
					Expecting browsers to allow
					  GET /open from https://spa.example with credentials
					but they refuse the request: credentials-not-allowed
					  The policy 'open' does not allow credentials. With credentials, '*' would let every site read \
					every user's data. Browsers refuse it. List the origins.
					  policy:   open
					  property: cors.policies.open.allow-credentials""");
		fails(assertThatCors(this.policies).from("https://idp.example").sending("POST", "/posts").asNavigation(),
				CorsRequestAssert::isAllowed, """
						Expecting browsers to allow
						  POST /posts as a navigation from https://idp.example
						but they refuse the request: origin-not-allowed
						  The policy 'posts' does not allow the origin https://idp.example. This is a navigation, for \
						example a form post from an identity provider. Navigations need no CORS headers. If this path \
						must accept such posts, set cors.policies.posts.on-disallowed to omit-headers. The policy \
						covers only this path.
						  policy:   posts
						  property: cors.policies.posts.allowed-origins
						  fix:      set cors.policies.posts.on-disallowed to omit-headers""");
	}

	@Test
	void isRejectedShouldSayWhatHappensInstead() {
		fails(put(), CorsRequestAssert::isRejected, """
				Expecting a policy to reject
				  PUT /api/orders from https://spa.example
				but the request is allowed
				  The policy 'orders' allows PUT from the origin https://spa.example.
				  policy:   orders
				  property: cors.policies.orders.paths
				  at:       application.yml of paths""");
		fails(uncovered(), CorsRequestAssert::isRejected,
				"""
						Expecting a policy to reject
						  GET /nowhere from https://spa.example
						but no policy covers the path: no-policy
						  No policy covers the path /nowhere. If the application has other CORS rules, such as @CrossOrigin, they decide.
						  fix:      add the policy cors.policies.calls-to-nowhere: {paths: /nowhere, allowed-origins: https://spa.example, allowed-methods: GET, allowed-headers: [], allow-credentials: false}""");
	}

	@Test
	void isRejectedBecauseShouldNameTheReason() {
		fails(evil(), (request) -> request.isRejectedBecause(CorsReason.METHOD_NOT_ALLOWED), """
				Expecting a policy to reject because of method-not-allowed
				  GET /api/orders/7 from https://evil.example
				but the reason is: origin-not-allowed
				  The policy 'orders' does not allow the origin https://evil.example.
				  policy:   orders
				  property: cors.policies.orders.allowed-origins
				  at:       application.yml of allowed-origins
				  fix:      add https://evil.example to cors.policies.orders.allowed-origins""");
		fails(put().fromOwnSite(), (request) -> request.isRejectedBecause(CorsReason.METHOD_NOT_ALLOWED), """
				Expecting a policy to reject
				  PUT /api/orders from the server's own origin
				but the request is allowed
				  A same-origin request is not a CORS request.
				  policy:   orders
				  property: cors.policies.orders.paths
				  at:       application.yml of paths""");
	}

	@Test
	void coverageVerbsShouldNameThePolicy() {
		String rest = """

				  PUT /api/orders from https://spa.example
				but %s
				  The policy 'orders' allows PUT from the origin https://spa.example.
				  policy:   orders
				  property: cors.policies.orders.paths
				  at:       application.yml of paths""";
		fails(put(), CorsRequestAssert::isNotCovered,
				"Expecting no policy to cover the path of" + rest.formatted("the policy 'orders' does"));
		fails(put(), (request) -> request.isDecidedBy("open"),
				"Expecting the policy 'open' to decide on" + rest.formatted("the policy 'orders' does"));
		fails(uncovered(), (request) -> request.isDecidedBy("open"),
				"""
						Expecting the policy 'open' to decide on
						  GET /nowhere from https://spa.example
						but no policy covers the path: no-policy
						  No policy covers the path /nowhere. If the application has other CORS rules, such as @CrossOrigin, they decide.
						  fix:      add the policy cors.policies.calls-to-nowhere: {paths: /nowhere, allowed-origins: https://spa.example, allowed-methods: GET, allowed-headers: [], allow-credentials: false}""");
	}

	@Test
	void preflightAndHeaderVerbsShouldSayWhatThereIs() {
		CorsRequestAssert get = assertThatCors(this.policies).from(PAGE).sending("GET", "/posts");
		String rest = """

				  GET /posts from https://spa.example
				but %s
				  The policy 'posts' allows GET from the origin https://spa.example.
				  policy:   posts
				  property: cors.policies.posts.paths""";
		fails(get, CorsRequestAssert::needsPreflight,
				"Expecting browsers to send a preflight before" + rest.formatted("the request needs none"));
		fails(get, (request) -> request.hasResponseHeader("Vary", "*"),
				"Expecting the response header Vary: * for" + rest.formatted("the value is Origin"));
		fails(get, (request) -> request.hasResponseHeader("x", "y"),
				"Expecting the response header x: y for" + rest.formatted("there is no such header"));
		fails(get, (request) -> request.doesNotHaveResponseHeader("vary"),
				"Expecting no response header vary for" + rest.formatted("the value is Origin"));
		fails(get, (request) -> request.hasPreflightResponseHeader("x", "y"),
				"Expecting the preflight response header x: y for" + rest.formatted("there is no preflight response"));
		CorsRequestAssert put = put();
		rest = """

				  PUT /api/orders from https://spa.example
				but %s
				  The policy 'orders' allows PUT from the origin https://spa.example.
				  policy:   orders
				  property: cors.policies.orders.paths
				  at:       application.yml of paths""";
		fails(put, CorsRequestAssert::needsNoPreflight,
				"Expecting browsers to send no preflight before" + rest.formatted("they send one"));
		fails(put, (request) -> request.doesNotHavePreflightResponseHeader("Access-Control-Max-Age"),
				"Expecting no preflight response header Access-Control-Max-Age for"
						+ rest.formatted("the value is 1800"));
	}

	@Test
	void policyVerbsShouldSayWhatThereIs() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThatCors(this.policies).hasExactlyPolicies("a"))
			.withMessage("""
					Expecting exactly the policies [a]
					but found: [login, open, orders, posts]""");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThatCors(
					policy("a").paths("/a").allowedHeaders("accept").locations(new FileLocations("a")).build())
				.hasNoWarnings())
			.withMessage("""
					Expecting no warnings, but found:
					  cors.policies.a.allowed-headers[0]
					    at application.yml of allowed-headers[0]
					    Browsers send this header without a preflight, unless its value is unusually long.""");
	}

	@Test
	void descriptionShouldComeFirst() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(
				() -> assertThatCors(this.policies).as("the %s", "shop").from(PAGE).sending("GET", "/x").isAllowed())
			.withMessageStartingWith("[the shop] Expecting browsers to allow");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> uncovered().as("100% sure").withCredentials().isAllowed())
			.withMessageStartingWith("[100% sure] Expecting browsers to allow");
	}

	@Test
	void softAssertionsShouldCollect() {
		SoftAssertions softly = new SoftAssertions();
		softly.check(() -> uncovered().isAllowed());
		softly.check(() -> put().isRejected());
		assertThat(softly.assertionErrorsCollected()).hasSize(2);
	}

	private static void fails(CorsRequestAssert request, Consumer<CorsRequestAssert> verb, String message) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> verb.accept(request)).withMessage(message);
	}

	/**
	 * Locations of the properties of a policy, all in one file.
	 *
	 * @param policy the name of the policy
	 */
	private record FileLocations(String policy) implements SettingLocations {

		@Override
		public String property(String key) {
			return "cors.policies." + this.policy + "." + key;
		}

		@Override
		public String place(String property) {
			return "application.yml of " + property.substring(property.lastIndexOf('.') + 1);
		}

	}

}
