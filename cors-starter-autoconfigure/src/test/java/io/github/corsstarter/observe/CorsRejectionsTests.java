package io.github.corsstarter.observe;

import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.decision.RequestKind;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.Reachability;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link CorsRejections} and its log.
 */
class CorsRejectionsTests {

	private static final int REJECTIONS = Effort.rounds(1_000_000);

	private static final int THREADS = 2;

	private static final Logger logger = (Logger) LoggerFactory.getLogger(CorsRejections.class);

	private final CorsPolicies policies = policies("https://a.example");

	private final SettableClock clock = new SettableClock();

	private final List<CorsRejectedEvent> events = Collections.synchronizedList(new ArrayList<>());

	private final CorsRejections rejections = new CorsRejections(this.clock, this.events::add);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private Level level;

	@BeforeEach
	void captureLog() {
		this.level = logger.getLevel();
		logger.setLevel(Level.WARN);
		logger.setAdditive(false);
		this.log.start();
		logger.addAppender(this.log);
	}

	@AfterEach
	void releaseLog() {
		logger.detachAppender(this.log);
		logger.setAdditive(true);
		logger.setLevel(this.level);
	}

	@Test
	@Tag("slow")
	@Timeout(300)
	void floodOfRandomOriginsIsKeptInABoundedNumberOfEntries() throws Exception {
		LongAdder published = new LongAdder();
		CorsRejections flooded = new CorsRejections(Clock.systemUTC(), (event) -> published.increment());
		CorsDecision decision = this.policies.decide(FakeCorsRequest.actual("GET", "/api", "https://b.example"));
		String padding = "x".repeat(2000);
		RecentEntriesTests.inThreads(THREADS, (number) -> {
			SplittableRandom random = new SplittableRandom(Effort.SEED + number);
			for (int i = 0; i < REJECTIONS / THREADS; i++) {
				String origin = "https://" + Long.toHexString(random.nextLong());
				flooded.onDecision(decision,
						FakeCorsRequest.actual("GET", "/api", (i % 100 != 0) ? origin : origin + padding));
			}
		});
		assertThat(published.sum()).isEqualTo(REJECTIONS);
		assertThat(flooded.recent(this.policies.current())).hasSize(CorsRejections.MAX_ENTRIES);
		long kept = KeptSize.of(flooded);
		System.out.println(REJECTIONS + " rejections, size of what is kept = " + kept);
		assertThat(kept).isBetween(1000L, 500L * (CorsRejections.MAX_ENTRIES + WarningLimit.MAX_WARNINGS));
		assertThat(warnings()).hasSize(WarningLimit.MAX_WARNINGS + 1);
		assertThat(warnings()).filteredOn((message) -> message.startsWith("From now on, at most ten warnings"))
			.hasSize(1);
	}

	/**
	 * Unlike in the flood above, several threads reach the limit at the same moment.
	 */
	@Test
	@Timeout(120)
	void warningsAreCountedExactlyBetweenThreads() throws Exception {
		for (int attempt = 0; attempt < 50; attempt++) {
			this.log.list.clear();
			CorsRejections fresh = new CorsRejections(this.clock, (event) -> {
			});
			RecentEntriesTests.inThreads(4, (number) -> {
				for (int i = 0; i < 60; i++) {
					reject(fresh, "GET", "https://" + number + "." + i + ".example");
				}
			});
			assertThat(warnings()).hasSize(WarningLimit.MAX_WARNINGS + 1);
			assertThat(warnings()).filteredOn((message) -> message.startsWith("From now on")).hasSize(1);
		}
	}

	@Test
	@Timeout(120)
	void countsAreExact() throws Exception {
		int each = 27_000;
		RecentEntriesTests.inThreads(4, (number) -> {
			for (int i = 0; i < each; i++) {
				reject(this.rejections, "GET", "https://" + (i % 90) + ".example");
			}
		});
		List<CorsRejection> recent = this.rejections.recent(this.policies.current());
		assertThat(recent).hasSize(90).allSatisfy((entry) -> assertThat(entry.count()).isEqualTo(4L * each / 90));
		assertThat(this.events).hasSize(4 * each);
		assertThat(warnings()).hasSize(90);
	}

