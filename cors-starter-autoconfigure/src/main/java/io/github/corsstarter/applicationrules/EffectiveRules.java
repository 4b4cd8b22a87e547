package io.github.corsstarter.applicationrules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.corsstarter.applicationrules.ExistingRules.FilterChainRules;
import io.github.corsstarter.applicationrules.ExistingRules.FilterRules;
import io.github.corsstarter.applicationrules.ExistingRules.HandlerRule;
import io.github.corsstarter.applicationrules.ExistingRules.UrlRule;
import io.github.corsstarter.applicationrules.Outcome.Part;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Finds out which rule Spring applies to which paths. A filter that has a rule for the
 * path decides alone. Otherwise the rule of the handler decides, combined with the rules
 * for every handler. Not safe for use by many threads.
 */
final class EffectiveRules {

	/** Spring's rule for a preflight that several handlers match. */
	private static final CorsConfiguration PREFLIGHT_AMBIGUOUS = new CorsConfiguration();

	static {
		PREFLIGHT_AMBIGUOUS.addAllowedOriginPattern(CorsConfiguration.ALL);
		PREFLIGHT_AMBIGUOUS.addAllowedMethod(CorsConfiguration.ALL);
		PREFLIGHT_AMBIGUOUS.addAllowedHeader(CorsConfiguration.ALL);
		PREFLIGHT_AMBIGUOUS.setAllowCredentials(true);
	}

	private final ExistingRules rules;

	private final PatternOrder order;

	EffectiveRules(ExistingRules rules, PatternOrder order) {
		this.rules = rules;
		this.order = order;
	}

	/**
	 * The outcome for every pattern that a policy needs.
	 * @return the outcomes by pattern, the most specific pattern first
	 */
	Map<String, Outcome> outcomes() {
		Map<String, Outcome> all = new LinkedHashMap<>();
		for (String pattern : patterns()) {
			all.put(pattern, outcome(pattern));
		}
		List<String> sorted = List.copyOf(all.keySet());
		// The most specific first. A pattern that is left out has no policy, so only
		// those
		// that stay can answer for it.
		Deque<String> needed = new ArrayDeque<>();
		for (int i = sorted.size() - 1; i >= 0; i--) {
			String pattern = sorted.get(i);
			Outcome outcome = all.getOrDefault(pattern, Outcome.NO_RULE);
			Outcome around = needed.stream()
				.filter((other) -> this.order.covers(other, pattern))
				.findFirst()
				.map(all::get)
				.orElse(Outcome.NO_RULE);
			if (outcome.hasNoRule() ? !around.hasNoRule() || isPartlyAround(all, pattern)
					: !outcome.settings().equals(around.settings())) {
				needed.addFirst(pattern);
			}
		}
		Map<String, Outcome> outcomes = new LinkedHashMap<>();
		needed.forEach((pattern) -> outcomes.put(pattern, all.getOrDefault(pattern, Outcome.NO_RULE)));
		return withOverlaps(outcomes);
	}

	/**
	 * Whether another component answers on these paths, and a pattern with a rule may
	 * match some of them.
	 */
	private boolean isPartlyAround(Map<String, Outcome> all, String pattern) {
		Outcome outcome = all.getOrDefault(pattern, Outcome.NO_RULE);
		return !(outcome.notes().isEmpty() && outcome.inCode().isEmpty()) && all.entrySet()
			.stream()
			.anyMatch((other) -> !other.getValue().hasNoRule() && this.order.mayMeet(other.getKey(), pattern)
					&& !this.order.covers(pattern, other.getKey()) && !this.order.covers(other.getKey(), pattern)
					&& this.order.intersection(pattern, other.getKey()) == null);
	}

