package io.github.corsstarter.reference;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserRequest.Initiator;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsExplanation;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.observe.CorsRejection;
import io.github.corsstarter.observe.CorsRejections;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.policy.SafeText;
import io.github.corsstarter.policy.SettingLocations;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.testing.SlowSpelling;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.RejectionBody;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applies the fixes of random rejections to a copy of the configuration. The copy must
 * start and must allow the request. For other random requests, it may allow more only if
 * they need what the fix adds, and it allows what was allowed before.
 */
@Tag("slow")
class FixComparisonTests {

	private static final int CONFIGURATIONS = Effort.rounds(120);

	/** Starting an application with a file takes longer. */
	private static final int FILES = Effort.rounds(60);

	private static final int REQUESTS = 50;

	private static final int OFTEN = Effort.rounds(3);

	private static final List<String> ORIGINS = List.of("null", "file://", "app://.", "app://desktop",
			"moz-extension://6f2c1c5e-2f4b-4a0a-9d9b-0d1e5a1f0c11",
			"moz-extension://a1cd9ab7-ab15-462c-9315-8eece8e16982", "https://EXAMPLE.com", "http://[::1]:8080",
			"app://[::1]", "https://a..b", "https://x.example:8443", "http://x.example", "https://x.example",
			"http://localhost:4200", "https://192.168.0.7", "https://x'$(id)", "https://*.x.example", "*", "none");

	private static final List<String> NAMES = List.of("x-new", "x-new, x-other", "no", "#x,0x10", "1e3", "~", "!x,null",
			"&x", "authorization", "X-New,content-type", "cookie", "*", "x y", "accept", "sec-x",
			"x-1,x-2,x-3,x-4,x-5,x-6,x-7,x-8,x-9,x-10,x-11");

	private static final List<String> METHODS = List.of("GET", "POST", "PUT", "QUERY", "patch", "TRACE", "approve", "*",
			"#X", "NO", "1E3", "OPTIONS");

	private static final Pattern SUGGESTION = Pattern.compile("add the policy (cors\\.policies\\.[a-z0-9-]+):");

	private final Map<String, Integer> counters = new TreeMap<>();

	@Test
	void fixesAreAcceptedAndGrantNothingElse() {
		compareAll(CONFIGURATIONS, (configuration, random) -> {
			List<CorsPolicySpecification> policies = configuration.policies()
				.stream()
				.map((policy) -> specification(policy, random))
				.toList();
			return candidate(policies, configuration);
		});
		for (String counter : List.of("fix add allowed-origins", "fix add allowed-methods", "fix add allowed-headers",
				"fix copy allowed-origins", "fix set allowed-methods", "fix set on-disallowed", "fix posts-to policy",
				"fix remove paths", "fix calls-to policy", "fix set allow-credentials", "fix of several changes",
				"no fix", "granted to others", "as before", "granted to others of browser", "as before of browser")) {
			assertThat(this.counters.getOrDefault(counter, 0)).as(counter).isGreaterThan(OFTEN);
		}
		assertThat(this.counters.get("fix send")).isPositive();
	}

	/** The fixes name properties, and the new policies are lines of YAML. */
	@Test
	void fixesCanBeCopiedIntoAFile() {
		compareAll(FILES, (configuration, random) -> {
			YamlConfiguration file = YamlConfiguration.of(configuration, random);
			try {
				return candidate(file);
			}
			catch (InvalidCorsPolicyException ex) {
				count("invalid defaults");
				return null;
			}
		});
		for (String counter : List.of("fix add allowed-origins", "fix add allowed-methods", "fix add allowed-headers",
				"fix copy allowed-origins", "fix copy allowed-methods", "fix copy allowed-headers",
				"fix set allowed-methods", "fix posts-to policy", "fix calls-to policy", "fix remove paths",
				"fix set allow-credentials", "fix of several changes", "granted to others")) {
			assertThat(this.counters.getOrDefault(counter, 0)).as(counter).isGreaterThan(OFTEN);
		}
		assertThat(this.counters.getOrDefault("invalid defaults", 0)).isLessThan(FILES / 2);
	}

