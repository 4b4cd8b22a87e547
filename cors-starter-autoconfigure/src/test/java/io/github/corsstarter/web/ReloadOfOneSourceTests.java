package io.github.corsstarter.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsExplanation;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.policy.OnDisallowed;
import io.github.corsstarter.testing.Effort;
import io.github.corsstarter.testing.FakeCorsRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random changes of random sources: a reload of one source, and a reload of what has
 * changed, have the same result as a reload of everything.
 */
@Tag("slow")
class ReloadOfOneSourceTests {

	private static final int ROUNDS = Effort.rounds(150);

	private static final int CHANGES = 12;

	private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g", "h");

	private static final List<String> PATHS = List.of("/**", "/api/**", "/api/*", "/api/{id}", "/api/{name}", "/api/x",
			"/api/x/**", "/api/{id}/y", "/api/*/y", "/api/x/y", "/b", "/c", "/d", "/{*rest}", "/api/{id:[a-z]+}",
			"/api//x", "/q?x=1");

	private static final List<String> ORIGINS = List.of("https://a.example", "https://b.example", "https://c.example",
			"https://*.a.example", "https://x.a.example", "https://pr-*.b.example", "https://pr-1.b.example", "*",
			"none", "https://d.example", "https://e.example", "https://a.example/", "app://desktop", "app://*");