	private Set<String> patterns() {
		Set<String> patterns = new TreeSet<>(PatternOrder.MOST_SPECIFIC_FIRST.thenComparing(Comparator.naturalOrder()));
		for (FilterRules filter : this.rules.filters()) {
			for (FilterChainRules chain : filter.chains()) {
				patterns.addAll(chain.paths());
				rules(chain).map(UrlRule::pattern).forEach(patterns::add);
			}
		}
		this.rules.globals().stream().map(UrlRule::pattern).forEach(patterns::add);
		this.rules.handlers().stream().map(HandlerRule::pattern).forEach(patterns::add);
		patterns.addAll(intersections(List.copyOf(patterns)));
		return patterns;
	}

	/** Where patterns overlap, more than one rule may count. */
	private List<String> intersections(List<String> patterns) {
		List<String> intersections = new ArrayList<>();
		for (int i = 0; i < patterns.size(); i++) {
			for (int j = i + 1; j < patterns.size(); j++) {
				String intersection = this.order.intersection(patterns.get(i), patterns.get(j));
				if (intersection != null) {
					intersections.add(intersection);
				}
			}
		}
		return intersections;
	}

	private static Stream<UrlRule> rules(FilterChainRules chain) {
		return Stream.ofNullable(chain.rules()).flatMap(List::stream);
	}

	/**
	 * Spring takes the first rule that matches, and a policy the most specific one. They
	 * differ where two patterns overlap and neither covers the other.
	 */
	private Map<String, Outcome> withOverlaps(Map<String, Outcome> outcomes) {
		Map<String, Set<Integer>> positions = new HashMap<>();
		this.rules.handlers()
			.forEach((handler) -> positions.computeIfAbsent(handler.pattern(), (key) -> new HashSet<>())
				.add(handler.position()));
		Map<String, Outcome> result = new LinkedHashMap<>();
		outcomes.forEach((pattern, outcome) -> {
			Set<String> notes = new LinkedHashSet<>(outcome.notes());
			outcomes.forEach((other, otherOutcome) -> {
				boolean sameMapping = !Collections.disjoint(positions.getOrDefault(pattern, Set.of()),
						positions.getOrDefault(other, Set.of()));
				if (!sameMapping && !pattern.equals(other) && this.order.mayMeet(pattern, other)
						&& !this.order.covers(pattern, other) && !this.order.covers(other, pattern)
						&& this.order.intersection(pattern, other) == null
						&& !outcome.settings().equals(otherOutcome.settings())) {
					notes.add("Some paths may match both " + MigrationYaml.shown(pattern) + " and "
							+ MigrationYaml.shown(other) + ". There, Spring takes the first rule, and a policy the most"
							+ " specific pattern.");
				}
			});
			result.put(pattern, new Outcome(outcome.parts(), notes, outcome.withoutRule(), outcome.inCode()));
		});
		return result;
	}

	private Outcome outcome(String pattern) {
		boolean withoutPreflights = false;
		for (FilterRules filter : this.rules.filters()) {
			FilterChainRules chain = filter.chains()
				.stream()
				.filter((candidate) -> candidate.paths().stream().anyMatch((path) -> this.order.covers(path, pattern)))
				.findFirst()
				.orElse(null);
			if (chain == null || chain.rules() == null) {
				continue;
			}
			UrlRule first = first(chain.rules(), pattern);
			if (first != null) {
				return ofFilter(first, withoutPreflights);
			}
			withoutPreflights = true;
		}
		return ofHandlers(pattern, withoutPreflights);
	}

	private static Outcome ofFilter(UrlRule rule, boolean withoutPreflights) {
		if (rule.inCode()) {
			return Outcome.inCode(Set.of(rule.source()));
		}
		Set<String> notes = new LinkedHashSet<>(rule.notes());
		Audience audience = Audience.of(rule.settings(), Audience.methods(rule.settings()));
		return finish(List.of(new Part(audience, Set.of(rule.source()))), notes, Set.of(), withoutPreflights);
	}