	private static Candidate candidate(List<CorsPolicySpecification> policies, PlainConfiguration others) {
		return new Candidate(others.toPolicies(policies), (fix) -> candidate(AppliedFix.to(policies, fix), others),
				policies.toString());
	}

	private static Candidate candidate(YamlConfiguration file) {
		return new Candidate(file.start(), (fix) -> candidate(file.with(fix)), file.toString());
	}

	private void compareAll(int count, BiFunction<PlainConfiguration, Random, @Nullable Candidate> candidates) {
		for (int i = 0; i < count; i++) {
			Random random = new Random(59 * Effort.SEED + i);
			PlainConfiguration configuration = new RandomConfigurations(random).next();
			Candidate candidate = candidates.apply(configuration, random);
			RandomRequests requests = new RandomRequests(random, configuration);
			for (int j = 0; candidate != null && j < REQUESTS; j++) {
				FakeCorsRequest request = requests.next();
				List<FakeCorsRequest> others = new ArrayList<>();
				for (int k = 0; k < 8; k++) {
					others.add(requests.next());
				}
				request = chance(60, random) ? varied(request, random) : request;
				try {
					compare(candidate, request, others, random);
					compareOfBrowser(candidate, request, random);
				}
				catch (Throwable ex) {
					throw new AssertionError("Seed " + Effort.SEED + ", pair " + i + "/" + j + "\n  "
							+ candidate.description() + "\n  " + request + "\n" + ex.getMessage(), ex);
				}
			}
		}
		System.out.println("fixes: " + this.counters);
	}

	/**
	 * Some settings come from the defaults, some are not set. Dangers are tolerated only
	 * where the policy needs it.
	 */
	private static CorsPolicySpecification specification(PlainPolicy policy, Random random) {
		CorsPolicySpecification tolerant = policy.toSpecification();
		Set<String> fromDefaults = new HashSet<>();
		Set<String> unset = new HashSet<>();
		for (String key : List.of("allowed-origins", "allowed-methods", "allowed-headers", "allow-credentials",
				"on-disallowed")) {
			if (chance(25, random)) {
				fromDefaults.add(key);
			}
			else if (chance(25, random) && !key.equals("allowed-origins")) {
				unset.add(key);
			}
		}
		CorsPolicySpecification strict = tolerant.mutate()
			.locations(new Locations(policy.name(), fromDefaults, unset))
			.dangerouslyTolerate(List.of())
			.build();
		try {
			new CorsPolicies(List.of(() -> List.of(strict)), false);
			return strict;
		}
		catch (InvalidCorsPolicyException ex) {
			return strict.mutate().dangerouslyTolerate(tolerant.dangerouslyTolerate()).build();
		}
	}

	private static FakeCorsRequest varied(FakeCorsRequest request, Random random) {
		FakeCorsRequest varied = request;
		String origin = request.header("Origin");
		if (origin == null || chance(40, random)) {
			varied = varied.with("Origin", pick(ORIGINS, random));
		}
		if (chance(30, random)) {
			varied = varied.with("Access-Control-Request-Headers", pick(NAMES, random));
		}
		if (chance(25, random)) {
			varied = varied.with("Access-Control-Request-Method", pick(METHODS, random));
		}
		if (chance(25, random)) {
			String path = chance(30, random) ? pick(List.of("/api/orders", "/", "/api/orders;v=1"), random)
					: varied.path();
			varied = new FakeCorsRequest("POST", path, varied.lines(), varied.scheme(), varied.host(), varied.port())
				.with("Sec-Fetch-Mode", "navigate")
				.with("Sec-Fetch-Site", "cross-site");
		}
		else if (chance(10, random)) {
			varied = new FakeCorsRequest("OPTIONS", varied.path(), varied.lines(), varied.scheme(), varied.host(),
					varied.port())
				.with("Access-Control-Request-Method");
		}
		return varied;
	}