	private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "OPTION");

	private static final List<String> REQUEST_PATHS = List.of("/", "/b", "/c", "/d", "/api", "/api/x", "/api/z",
			"/api/x/y", "/api/z/y", "/api/x/z", "/other", "/api//x");

	private static final List<String> REQUEST_ORIGINS = List.of("https://a.example", "https://b.example",
			"https://x.a.example", "https://pr-1.b.example", "https://foreign.example", "app://other");

	private final Random random = Effort.random();

	/** What the sources return, by their positions. */
	private final Map<Integer, List<CorsPolicySpecification>> content = new HashMap<>();

	private int valid;

	private int invalid;

	private int warned;

	@Test
	void resultIsTheSameAsThatOfAReloadOfEverything() {
		for (int i = 0; i < ROUNDS; i++) {
			run("round " + i);
		}
		System.out.println("valid changes = " + this.valid + ", invalid changes = " + this.invalid
				+ ", valid changes with warnings = " + this.warned);
		assertThat(this.valid).isGreaterThan(ROUNDS);
		assertThat(this.invalid).isGreaterThan(ROUNDS);
		assertThat(this.warned).isGreaterThan(ROUNDS);
	}

	private void run(String round) {
		int count = 1 + this.random.nextInt(4);
		List<CorsPolicySource> sources = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			int position = i;
			this.content.put(position, List.of());
			sources.add(new Source(() -> this.content.getOrDefault(position, List.of())));
		}
		CorsPolicies partial = new CorsPolicies(sources, false);
		CorsPolicies whole = new CorsPolicies(sources, false);
		for (int i = 0; i < CHANGES; i++) {
			Map<Integer, List<CorsPolicySpecification>> before = new HashMap<>(this.content);
			boolean several = this.random.nextInt(4) == 0;
			int changed = this.random.nextInt(count);
			change(changed);
			if (several) {
				change(this.random.nextInt(count));
			}
			String message = round + ", change " + i + " of " + describe();
			List<CorsProblem> problems = several ? partial.reloadIfChanged().problems()
					: problems(() -> partial.reload(sources.get(changed)));
			assertThat(problems).as(message).isEqualTo(problems(whole::reload));
			if (problems.isEmpty()) {
				this.valid++;
				this.warned += whole.warnings().isEmpty() ? 0 : 1;
			}
			else {
				this.invalid++;
				this.content.putAll(before);
			}
			assertSame(partial.current(), whole.current(), message);
		}
	}

	private static List<CorsProblem> problems(Runnable reload) {
		try {
			reload.run();
			return List.of();
		}
		catch (InvalidCorsPolicyException ex) {
			return ex.problems();
		}
	}

	private void assertSame(CorsGeneration partial, CorsGeneration whole, String message) {
		assertThat(partial.policies()).as(message)
			.extracting(ReloadOfOneSourceTests::describe)
			.containsExactlyElementsOf(whole.policies().stream().map(ReloadOfOneSourceTests::describe).toList());
		assertThat(partial.warnings()).as(message).isEqualTo(whole.warnings());
		for (String path : REQUEST_PATHS) {
			assertThat(partial.pathPattern(path)).as(message).isEqualTo(whole.pathPattern(path));
			assertThat(names(partial.coverage(path))).as(message).isEqualTo(names(whole.coverage(path)));
			for (String origin : REQUEST_ORIGINS) {
				String method = METHODS.get(this.random.nextInt(4));
				FakeCorsRequest request = this.random.nextBoolean() ? FakeCorsRequest.preflight(method, path, origin)
						: FakeCorsRequest.actual(method, path, origin);
				assertThat(describe(partial, request)).as(message).isEqualTo(describe(whole, request));
				BrowserRequest page = BrowserRequest.of(origin, method, path)
					.withCredentials(this.random.nextBoolean());
				assertThat(describe(partial.check(page))).as(message).isEqualTo(describe(whole.check(page)));
			}
		}
	}

	private static List<String> names(PolicyCoverage coverage) {
		return coverage.paths().stream().map((path) -> path.policy().name()).toList();
	}

	private static String describe(CorsPolicy policy) {
		return policy.name() + policy.paths() + policy.allowedOrigins() + policy.allowedMethods() + policy.enforced();
	}

	private static String describe(CorsGeneration generation, FakeCorsRequest request) {
		CorsDecision decision = generation.decide(request);
		return describe(decision, request) + " " + describe(generation.watch(request), request) + " "
				+ ((decision.policy() != null)
						? describe(generation.decideByCandidate(decision.policy(), request), request) : "");
	}

	private static String describe(@Nullable CorsDecision decision, FakeCorsRequest request) {
		if (decision == null) {
			return "";
		}
		StringBuilder text = new StringBuilder();
		text.append(decision.reason()).append((decision.policy() != null) ? decision.policy().name() : "-");
		decision.forEachHeader(request, (name, value) -> text.append(' ').append(name).append('=').append(value));
		if (decision.isRejected()) {
			CorsExplanation explanation = CorsExplanation.of(decision, request);
			text.append(explanation);
		}
		return text.toString();
	}

	private static String describe(BrowserVerdict verdict) {
		return verdict.reason() + " " + ((verdict.policy() != null) ? verdict.policy().name() : "-") + " "
				+ verdict.explanation() + " " + verdict.property() + " " + verdict.fix();
	}

	private String describe() {
		StringBuilder text = new StringBuilder();
		this.content.forEach((position, policies) -> {
			text.append(position).append(':');
			policies
				.forEach((policy) -> text.append(policy.name()).append(policy.paths()).append(policy.allowedOrigins()));
		});
		return text.toString();
	}

	/** Adds, removes, replaces or moves policies; the others are new, equal objects. */
	private void change(int source) {
		List<CorsPolicySpecification> policies = new ArrayList<>();
		this.content.getOrDefault(source, List.of()).forEach((policy) -> policies.add(policy.mutate().build()));
		int position = policies.isEmpty() ? 0 : this.random.nextInt(policies.size());
		switch (policies.isEmpty() ? 0 : this.random.nextInt(5)) {
			case 0, 1 -> policies.add(position, policy());
			case 2 -> policies.remove(position);
			case 3 -> policies.set(position, policy());
			default -> policies.add(policies.remove(position));
		}
		this.content.put(source, policies);
	}

	private CorsPolicySpecification policy() {
		CorsPolicySpecification.Builder builder = CorsPolicySpecification.builder(one(NAMES))
			.paths(some(PATHS, 2))
			.allowedOrigins(some(ORIGINS, 2))
			.allowedMethods(some(METHODS, 3))
			.allowCredentials(this.random.nextInt(4) == 0);
		if (this.random.nextInt(6) == 0) {
			builder.maxAge(Duration.ofHours(3));
		}
		if (this.random.nextInt(8) == 0) {
			builder.onDisallowed(OnDisallowed.OMIT_HEADERS);
		}
		if (this.random.nextInt(8) == 0) {
			builder.enforce(false);
		}
		if (this.random.nextInt(5) == 0) {
			List<String> origins = some(ORIGINS, 2);
			builder.shadow((candidate) -> candidate.allowedOrigins(origins));
		}
		return builder.build();
	}

	private String one(List<String> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	private List<String> some(List<String> values, int max) {
		List<String> some = new ArrayList<>();
		int count = 1 + this.random.nextInt(max);
		for (int i = 0; i < count; i++) {
			some.add(one(values));
		}
		return some;
	}

	private record Source(
			java.util.function.Supplier<List<CorsPolicySpecification>> content) implements CorsPolicySource {

		@Override
		public List<CorsPolicySpecification> load() {
			return this.content.get();
		}

	}

}