	private @Nullable UrlRule first(List<UrlRule> candidates, String pattern) {
		return candidates.stream()
			.filter((rule) -> this.order.covers(rule.pattern(), pattern))
			.findFirst()
			.orElse(null);
	}

	private Outcome ofHandlers(String pattern, boolean withoutPreflights) {
		List<HandlerRule> handlers = reachable(pattern);
		UrlRule global = first(this.rules.globals(), pattern);
		Set<String> inCode = inCode(handlers, global);
		if (!inCode.isEmpty()) {
			return Outcome.inCode(inCode);
		}
		if (handlers.stream().allMatch((handler) -> handler.settings() == null && handler.global())) {
			return (global != null) ? ofFilter(global, withoutPreflights) : Outcome.NO_RULE;
		}
		Set<String> notes = new LinkedHashSet<>();
		Set<String> withoutRule = new TreeSet<>(MethodOrder.INSTANCE);
		List<Part> parts = new ArrayList<>();
		for (String method : methods(handlers, global)) {
			List<HandlerRule> candidates = candidates(handlers, pattern, method);
			List<HandlerRule> matching = candidates.isEmpty() ? List.of()
					: matching(handlers, candidates.get(0).position(), pattern, method);
			boolean mayBeAmbiguous = matching.stream().filter((handler) -> handler.scope().isOfMethod()).count() > 1
					&& matching.stream().anyMatch((handler) -> handler.settings() != null);
			boolean allAnnotated = matching.stream().allMatch((handler) -> handler.settings() != null);
			List<Part> ofMethod = new ArrayList<>();
			boolean allHaveRules = true;
			for (HandlerRule handler : candidates) {
				CorsConfiguration settings = combine(global, handler);
				if (settings == null) {
					allHaveRules = false;
					continue;
				}
				notes.addAll(handler.notes());
				Set<String> allowed = Audience.methods(settings);
				boolean allows = allowed.contains(Audience.ANY) || allowed.contains(method);
				Set<String> sources = new LinkedHashSet<>();
				sources.add((handler.settings() != null || global == null) ? handler.source() : global.source());
				if (handler.settings() != null && global != null && handler.global()) {
					sources.add(global.source());
					notes.addAll(global.notes());
				}
				Audience audience = Audience.of(settings, allows ? Set.of(method) : Set.of());
				ofMethod.add(new Part(mayBeAmbiguous ? ambiguous(audience, allAnnotated, global, notes) : audience,
						sources));
			}
			if (ofMethod.isEmpty()) {
				if (!method.equals("HEAD") && !method.equals(Audience.ANY)) {
					withoutRule.add(method);
				}
			}
			else if (!allHaveRules) {
				notes.add("Several handlers of one path are for " + method
						+ ", and some of them have no CORS rule. Left out.");
			}
			else {
				parts.add(common(ofMethod, method, notes));
			}
		}
		if (parts.isEmpty()) {
			return withoutRule(handlers, pattern, global);
		}
		return finish(parts, notes, withoutRule, withoutPreflights);
	}

	/** The names of the rules that decide in code. */
	private static Set<String> inCode(List<HandlerRule> handlers, @Nullable UrlRule global) {
		Set<String> inCode = new TreeSet<>();
		handlers.stream().filter(HandlerRule::inCode).map(HandlerRule::source).forEach(inCode::add);
		boolean forAll = handlers.isEmpty() || handlers.stream().anyMatch(HandlerRule::global);
		if (global != null && global.inCode() && forAll) {
			inCode.add(global.source());
		}
		return inCode;
	}

	/**
	 * The handlers that requests for all paths of the pattern may reach, in their order.
	 */
	private List<HandlerRule> reachable(String pattern) {
		List<HandlerRule> covering = this.rules.handlers()
			.stream()
			.filter((handler) -> this.order.covers(handler.pattern(), pattern))
			.sorted(Comparator.comparingInt(HandlerRule::position))
			.toList();
		int last = covering.stream()
			.filter((handler) -> handler.scope().isLast())
			.mapToInt(HandlerRule::position)
			.findFirst()
			.orElse(Integer.MAX_VALUE);
		return covering.stream().filter((handler) -> handler.position() <= last).toList();
	}