	private void compare(Candidate candidate, FakeCorsRequest request, List<FakeCorsRequest> others, Random random) {
		CorsPolicies before = candidate.policies();
		CorsDecision decision = before.decide(request);
		CorsExplanation explanation = CorsExplanation.of(decision, request);
		if (explanation == null) {
			assertThat(decision.isRejected()).isFalse();
			return;
		}
		assertThat(explanation.message()).matches("[ -~]{1,4000}");
		assertReports(before, decision, request, explanation);
		String fix = explanation.fix();
		if (fix == null) {
			count("no fix");
			return;
		}
		assertThat(fix).matches("[ -~]{1,3000}");
		if (fix.startsWith("set server.forward-headers-strategy")) {
			return;
		}
		countChanges(fix);
		boolean navigation = request.values("Sec-Fetch-Mode").equals(List.of("navigate"));
		assertThat(fix.contains("allowed-origins: none") || fix.endsWith("on-disallowed to omit-headers")).as(fix)
			.isEqualTo(navigation && !isPreflight(request));
		CorsPolicies after = candidate.fixed().apply(fix).policies();
		assertNewPolicies(before, after, fix);
		Candidate used = withNameInUse(candidate, fix);
		if (used != null) {
			CorsExplanation other = CorsExplanation.of(used.policies().decide(request), request);
			assertThat(other).isNotNull();
			assertNewPolicies(used.policies(), used.fixed().apply(other.fix()).policies(), other.fix());
		}
		CorsDecision fixed = after.decide(request);
		assertThat(fixed.isRejected() && (fixed.isAnswered() || !navigation)).as(fix + " " + fixed).isFalse();
		List<FakeCorsRequest> all = new ArrayList<>(others);
		all.add(request.with("Origin", pick(ORIGINS, random)));
		all.add(request.with("Access-Control-Request-Method", pick(METHODS, random)));
		all.add(request.with("Access-Control-Request-Headers", pick(NAMES, random)));
		all.add(request.with("Sec-Fetch-Mode", "cors"));
		all.add(new FakeCorsRequest(pick(METHODS, random), request.path(), request.lines(), request.scheme(),
				request.host(), request.port()));
		all.add(new FakeCorsRequest(request.method(), request.path() + "/x", request.lines(), request.scheme(),
				request.host(), request.port()));
		for (FakeCorsRequest other : all) {
			compareOther(before, after, fix, request, other);
		}
	}

	/** Another policy already has the name that a fix suggests. */
	private static @Nullable Candidate withNameInUse(Candidate candidate, String fix) {
		Matcher suggestion = SUGGESTION.matcher(fix);
		return suggestion.find() ? candidate.fixed()
			.apply("add the policy " + suggestion.group(1)
					+ ": {paths: /in/use, allowed-origins: none, allowed-methods: GET, allowed-headers: [],"
					+ " exposed-headers: [], allow-credentials: false}")
				: null;
	}

	/** A new policy replaces no other one, and grants nothing that the defaults grant. */
	private static void assertNewPolicies(CorsPolicies before, CorsPolicies after, String fix) {
		Map<String, CorsPolicy> added = new TreeMap<>();
		after.policies().forEach((policy) -> added.put(policy.name(), policy));
		for (CorsPolicy policy : before.policies()) {
			CorsPolicy kept = added.remove(policy.name());
			assertThat(kept).as(fix).isNotNull();
			assertThat(fix.startsWith("remove ") || kept.paths().equals(policy.paths())).as(fix).isTrue();
		}
		assertThat(added.size()).as(fix).isEqualTo(fix.contains("add the policy ") ? 1 : 0);
		for (CorsPolicy policy : added.values()) {
			if (!fix.contains("allowed-origins: none")) {
				assertThat(policy.allowPrivateNetwork()).as(fix).isFalse();
				assertThat(policy.exposedHeaders()).as(fix).isEmpty();
			}
		}
	}