	@Test
	void mostRecentAreKept() {
		for (int i = 0; i < 250; i++) {
			this.clock.millis = i;
			reject(this.rejections, "GET", "https://" + i + ".example");
			if (i == 200) {
				reject(this.rejections, "GET", "https://140.example");
			}
		}
		List<CorsRejection> recent = this.rejections.recent(this.policies.current());
		assertThat(recent).hasSize(100);
		assertThat(recent.get(0).origin()).isEqualTo("https://249.example");
		assertThat(recent).extracting(CorsRejection::origin).contains("https://140.example", "https://151.example");
		assertThat(recent).extracting(CorsRejection::origin).doesNotContain("https://150.example");
		assertThat(recent).extracting(CorsRejection::lastSeen)
			.isSortedAccordingTo(Collections.reverseOrder())
			.contains(Instant.ofEpochMilli(200));
		assertThat(recent).filteredOn((entry) -> entry.origin().equals("https://140.example"))
			.singleElement()
			.satisfies((entry) -> {
				assertThat(entry.count()).isEqualTo(2);
				assertThat(entry.firstSeen()).isEqualTo(Instant.ofEpochMilli(140));
			});
	}

	@Test
	void tenMoreWarningsArePossibleInAnHour() {
		for (int i = 0; i < 200; i++) {
			reject(this.rejections, "GET", "https://" + i + ".example");
		}
		assertThat(warnings()).hasSize(WarningLimit.MAX_WARNINGS + 1);
		this.clock.millis = WarningLimit.MILLIS_FOR_ONE - 1;
		reject(this.rejections, "GET", "https://new.example");
		assertThat(warnings()).hasSize(WarningLimit.MAX_WARNINGS + 1);
		this.clock.millis = 3_600_000;
		for (int i = 0; i < 200; i++) {
			reject(this.rejections, "GET", "https://later" + i + ".example");
		}
		assertThat(warnings()).hasSize(WarningLimit.MAX_WARNINGS + 11);
		assertThat(warnings().get(WarningLimit.MAX_WARNINGS + 1)).contains("https://later0.example");
		this.clock.millis = 0;
		reject(this.rejections, "GET", "https://past.example");
		assertThat(warnings()).hasSize(WarningLimit.MAX_WARNINGS + 11);
	}

	@Test
	void warningsComeOnceMoreIfAsked() {
		reject(this.rejections, "GET", "https://b.example");
		reject(this.rejections, "GET", "https://b.example");
		assertThat(warnings()).hasSize(1);
		this.rejections.warnAgain();
		reject(this.rejections, "GET", "https://b.example");
		reject(this.rejections, "GET", "https://b.example");
		assertThat(warnings()).hasSize(2);
	}

	@Test
	void pathParametersAreNotShown() {
		FakeCorsRequest request = FakeCorsRequest.actual("GET", "/api;a=1/x;jsessionid=secret", "https://b.example");
		this.rejections.onDecision(this.policies.decide(request), request);
		assertThat(this.rejections.recent(this.policies.current())).singleElement()
			.satisfies((entry) -> assertThat(entry.path()).isEqualTo("/api/x"));
		assertThat(this.events).singleElement().satisfies((event) -> assertThat(event.path()).isEqualTo("/api/x"));
		assertThat(warnings()).singleElement().asString().contains(" /api/x from ").doesNotContain("secret");
		assertThat(this.log.list.get(0).getKeyValuePairs()).noneMatch((pair) -> pair.toString().contains("secret"));
	}

	@Test
	void rejectionHasWhatDesignNames() {
		this.clock.millis = 5;
		FakeCorsRequest request = FakeCorsRequest.preflight("PUT", "/api/7", "https://b.example");
		this.rejections.onDecision(this.policies.decide(request), request);
		assertThat(this.rejections.recent(this.policies.current()))
			.containsExactly(new CorsRejection("p", CorsReason.ORIGIN_NOT_ALLOWED, "https://b.example", "PUT", null,
					null, "/api/7", 1, Instant.ofEpochMilli(5), Instant.ofEpochMilli(5),
					"add https://b.example to cors.policies.p.allowed-origins;"
							+ " add PUT to cors.policies.p.allowed-methods"));
	}