	/** No rule applies, and perhaps not even a rule for these very paths. */
	private Outcome withoutRule(List<HandlerRule> handlers, String pattern, @Nullable UrlRule global) {
		Set<String> notes = new LinkedHashSet<>();
		handlers.stream().filter(HandlerRule::hasNoRule).forEach((handler) -> notes.addAll(handler.notes()));
		if (global != null && global.pattern().equals(pattern) && !notes.isEmpty()) {
			this.rules.remarks()
				.add("Left out: " + global.source() + " for " + MigrationYaml.shown(pattern) + ". "
						+ String.join(" ", notes));
		}
		return notes.isEmpty() ? Outcome.NO_RULE : new Outcome(List.of(), notes, Set.of());
	}

	/**
	 * If several handlers match a preflight and all of them have a rule, Spring allows
	 * all headers. With a rule for every handler that has the origin {@code *}, this
	 * fails instead. If only some of them have a rule, this depends on the version: since
	 * 7.0.9, Spring takes the rule of the best handler. Earlier versions act as if all
	 * had a rule. The policy then has what every version allows.
	 */
	private static Audience ambiguous(Audience audience, boolean allAnnotated, @Nullable UrlRule global,
			Set<String> notes) {
		String start = allAnnotated ? "Several handlers match these paths, and Spring then "
				: "Several handlers match these paths, and not all of them have @CrossOrigin. Before version 7.0.9,"
						+ " Spring then ";
		List<String> origins = (global != null) ? global.settings().combine(PREFLIGHT_AMBIGUOUS).getAllowedOrigins()
				: null;
		if (origins != null && origins.contains(CorsConfiguration.ALL)) {
			notes.add(start + "answers preflights with an error, because the rule for every handler has the origin"
					+ " \"*\". So only requests without a preflight are allowed.");
			return audience.withoutPreflights();
		}
		if (audience.headers().contains(Audience.ANY)) {
			return audience;
		}
		notes.add(start + "does not check the headers of preflights"
				+ (allAnnotated ? ", so every header is allowed." : ". Later versions and this policy do."));
		return allAnnotated ? audience.withAnyHeader() : audience;
	}

	/** What all handlers of one method and path allow. */
	private static Part common(List<Part> parts, String method, Set<String> notes) {
		Part result = parts.get(0);
		for (Part other : parts.subList(1, parts.size())) {
			Audience audience = result.audience();
			if (audience.equals(other.audience())) {
				result = result.merge(other, audience);
				continue;
			}
			notes.add("Several handlers of one path are for " + method
					+ ", and their rules differ. The policy has only what all of these rules allow.");
			List<String> origins = new ArrayList<>();
			Stream
				.concat(audience.origins().stream().filter((origin) -> allows(other.audience(), origin)),
						other.audience().origins().stream().filter((origin) -> allows(audience, origin)))
				.distinct()
				.forEach(origins::add);
			Set<String> methods = new LinkedHashSet<>(audience.methods());
			methods.retainAll(other.audience().methods());
			result = result.merge(other, audience.intersect(other.audience(), origins, methods));
		}
		return result;
	}

	private static boolean allows(Audience audience, String origin) {
		return audience.allows(io.github.corsstarter.origin.OriginPattern.parse(origin));
	}

	private static @Nullable CorsConfiguration combine(@Nullable UrlRule global, HandlerRule handler) {
		return (global != null && handler.global()) ? global.settings().combine(handler.settings())
				: handler.settings();
	}