	private void compareOther(CorsPolicies before, CorsPolicies after, String fix, FakeCorsRequest fixed,
			FakeCorsRequest other) {
		Outcome present = Outcome.of(before.decide(other), other);
		Outcome changed = Outcome.of(after.decide(other), other);
		boolean granted = (present.isRejected() && !changed.isRejected())
				|| (!present.handlerRuns() && present.status() == 403 && changed.handlerRuns())
				|| (changed.headers().containsKey("Access-Control-Allow-Origin")
						&& !present.headers().containsKey("Access-Control-Allow-Origin") && !present.isRejected());
		// An OPTIONS request of an extension can become a preflight that is allowed.
		boolean answered = present.handlerRuns() && !changed.handlerRuns();
		boolean lost = (!present.isRejected() && changed.isRejected())
				|| (answered && !(changed.kind().equals("preflight") && !changed.isRejected()));
		String what = fix + "\n  other: " + other + "\n  before: " + present + "\n  after: " + changed;
		if (fix.contains("add the policy ")) {
			boolean samePath = SlowSpelling.all(other.path()).contains(SafeText.withoutParameters(fixed.path()));
			assertThat((granted || lost) && !samePath).as(what).isFalse();
			assertThat(changed.headers().containsKey("Access-Control-Allow-Origin") && granted).as(what).isFalse();
		}
		else if (fix.endsWith("on-disallowed to omit-headers")) {
			assertThat(lost).as(what).isFalse();
			assertThat(granted && !SlowSpelling.all(other.path()).contains(SafeText.withoutParameters(fixed.path())))
				.as(what)
				.isFalse();
		}
		else {
			// The limit for empty elements and white space grows with the allowed names.
			boolean tooLong = isTooLong(before, other) || (present.kind().equals("not-cors")
					&& isTooLong(before, other.with("Sec-Fetch-Site", "cross-site")));
			boolean preflight = present.kind().equals("preflight") || changed.kind().equals("preflight");
			assertThat(lost).as(what).isFalse();
			assertThat(granted && !tooLong && !needs(other, preflight, fix)).as(what).isFalse();
		}
		count(granted ? "granted to others" : "as before");
	}

	private static boolean isTooLong(CorsPolicies policies, FakeCorsRequest request) {
		CorsDecision decision = policies.decide(request);
		return decision.reason() == CorsReason.HEADERS_NOT_ALLOWED
				&& CorsExplanation.rejectedHeaders(decision, request).isEmpty();
	}

	/** Whether a request needs a value that a fix adds. */
	private static boolean needs(FakeCorsRequest request, boolean preflight, String fix) {
		for (String change : AppliedFix.changes(fix)) {
			String added = change.replaceAll("^(?:add|copy .* and add|set \\S+ to)(?: |$)", "")
				.replaceAll(" (?:to cors\\S+|there)$", "")
				.replace("\"", "");
			String method = preflight ? request.header("Access-Control-Request-Method") : request.method();
			if (change.contains("allowed-origins") && isAdded(added, request.header("Origin"))) {
				return true;
			}
			List<String> methods = List.of(added.split(", "));
			// GET includes HEAD.
			String needed = ("HEAD".equals(method) && !methods.contains("HEAD")) ? "GET" : method;
			if (change.contains("allowed-methods") && methods.get(methods.size() - 1).equals(needed)) {
				return true;
			}
			if (change.contains("allowed-headers") && preflight
					&& List.of(added.toLowerCase(Locale.ROOT).split(", "))
						.stream()
						.anyMatch((name) -> String.join(",", request.values("Access-Control-Request-Headers"))
							.toLowerCase(Locale.ROOT)
							.contains(name))) {
				return true;
			}
		}
		return false;
	}

	private static boolean isAdded(String pattern, @Nullable String origin) {
		return origin != null && (pattern.endsWith("://*")
				? origin.startsWith(pattern.substring(0, pattern.length() - 1)) : pattern.equals(origin));
	}

	private static boolean isPreflight(FakeCorsRequest request) {
		return request.method().equals("OPTIONS") && request.header("Origin") != null
				&& request.header("Access-Control-Request-Method") != null;
	}

