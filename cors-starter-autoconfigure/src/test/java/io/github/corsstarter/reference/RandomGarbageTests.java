package io.github.corsstarter.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsExplanation;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.testing.FakeCorsRequest.Line;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.RejectionBody;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing in a request makes the engine throw.
 */
class RandomGarbageTests {

	private static final int REQUESTS = Effort.rounds(20_000);

	private static final List<String> NAMES = List.of("Origin", "Access-Control-Request-Method",
			"Access-Control-Request-Headers", "Access-Control-Request-Headers",
			"Access-Control-Request-Private-Network", "Sec-Fetch-Site", "Sec-Fetch-Mode");

	private static final String MEANINGFUL = "://[]:.,*@/?#\\%;= \t-_0189azAZ\"'";

	private static final List<String> PIECES = List.of("https://", "http://", "file://", "://", "[", "]", "::", ":*",
			"*.", "xn--", "xn--\u00FC", "\u3002", "\u00DF", "\u00FC", "\u0130", "\uFF0E", "\u200D", "\uD800", "\uDFFF",
			"\uD83D\uDE00", "null", "none", "example.com", "localhost", "127.", "0x", "0x7f.1", "99999999999", "%zz",
			".", "..", "@", ":-1", ":80", "\u0000", ",", " , ", "x-a", "GET", "\u05D0", "\u0627", "\u0661", "a\u0301",
			"\uFFFF", "[::ffff:1.2.3.4]", "-", "_");

	private final Random random = Effort.random();

	private int explained;

	@Test
	void decisionsAndExplanationsNeverThrow() {
		List<CorsPolicies> candidates = new ArrayList<>();
		RandomConfigurations configurations = new RandomConfigurations(Effort.random());
		for (int i = 0; i < 50; i++) {
			PlainConfiguration configuration = configurations.next();
			candidates.add(configuration.toPolicies());
		}
		for (int i = 0; i < REQUESTS; i++) {
			FakeCorsRequest request = request(i);
			try {
				decide(candidates.get(i % candidates.size()), request);
			}
			catch (Throwable ex) {
				throw new AssertionError("Seed " + Effort.SEED + ", request " + i + "\n  " + request + "\n" + ex, ex);
			}
		}
		assertThat(this.explained).isGreaterThan(REQUESTS / 4);
	}

	private void decide(CorsPolicies policies, FakeCorsRequest request) {
		CorsDecision decision = policies.decide(request);
		decision.forEachHeader(request, (name, value) -> assertThat(isSendable(value)).as(name).isTrue());
		CorsExplanation explanation = CorsExplanation.of(decision, request);
		assertThat(explanation != null).isEqualTo(decision.isRejected());
		if (explanation != null) {
			this.explained++;
			assertThat(explanation.message().length()).isLessThan(10 * 1210 + 300);
			assertThat(RejectionBody.of(decision, request, true).content()).isNotEmpty();
		}
	}

	private static boolean isSendable(String value) {
		return value.chars().allMatch((c) -> c == '\t' || (c >= ' ' && c <= '~'));
	}

	private FakeCorsRequest request(int number) {
		List<Line> lines = new ArrayList<>();
		for (String name : NAMES) {
			if (this.random.nextInt(100) < (name.equals("Origin") ? 95 : 60)) {
				lines.add(new Line(name, value(name)));
			}
		}
		if (number % 100 == 0) {
			int count = 1 + this.random.nextInt(3000);
			String name = pick(NAMES);
			for (int i = 0; i < count; i++) {
				lines.add(new Line(name, (i % 3 == 0) ? "" : "," + garbage(4)));
			}
		}
		Collections.shuffle(lines, this.random);
		String method = (this.random.nextInt(3) > 0) ? "OPTIONS" : (this.random.nextBoolean() ? "GET" : garbage(10));
		return new FakeCorsRequest(method, path(), lines, maybe("https"), maybe("example.com"), this.random.nextInt());
	}

	private String path() {
		return switch (this.random.nextInt(8)) {
			case 0 -> "/" + garbage(60);
			case 1 -> garbage(10);
			case 2 -> "/api/" + garbage(8) + "/" + garbage(8);
			case 3 -> "/files/" + "a".repeat(8192);
			case 4 -> "/".repeat(1 + this.random.nextInt(2000));
			default -> "/api/orders";
		};
	}

	private String value(String name) {
		return switch (this.random.nextInt(12)) {
			case 0 -> "";
			case 1 -> garbage((this.random.nextInt(8) > 0) ? 200 : 8192);
			case 2 -> pick(PIECES).repeat((this.random.nextInt(8) > 0) ? 20 : 1000);
			case 3, 4 -> garbage(40);
			case 5 -> "https://" + garbage(20);
			case 6 ->
				name.equals("Origin") ? "http://a." + pick(RandomConfigurations.HOSTS) : pick(List.of("GET", "PUT"));
			case 7 -> (this.random.nextInt(20) == 0) ? "same-origin" : "true";
			default -> pieces();
		};
	}

	private String pieces() {
		StringBuilder text = new StringBuilder();
		int count = 1 + this.random.nextInt(6);
		for (int i = 0; i < count; i++) {
			text.append(pick(PIECES));
		}
		return text.toString();
	}

	private String garbage(int limit) {
		int length = this.random.nextInt(limit + 1);
		char[] characters = new char[length];
		for (int i = 0; i < length; i++) {
			characters[i] = switch (this.random.nextInt(6)) {
				case 0 -> (char) this.random.nextInt(0x10000);
				case 1 -> (char) this.random.nextInt(0x20);
				case 2 -> (char) (0xD800 + this.random.nextInt(0x800));
				case 3 -> (char) this.random.nextInt(0x180);
				default -> MEANINGFUL.charAt(this.random.nextInt(MEANINGFUL.length()));
			};
		}
		return new String(characters);
	}

	private String maybe(String usual) {
		return switch (this.random.nextInt(5)) {
			case 0 -> null;
			case 1 -> garbage(12);
			case 2 -> usual.toUpperCase(Locale.ROOT);
			default -> usual;
		};
	}

	private <T> T pick(List<T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

}