	/** The methods to look at one by one; {@code *} for all others. */
	private static Set<String> methods(List<HandlerRule> handlers, @Nullable UrlRule global) {
		Set<String> methods = new TreeSet<>(MethodOrder.INSTANCE);
		boolean all = false;
		for (HandlerRule handler : handlers) {
			methods.addAll(handler.methods());
			if (handler.methods().contains("GET")) {
				methods.add("HEAD");
			}
			if (handler.methods().isEmpty()) {
				CorsConfiguration settings = combine(global, handler);
				Set<String> allowed = (settings != null) ? Audience.methods(settings) : Set.of();
				all |= allowed.contains(Audience.ANY);
				allowed.stream().filter((method) -> !method.equals(Audience.ANY)).forEach(methods::add);
			}
		}
		if (all && methods.isEmpty()) {
			return Set.of(Audience.ANY);
		}
		if (all) {
			// The methods that a policy can name.
			Stream.of(RequestMethod.values()).map(Enum::name).forEach(methods::add);
		}
		methods.remove("TRACE");
		return methods;
	}

	/**
	 * The handlers that may answer a request: the one that Spring chooses, and, as long
	 * as a handler answers only some requests, those that Spring chooses for the others.
	 */
	private static List<HandlerRule> candidates(List<HandlerRule> handlers, String pattern, String method) {
		List<HandlerRule> candidates = new ArrayList<>();
		for (int position : handlers.stream().map(HandlerRule::position).distinct().toList()) {
			List<HandlerRule> left = new ArrayList<>(matching(handlers, position, pattern, method));
			while (!left.isEmpty()) {
				List<HandlerRule> best = best(left);
				candidates.addAll(best);
				if (best.stream().anyMatch((handler) -> !handler.scope().isConditional())) {
					return candidates;
				}
				left.removeAll(best);
			}
		}
		return candidates;
	}

	/**
	 * The handlers of a handler mapping that match a preflight. If the path of a handler
	 * is this path, and not a pattern, Spring looks at no pattern.
	 */
	private static List<HandlerRule> matching(List<HandlerRule> handlers, int position, String pattern, String method) {
		List<HandlerRule> all = handlers.stream()
			.filter((handler) -> handler.position() == position && handler.handles(method))
			.toList();
		boolean isPath = !PathPatternParser.defaultInstance.parse(pattern).hasPatternSyntax();
		List<HandlerRule> direct = isPath ? all.stream().filter((handler) -> handler.pattern().equals(pattern)).toList()
				: List.of();
		return direct.isEmpty() ? all : direct;
	}

	/** The handlers that Spring chooses. */
	private static List<HandlerRule> best(List<HandlerRule> handlers) {
		String pattern = handlers.stream().map(HandlerRule::pattern).min(PatternOrder.MOST_SPECIFIC_FIRST).orElse(null);
		List<HandlerRule> best = handlers.stream().filter((handler) -> handler.pattern().equals(pattern)).toList();
		List<HandlerRule> explicit = best.stream().filter((handler) -> !handler.methods().isEmpty()).toList();
		return explicit.isEmpty() ? best : explicit;
	}

	private static Outcome finish(List<Part> parts, Set<String> notes, Set<String> withoutRule,
			boolean withoutPreflights) {
		List<Part> left = parts;
		if (withoutPreflights) {
			notes.add(
					"A CORS filter answers every preflight before the handlers, and has no rule for these paths. So only"
							+ " requests without a preflight are allowed.");
			left = parts.stream().map((part) -> part.with(part.audience().withoutPreflights())).toList();
		}
		// A part without methods or origins allows nothing.
		List<Part> useful = left.stream()
			.filter((part) -> !part.audience().methods().isEmpty() && !part.audience().origins().isEmpty())
			.toList();
		if (useful.isEmpty()) {
			Part first = left.get(0);
			return new Outcome(List.of(first.with(first.audience().with(List.of(), Set.of("GET")))), notes,
					withoutRule);
		}
		return new Outcome(new AudienceSeparation(notes).separate(useful), notes, withoutRule);
	}

}