	/** The endpoint, the event and the body of the response have the same fix. */
	private static void assertReports(CorsPolicies policies, CorsDecision decision, FakeCorsRequest request,
			CorsExplanation explanation) {
		List<@Nullable String> published = new ArrayList<>();
		CorsRejections rejections = new CorsRejections(Clock.systemUTC(),
				(event) -> published.add(event.explanation().fix()));
		rejections.onDecision(decision, request);
		CorsRejection rejection = rejections.recent(policies.current()).get(0);
		boolean kept = request.toString().length() < 900
				&& request.lines().stream().allMatch((line) -> line.value().length() <= 200);
		if (kept) {
			assertThat(rejection.fix()).isEqualTo(explanation.fix());
			assertThat(published).containsExactly(explanation.fix());
		}
		String body = new String(RejectionBody.of(decision, request, true).content(), StandardCharsets.UTF_8);
		String fix = explanation.fix();
		if (explanation.reason() == CorsReason.HOST_NOT_ALLOWED) {
			assertThat(fix).isNull();
			assertThat(body).isEqualTo("Misdirected request");
			return;
		}
		assertThat(body).contains(
				"\"fix\":" + ((fix != null) ? "\"" + fix.replace("\\", "\\\\").replace("\"", "\\\"") + "\"" : "null"));
	}

	private void compareOfBrowser(Candidate candidate, FakeCorsRequest sent, Random random) {
		CorsPolicies before = candidate.policies();
		String origin = sent.header("Origin");
		BrowserRequest request = BrowserRequest
			.of((origin != null) ? origin : "https://x.example", pick(METHODS, random), sent.path())
			.withHeaders(List.of(pick(NAMES, random).split(", ?")))
			.withCredentials(random.nextBoolean());
		if (chance(50, random)) {
			request = request.withHeaders(List.of());
		}
		if (chance(20, random)) {
			request = new BrowserRequest(request.origin(), "GET", "/" + request.path(), List.of(),
					request.credentials(), Initiator.SCRIPT);
		}
		else if (chance(15, random)) {
			request = new BrowserRequest(pick(List.of("https://x.example", ORIGINS.get(4)), random), request.method(),
					"/other/1", request.headers(), request.credentials(), Initiator.SCRIPT);
		}
		else if (chance(20, random)) {
			request = new BrowserRequest(request.origin(), "POST", request.path(), List.of(), request.credentials(),
					Initiator.NAVIGATION);
		}
		BrowserVerdict verdict = before.current().check(request);
		if (verdict.allowed()) {
			return;
		}
		if (verdict.fix() == null) {
			count("no fix of browser");
			return;
		}
		countChanges(verdict.fix());
		BrowserRequest changed = AppliedFix.to(request, verdict.fix());
		CorsPolicies after = candidate.fixed().apply(verdict.fix()).policies();
		assertNewPolicies(before, after, verdict.fix());
		Candidate used = withNameInUse(candidate, verdict.fix());
		if (used != null) {
			String other = used.policies().current().check(request).fix();
			assertNewPolicies(used.policies(), used.fixed().apply(other).policies(), other);
		}
		assertThat(after.current().check(changed).allowed()).as(verdict.fix() + " for " + request).isTrue();
		if (request.initiator() == Initiator.SCRIPT) {
			for (BrowserRequest other : List.of(changed.withPath(changed.path() + "/other"), changed.withPath("/"),
					changed.withHeaders(List.of("x-another")),
					changed.withHeaders(List.of(pick(NAMES, random).split(", ?"))),
					of(changed, "https://other.example", changed.method()), of(changed, pick(ORIGINS, random), "GET"),
					of(changed, changed.origin(), "REPORT"), of(changed, changed.origin(), pick(METHODS, random)),
					changed.withCredentials(!changed.credentials()))) {
				compareOtherOfBrowser(before, after, verdict, changed, other);
			}
		}
	}