	@Test
	void methodSeparatesRejectionsOnlyIfItIsTheReason() {
		reject(this.rejections, "PUT", "https://b.example");
		reject(this.rejections, "GET", "https://b.example");
		assertThat(this.rejections.recent(this.policies.current())).singleElement()
			.satisfies((entry) -> assertThat(entry.count()).isEqualTo(2));
		reject(this.rejections, "PUT", "https://a.example");
		reject(this.rejections, "DELETE", "https://a.example");
		assertThat(this.rejections.recent(this.policies.current())).hasSize(3);
	}

	@Test
	void otherRefusedHeadersAreAnotherRejection() {
		rejectHeaders("x-a");
		rejectHeaders("X-A");
		rejectHeaders("x-b");
		rejectHeaders(this.rejections, "X-B, x-a", "x-b");
		assertThat(this.rejections.recent(this.policies.current())).extracting(CorsRejection::header)
			.containsExactlyInAnyOrder("x-a", "x-b", "x-a, x-b");
		assertThat(this.rejections.recent(this.policies.current())).filteredOn((entry) -> entry.header().equals("x-a"))
			.singleElement()
			.satisfies((entry) -> {
				assertThat(entry.count()).isEqualTo(2);
				assertThat(entry.fix()).isEqualTo("add x-a to cors.policies.p.allowed-headers");
			});
		assertThat(warnings()).hasSize(3);
		assertThat(this.events).extracting(CorsRejectedEvent::header).containsExactly("x-a", "x-a", "x-b", "x-a, x-b");
		assertThat(this.log.list.get(1).getKeyValuePairs()).anySatisfy((pair) -> {
			assertThat(pair.key).isEqualTo("cors.header");
			assertThat(pair.value).isEqualTo("x-b");
		});
	}

	@Test
	void secondHeaderIsReportedAfterAReloadThatAllowsTheFirst() {
		rejectHeaders("x-a,x-b");
		CorsPolicySpecification changed = CorsPolicySpecification.builder("p")
			.paths("/api/**")
			.allowedOrigins("https://a.example")
			.allowedHeaders("x-a")
			.build();
		CorsPolicies reloaded = new CorsPolicies(List.of(() -> List.of(changed)), false);
		this.rejections.onDecision(reloaded.decide(preflight("x-a,x-b")), preflight("x-a,x-b"));
		assertThat(this.rejections.recent(reloaded.current()))
			.extracting((entry) -> entry.header() + ": " + entry.fix())
			.containsExactly("x-b: add x-b to cors.policies.p.allowed-headers",
					"x-a, x-b: add x-b to cors.policies.p.allowed-headers");
		assertThat(warnings()).hasSize(2);
	}

	@Test
	void namesOfHeadersAreBounded() throws Exception {
		CorsRejections flooded = new CorsRejections(this.clock, (event) -> {
		});
		for (int i = 0; i < 1000; i++) {
			String names = IntStream.range(i, i + 30).mapToObj((n) -> "x-" + n).collect(Collectors.joining(","));
			rejectHeaders(flooded, names);
			rejectHeaders(flooded, "x-" + i + "y".repeat(220));
		}
		List<CorsRejection> recent = flooded.recent(this.policies.current());
		assertThat(recent).hasSize(CorsRejections.MAX_ENTRIES)
			.allSatisfy((entry) -> assertThat(entry.header()).matches("[ -~]{1,203}"));
		assertThat(warnings()).hasSize(WarningLimit.MAX_WARNINGS + 1);
		rejectHeaders(flooded, "x-\r\nforged");
		assertThat(flooded.recent(this.policies.current()).get(0).header()).isEqualTo("x-\\u000d\\u000aforged");
		assertThat(KeptSize.of(flooded)).isLessThan(2500L * CorsRejections.MAX_ENTRIES);
	}

	/** Each path that an identity provider posts to needs a policy of its own. */
	@Test
	void navigationsToSeveralPathsAreSeparate() {
		reject(navigation("/api/sso/callback;jsessionid=1"));
		reject(navigation("/api/sso/callback;jsessionid=2"));
		reject(navigation("/api/sso/logout"));
		assertThat(this.rejections.recent(this.policies.current()))
			.extracting(CorsRejection::path, CorsRejection::count)
			.containsExactly(tuple("/api/sso/logout", 1L), tuple("/api/sso/callback", 2L));
		assertThat(warnings()).hasSize(2);
	}

