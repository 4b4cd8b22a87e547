package io.github.corsstarter.applicationrules;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.github.corsstarter.applicationrules.ApplicationRule.Settings;
import io.github.corsstarter.applicationrules.ExistingRules.HandlerRule;
import io.github.corsstarter.applicationrules.ExistingRules.Scope;
import io.github.corsstarter.applicationrules.ExistingRules.UrlRule;
import org.jspecify.annotations.Nullable;

import org.springframework.web.cors.CorsConfiguration;

/**
 * Adds the handlers of one handler mapping of either stack. The rules by path that the
 * handler mapping has apply to its own handlers only. Not safe for use by many threads.
 */
final class HandlerMappingRules {

	private final String name;

	private final int position;

	private final List<UrlRule> registry;

	private final boolean shared;

	private final ExistingRules rules;

	private final PatternOrder order = new PatternOrder();

	/**
	 * Create the rules of a handler mapping.
	 * @param name the name of its bean
	 * @param position its position among the handler mappings
	 * @param registry its rules by path
	 * @param shared whether these are the rules that Spring gives to all of its handler
	 * mappings
	 * @param rules where to add the handlers
	 */
	HandlerMappingRules(String name, int position, List<UrlRule> registry, boolean shared, ExistingRules rules) {
		this.name = name;
		this.position = position;
		this.registry = registry;
		this.shared = shared;
		this.rules = rules;
	}

	/**
	 * Whether two handler mappings have the same rules by path.
	 */
	static boolean isSame(List<UrlRule> registry, List<UrlRule> other) {
		if (registry.size() != other.size()) {
			return false;
		}
		for (int i = 0; i < registry.size(); i++) {
			if (!registry.get(i).pattern().equals(other.get(i).pattern())
					|| !isSame(registry.get(i).settings(), other.get(i).settings())) {
				return false;
			}
		}
		return true;
	}

	private static boolean isSame(CorsConfiguration settings, CorsConfiguration other) {
		return Settings.of(settings).equals(Settings.of(other))
				&& Objects.equals(settings.getAllowPrivateNetwork(), other.getAllowPrivateNetwork());
	}

	/**
	 * Add a handler.
	 * @param source the name of its own rule; empty if it has none
	 * @param pattern the path pattern that it is mapped to
	 * @param methods the methods that it is mapped to; empty for all
	 * @param own its own rule, or {@code null} if it has none
	 * @param scope which of these requests it answers
	 */
	void add(String source, String pattern, Set<String> methods, @Nullable CorsConfiguration own, Scope scope) {
		if (this.shared) {
			this.rules.handlers()
				.add(new HandlerRule(this.position, source, pattern, methods, own, true, scope, List.of()));
			return;
		}
		Set<String> patterns = new LinkedHashSet<>(List.of(pattern));
		for (UrlRule rule : this.registry) {
			String intersection = this.order.covers(pattern, rule.pattern()) ? rule.pattern()
					: this.order.intersection(pattern, rule.pattern());
			if (intersection != null) {
				patterns.add(intersection);
			}
		}
		for (String path : patterns) {
			addWithRegistry(source, path, methods, own, scope);
		}
	}

	private void addWithRegistry(String source, String pattern, Set<String> methods, @Nullable CorsConfiguration own,
			Scope scope) {
		UrlRule rule = this.registry.stream()
			.filter((candidate) -> this.order.covers(candidate.pattern(), pattern))
			.findFirst()
			.orElse(null);
		CorsConfiguration settings = (rule != null) ? rule.settings().combine(own) : own;
		if (settings == null) {
			this.rules.handlers()
				.add(new HandlerRule(this.position, "", pattern, methods, null, false, scope, List
					.of("The handler mapping '" + this.name + "' answers there, and other rules do not apply to it.")));
			return;
		}
		this.rules.handlers()
			.add(new HandlerRule(this.position, (own != null || rule == null) ? source : rule.source(), pattern,
					methods, settings, false, scope, (rule != null) ? rule.notes() : List.of()));
	}

	/** Add the rules by path of a handler mapping whose handlers have unknown paths. */
	void addUnknownHandlers() {
		this.rules.addUnknownHandlers();
		if (this.shared) {
			return;
		}
		this.registry.stream()
			.map(UrlRule::pattern)
			.forEach((pattern) -> addWithRegistry("", pattern, Set.of(), null, Scope.ALL_OF_METHODS));
	}

	/**
	 * Say that policies also apply to the handlers, unless the handler mapping of
	 * {@code @RequestMapping} comes first and no rule is for every handler.
	 * @param type the class of the handler mapping
	 */
	void addUnknownRemark(Class<?> type) {
		if (this.position < 0 || (!this.shared && !this.rules.globals().isEmpty())) {
			this.rules.remarks()
				.add("Unknown: the paths of the handler mapping '" + MigrationYaml.shown(this.name) + "' ("
						+ MigrationYaml.shown(type.getName().split("\\$\\$", 2)[0])
						+ "). Policies also apply to its handlers, although the rules of other handlers do not.");
		}
	}

}