	private void compareOtherOfBrowser(CorsPolicies before, CorsPolicies after, BrowserVerdict verdict,
			BrowserRequest fixed, BrowserRequest other) {
		String fix = verdict.fix();
		boolean allowed = before.current().check(other).allowed();
		boolean granted = !allowed && after.current().check(other).allowed();
		assertThat(allowed && !after.current().check(other).allowed()).as(fix + " for " + other).isFalse();
		count(granted ? "granted to others of browser" : "as before of browser");
		if (granted && fix.contains("add the policy ")) {
			assertThat(isAdded(origin(fix), other.origin())).as(fix + " for " + other).isTrue();
			assertThat(SafeText.withoutParameters(other.path())).as(fix)
				.isEqualTo(SafeText.withoutParameters(fixed.path()));
			assertThat(fixed.method().equals(other.method())
					|| (fixed.method().equals("GET") && other.method().equals("HEAD"))
					|| Set.of("GET", "HEAD", "POST").contains(other.method()))
				.as(fix + " for " + other)
				.isTrue();
			assertThat(!other.credentials() || fixed.credentials()).as(fix + " for " + other).isTrue();
		}
		else if (granted) {
			boolean needed = needs(actual(other), false, fix) || needs(preflight(other), true, fix)
					|| (other.credentials() && fix.contains("allow-credentials to true"));
			assertThat(needed).as(fix + " for " + other).isTrue();
		}
	}

	private static String origin(String fix) {
		return fix.replaceAll(".*, allowed-origins: \"?([^\",]+).*", "$1");
	}

	private static BrowserRequest of(BrowserRequest request, String origin, String method) {
		return new BrowserRequest(origin, method, request.path(), request.headers(), request.credentials(),
				request.initiator());
	}

	private static FakeCorsRequest actual(BrowserRequest request) {
		return FakeCorsRequest.actual(request.method(), request.path(), request.origin());
	}

	private static FakeCorsRequest preflight(BrowserRequest request) {
		return FakeCorsRequest.preflight(request.method(), request.path(), request.origin())
			.with("Access-Control-Request-Headers", String.join(",", request.headers()));
	}

	private void countChanges(String fix) {
		for (String change : AppliedFix.changes(fix)) {
			if (change.startsWith("add the policy ")) {
				count("fix " + change.replaceAll("add the policy cors\\.policies\\.([a-z]+-to)-.*", "$1") + " policy");
			}
			else {
				count("fix " + change.split(" ")[0]
						+ change.replaceAll(".*\\bcors\\.policies\\.[a-z0-9-]+\\.([a-z-]+).*", " $1")
							.replaceAll("send .*", ""));
			}
		}
		if (fix.contains("; ")) {
			count("fix of several changes");
		}
	}

	private void count(String counter) {
		this.counters.merge(counter, 1, Integer::sum);
	}

	private static boolean chance(int percent, Random random) {
		return random.nextInt(100) < percent;
	}

	private static <T> T pick(List<T> values, Random random) {
		return values.get(random.nextInt(values.size()));
	}

	/**
	 * A configuration.
	 *
	 * @param policies the configuration in force
	 * @param fixed a copy in force that follows a fix
	 * @param description the configuration as text
	 */
	private record Candidate(CorsPolicies policies, Function<String, Candidate> fixed, String description) {
	}

	/**
	 * Locations of a policy that takes some settings from the defaults.
	 *
	 * @param policy the name of the policy
	 * @param fromDefaults the keys that it takes from the defaults
	 * @param unset the keys that neither the policy nor the defaults have
	 */
	private record Locations(String policy, Set<String> fromDefaults, Set<String> unset) implements SettingLocations {

		@Override
		public String property(String key) {
			return this.fromDefaults.contains(key) ? "cors.defaults." + key : ownProperty(key);
		}

		@Override
		public String ownProperty(String key) {
			return "cors.policies." + this.policy + "." + key;
		}

		@Override
		public @Nullable String place(String property) {
			return null;
		}

		@Override
		public boolean isSet(String key) {
			return !this.unset.contains(key);
		}

	}

}