	/** A request of another kind must not hide the advice for a navigation. */
	@Test
	void navigationIsSeparateFromOtherRequests() {
		reject(FakeCorsRequest.actual("POST", "/api/sso/callback", "https://idp.example"));
		reject(navigation("/api/sso/callback"));
		assertThat(this.rejections.recent(this.policies.current())).extracting(CorsRejection::fix)
			.satisfiesExactly((fix) -> assertThat(fix).contains("omit-headers"),
					(fix) -> assertThat(fix).startsWith("add https://idp.example to "));
	}

	@Test
	void pathsOfNavigationsAreBounded() throws Exception {
		CorsRejections flooded = new CorsRejections(this.clock, (event) -> {
		});
		for (int i = 0; i < 1000; i++) {
			FakeCorsRequest request = navigation("/api/" + i + "x".repeat(5000));
			flooded.onDecision(this.policies.decide(request), request);
		}
		assertThat(flooded.recent(this.policies.current())).hasSize(CorsRejections.MAX_ENTRIES);
		assertThat(warnings()).hasSize(WarningLimit.MAX_WARNINGS + 1);
		assertThat(KeptSize.of(flooded)).isLessThan(2500L * CorsRejections.MAX_ENTRIES);
	}

	private void reject(FakeCorsRequest request) {
		this.rejections.onDecision(this.policies.decide(request), request);
	}

	private static FakeCorsRequest navigation(String path) {
		return FakeCorsRequest.actual("POST", path, "https://idp.example").with("Sec-Fetch-Mode", "navigate");
	}

	private void rejectHeaders(String line) {
		rejectHeaders(this.rejections, line);
	}

	private void rejectHeaders(CorsRejections to, String... lines) {
		FakeCorsRequest request = preflight(lines);
		to.onDecision(this.policies.decide(request), request);
	}

	private static FakeCorsRequest preflight(String... lines) {
		return FakeCorsRequest.preflight("GET", "/api", "https://a.example")
			.with("Access-Control-Request-Headers", lines);
	}

	@Test
	void whatIsAllowedLeavesNoTrace() {
		for (FakeCorsRequest request : List.of(FakeCorsRequest.actual("GET", "/api", "https://a.example"),
				FakeCorsRequest.preflight("GET", "/api", "https://a.example"),
				FakeCorsRequest.actual("GET", "/api", "https://server.example"),
				FakeCorsRequest.actual("GET", "/elsewhere", "https://b.example"))) {
			this.rejections.onDecision(this.policies.decide(request), request);
		}
		assertThat(this.rejections.recent(this.policies.current())).isEmpty();
		assertThat(this.events).isEmpty();
		assertThat(warnings()).isEmpty();
	}

