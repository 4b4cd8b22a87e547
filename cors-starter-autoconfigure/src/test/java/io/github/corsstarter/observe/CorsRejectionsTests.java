package io.github.corsstarter.observe;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.RequestKind;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.testing.StubRequest;
import io.github.corsstarter.web.CorsPolicies;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests for {@link CorsRejections} and its log.
 */
class CorsRejectionsTests {

	private static final int REJECTIONS = 10_000_000;

	private static final int ROUNDS = 5;

	private static final int THREADS = 2;

	/**
	 * The tolerated difference in heap size from other causes. One byte for each
	 * rejection would be 10 MB.
	 */
	private static final long HEAP_TOLERANCE = 4_000_000;

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
	@Timeout(300)
	void floodOfRandomOriginsLeavesMemoryFlat() throws Exception {
		LongAdder published = new LongAdder();
		CorsRejections flooded = new CorsRejections(Clock.systemUTC(), (event) -> published.increment());
		CorsDecision decision = this.policies.decide(StubRequest.actual("GET", "/api", "https://b.example"));
		List<Long> heap = new ArrayList<>();
		long started = System.nanoTime();
		for (int round = 0; round < ROUNDS; round++) {
			long seed = round;
			RecentEntriesTests.inThreads(THREADS, (number) -> {
				SplittableRandom random = new SplittableRandom(THREADS * seed + number);
				for (int i = 0; i < REJECTIONS / ROUNDS / THREADS; i++) {
					flooded.onDecision(decision, new Flood("https://" + Long.toHexString(random.nextLong())));
				}
			});
			heap.add(usedHeap());
			assertThat(flooded.recent(this.policies.current())).hasSize(CorsRejections.MAX_ENTRIES);
		}
		System.out.println(REJECTIONS + " rejections in " + (System.nanoTime() - started) / 1_000_000
				+ " ms, heap after each " + REJECTIONS / ROUNDS + ": " + heap);
		assertThat(published.sum()).isEqualTo(REJECTIONS);
		assertThat(heap).allSatisfy((used) -> assertThat(used).isLessThan(heap.get(0) + HEAP_TOLERANCE));
		assertThat(warnings()).hasSize(RejectionLog.MAX_WARNINGS + 1);
		assertThat(warnings()).filteredOn((message) -> message.startsWith("Further CORS rejections")).hasSize(1);
	}

	private static long usedHeap() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	/**
	 * As {@link #floodOfRandomOriginsLeavesMemoryFlat()}, but several threads see at the
	 * same moment that one more warning is possible.
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
			assertThat(warnings()).hasSize(RejectionLog.MAX_WARNINGS + 1);
			assertThat(warnings()).filteredOn((message) -> message.startsWith("Further")).hasSize(1);
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
	void rejectionHasWhatDesignNames() {
		this.clock.millis = 5;
		StubRequest request = StubRequest.preflight("PUT", "/api/7", "https://b.example");
		this.rejections.onDecision(this.policies.decide(request), request);
		assertThat(this.rejections.recent(this.policies.current())).containsExactly(new CorsRejection("p",
				CorsReason.ORIGIN_NOT_ALLOWED, "https://b.example", "PUT", "/api/7", 1, Instant.ofEpochMilli(5),
				Instant.ofEpochMilli(5), "add https://b.example to" + " cors.policies.p.allowed-origins"));
	}

	@Test
	void methodTellsRejectionsApartOnlyWhereItIsTheReason() {
		reject(this.rejections, "PUT", "https://b.example");
		reject(this.rejections, "GET", "https://b.example");
		assertThat(this.rejections.recent(this.policies.current())).singleElement()
			.satisfies((entry) -> assertThat(entry.count()).isEqualTo(2));
		reject(this.rejections, "PUT", "https://a.example");
		reject(this.rejections, "DELETE", "https://a.example");
		assertThat(this.rejections.recent(this.policies.current())).hasSize(3);
	}

	@Test
	void whatIsAllowedLeavesNoTrace() {
		for (StubRequest request : List.of(StubRequest.actual("GET", "/api", "https://a.example"),
				StubRequest.preflight("GET", "/api", "https://a.example"),
				StubRequest.actual("GET", "/api", "http://server.test"),
				StubRequest.actual("GET", "/elsewhere", "https://b.example"))) {
			this.rejections.onDecision(this.policies.decide(request), request);
		}
		assertThat(this.rejections.recent(this.policies.current())).isEmpty();
		assertThat(this.events).isEmpty();
		assertThat(warnings()).isEmpty();
	}

	@Test
	void fixIsThatOfTheRulesInForce() {
		reject(this.rejections, "PUT", "https://b.example");
		assertThat(fix(this.policies)).isEqualTo("add https://b.example to cors.policies.p.allowed-origins");
		assertThat(fix(policies("https://b.example"))).isEqualTo("add PUT to cors.policies.p.allowed-methods");
		assertThat(fix(policies("none"))).isNull();
		assertThat(fix(new CorsPolicies(List.of(), false))).isNull();
	}

	@Test
	void noFixForWhatIsNotKeptWhole() {
		StubRequest request = StubRequest.preflight("GET", "/api", "https://a.example")
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
		StubRequest request = StubRequest.preflight(evil, "/api/" + evil, evil)
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
		StubRequest request = StubRequest.actual(method, "/api", origin);
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
	 * A request that is cheap for the test.
	 *
	 * @param origin the origin of the request
	 */
	private record Flood(String origin) implements CorsRequest {

		@Override
		public String method() {
			return "GET";
		}

		@Override
		public String path() {
			return "/api";
		}

		@Override
		public String header(String name) {
			return name.equals("Origin") ? this.origin : null;
		}

		@Override
		public java.util.Enumeration<String> headers(String name) {
			return name.equals("Origin") ? Collections.enumeration(List.of(this.origin))
					: Collections.emptyEnumeration();
		}

		@Override
		public String scheme() {
			return "https";
		}

		@Override
		public String host() {
			return "server.test";
		}

		@Override
		public int port() {
			return -1;
		}

	}

	/**
	 * A clock whose time changes only when it is set.
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