	/**
	 * A policy may have 100,000 origins, and a reload may replace it every few seconds.
	 */
	@Test
	void policiesThatAReloadHasReplacedAreNotKept() throws Exception {
		AtomicInteger generation = new AtomicInteger();
		CorsPolicies changing = new CorsPolicies(List.of(() -> List.of(CorsPolicySpecification.builder("p")
			.paths("/api/**")
			.allowedOrigins("https://a" + generation.get() + ".example")
			.build())), false);
		CorsRejections kept = new CorsRejections(this.clock, (event) -> {
		});
		List<WeakReference<CorsPolicy>> former = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			FakeCorsRequest request = FakeCorsRequest.actual("GET", "/api", "https://b" + i + ".example");
			kept.onDecision(changing.decide(request), request);
			former.add(new WeakReference<>(changing.policies().get(0)));
			generation.incrementAndGet();
			changing.reload();
		}
		assertThat(Reachability.count(former)).as("former policies that can still be reached").isZero();
		assertThat(kept.recent(changing.current())).hasSize(5);
	}

	@Test
	void rejectionsThatAreAlikeShareOneEventUntilTheNextReload() {
		for (int i = 0; i < 3; i++) {
			reject(this.rejections, "GET", "https://b.example");
		}
		this.policies.reload();
		for (int i = 0; i < 3; i++) {
			reject(this.rejections, "GET", "https://b.example");
		}
		assertThat(this.events).hasSize(6);
		assertThat(Set.copyOf(this.events)).hasSizeLessThanOrEqualTo(2);
		assertThat(this.events.get(5).explanation().fix())
			.isEqualTo("add https://b.example to cors.policies.p.allowed-origins");
	}

	@Test
	void fixIsThatOfTheRulesInForce() {
		reject(this.rejections, "PUT", "https://b.example");
		assertThat(fix(this.policies)).isEqualTo("add https://b.example to cors.policies.p.allowed-origins;"
				+ " add PUT to cors.policies.p.allowed-methods");
		assertThat(fix(policies("https://b.example"))).isEqualTo("add PUT to cors.policies.p.allowed-methods");
		assertThat(fix(policies("none"))).isNull();
		assertThat(fix(new CorsPolicies(List.of(), false))).isNull();
	}

	@Test
	void noFixForWhatIsNotKeptWhole() {
		FakeCorsRequest request = FakeCorsRequest.preflight("GET", "/api", "https://a.example")
			.with("Access-Control-Request-Headers", "x-a," + "x-b,".repeat(300) + "x-c");
		this.rejections.onDecision(this.policies.decide(request), request);
		assertThat(fix(this.policies)).isNull();
	}

	private String fix(CorsPolicies rules) {
		List<CorsRejection> recent = this.rejections.recent(rules.current());
		assertThat(recent).hasSize(1);
		return recent.get(0).fix();
	}

	@Test
	void listenersThatThrowNeverReachTheRequest() {
		CorsRejections failing = new CorsRejections(this.clock, (event) -> {
			throw new IllegalStateException("on purpose");
		});
		for (int i = 0; i < 50; i++) {
			assertThatCode(() -> reject(failing, "GET", "https://b.example")).doesNotThrowAnyException();
		}
		assertThat(failing.recent(this.policies.current()).get(0).count()).isEqualTo(50);
		assertThat(warnings()).filteredOn((message) -> message.contains("failed; the request continues")).hasSize(10);
	}

	@Test
	void clientTextIsEscapedAndCut() {
		String evil = "\r\n2026-11-21 ERROR forged\u001b[31m\u0000\u00e9\ud800" + "x".repeat(100_000);
		FakeCorsRequest request = FakeCorsRequest.preflight(evil, "/api/" + evil, evil)
			.with("Access-Control-Request-Headers", evil);
		this.rejections.onDecision(this.policies.decide(request), request);
		CorsRejection entry = this.rejections.recent(this.policies.current()).get(0);
		CorsRejectedEvent event = this.events.get(0);
		assertThat(event.kind()).isEqualTo(RequestKind.PREFLIGHT);
		assertThat(List.of(entry.origin(), entry.method(), entry.path(), event.origin(), event.method(), event.path()))
			.allSatisfy(
					(text) -> assertThat(text).matches("[ -~]{200,300}").contains("\\u000d\\u000a2026", "\\u001b[31m"));
		assertThat(event.toString()).matches("[ -~]{1,1000}");
		assertThat(event.explanation().message()).matches("[ -~]{1,1000}");
		assertThat(warnings()).singleElement().asString().matches("[ -~]{1,2000}");
	}

	private void reject(CorsRejections to, String method, String origin) {
		FakeCorsRequest request = FakeCorsRequest.actual(method, "/api", origin);
		to.onDecision(this.policies.decide(request), request);
	}

	private List<String> warnings() {
		return List.copyOf(this.log.list)
			.stream()
			.filter((event) -> event.getLevel() == Level.WARN)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	private static CorsPolicies policies(String origin) {
		CorsPolicySpecification policy = CorsPolicySpecification.builder("p")
			.paths("/api/**")
			.allowedOrigins(origin)
			.build();
		return new CorsPolicies(List.of(() -> List.of(policy)), false);
	}

	/**
	 * A clock that stands still until it is set.
	 */
	private static final class SettableClock extends Clock {

		private volatile long millis;

		@Override
		public ZoneId getZone() {
			return ZoneId.of("UTC");
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return Instant.ofEpochMilli(this.millis);
		}

		@Override
		public long millis() {
			return this.millis;
		}

	}

}
