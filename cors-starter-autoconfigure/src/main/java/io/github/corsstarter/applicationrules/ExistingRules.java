package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.web.cors.CorsConfiguration;

/**
 * The CORS rules of an application in the order in which Spring applies them: first the
 * filters, then the handlers. Not safe for use by many threads.
 */
final class ExistingRules {

	private final List<FilterRules> filters = new ArrayList<>();

	private final List<HandlerRule> handlers = new ArrayList<>();

	private final List<UrlRule> globals = new ArrayList<>();

	private boolean unknownHandlers;

	private final Set<String> remarks = new LinkedHashSet<>();

	private final List<LeftOut> leftOut = new ArrayList<>();

	/** What filters do, in the order in which they run. */
	List<FilterRules> filters() {
		return this.filters;
	}

	/** The handlers, with or without a rule of their own. */
	List<HandlerRule> handlers() {
		return this.handlers;
	}

	/** The rules for every handler, such as {@code addCorsMappings}, in their order. */
	List<UrlRule> globals() {
		return this.globals;
	}

	/** Whether there are handlers at unknown paths. */
	boolean hasUnknownHandlers() {
		return this.unknownHandlers;
	}

	void addUnknownHandlers() {
		this.unknownHandlers = true;
	}

	/** What a person should know about rules that cannot be read. */
	Set<String> remarks() {
		return this.remarks;
	}

	/** Rules whose paths are unknown. */
	List<LeftOut> leftOut() {
		return this.leftOut;
	}

	/** What a person should know about rules that decide in code. */
	Set<String> inCode() {
		Set<String> notes = new LinkedHashSet<>();
		this.filters.forEach((filter) -> filter.chains()
			.forEach((chain) -> Stream.ofNullable(chain.rules())
				.flatMap(List::stream)
				.filter(UrlRule::inCode)
				.forEach((rule) -> notes.addAll(rule.notes()))));
		this.globals.stream().filter(UrlRule::inCode).forEach((rule) -> notes.addAll(rule.notes()));
		this.handlers.stream().filter(HandlerRule::inCode).forEach((rule) -> notes.addAll(rule.notes()));
		return notes;
	}

	/**
	 * A rule for the paths of a pattern.
	 *
	 * @param source where the rule comes from
	 * @param pattern the path pattern
	 * @param settings what the rule allows
	 * @param notes what a person should know about the rule
	 * @param inCode whether code decides, so that the settings are not what it allows
	 */
	record UrlRule(String source, String pattern, CorsConfiguration settings, List<String> notes, boolean inCode) {

		UrlRule(String source, String pattern, CorsConfiguration settings, List<String> notes) {
			this(source, pattern, settings, notes, false);
		}

		UrlRule(String source, String pattern, CorsConfiguration settings) {
			this(source, pattern, settings, List.of());
		}

		/**
		 * A rule that decides in code.
		 * @param source where the rule comes from
		 * @param pattern the path pattern
		 * @param reason why the settings do not say what it allows, as a sentence
		 */
		static UrlRule inCode(String source, String pattern, String reason) {
			return new UrlRule(source, pattern, new CorsConfiguration(),
					List.of("Unknown: " + source + " decides in code. " + reason
							+ " The policies allow nothing on its paths, not even what other rules allow there."
							+ " Write its settings by hand."),
					true);
		}

		/** The same rule with another source and another pattern. */
		UrlRule as(String newSource, String newPattern) {
			return new UrlRule(newSource, newPattern, this.settings, this.notes, this.inCode);
		}

	}

	/**
	 * A rule whose paths are unknown.
	 *
	 * @param remark what a person should know about it
	 * @param rules what it allows
	 */
	record LeftOut(String remark, List<UrlRule> rules) {

		/** What is true of every rule without a policy. */
		static final String COVERED = "Other policies may cover its paths. There, they decide instead of it, and may"
				+ " allow more.";

	}

	/**
	 * A handler, or another component that answers requests, such as a servlet.
	 *
	 * @param position the position of its handler mapping: a mapping with a lower number
	 * is asked first. The handler mapping of {@code @RequestMapping} has the position 0
	 * @param source where its rule comes from
	 * @param pattern the path pattern that it is mapped to
	 * @param methods the methods that it is mapped to; empty for all
	 * @param settings its own rule, or {@code null} if it has none
	 * @param global whether the rules for every handler apply
	 * @param scope which requests for its path and methods it answers
	 * @param notes what a person should know about the rule, or about a handler that has
	 * no rule
	 * @param inCode whether code decides, so that the settings are not what it allows
	 */
	record HandlerRule(int position, String source, String pattern, Set<String> methods,
			@Nullable CorsConfiguration settings, boolean global, Scope scope, List<String> notes, boolean inCode) {

		/** The position of components that answer before any handler mapping. */
		static final int BEFORE_HANDLERS = Integer.MIN_VALUE;

		HandlerRule(int position, String source, String pattern, Set<String> methods,
				@Nullable CorsConfiguration settings, boolean global, Scope scope, List<String> notes) {
			this(position, source, pattern, methods, settings, global, scope, notes, false);
		}

		HandlerRule(String source, String pattern, Set<String> methods, @Nullable CorsConfiguration settings,
				boolean global, List<String> notes) {
			this(0, source, pattern, methods, settings, global, Scope.ALL, notes);
		}

		boolean handles(String method) {
			return this.methods.isEmpty() || this.methods.contains(method)
					|| (method.equals("HEAD") && this.methods.contains("GET"));
		}

		/** Whether no rule of Spring's handlers applies to it. */
		boolean hasNoRule() {
			return this.settings == null && !this.global;
		}

	}

	/**
	 * Which requests for the path and methods of a handler it answers, and what happens
	 * to others.
	 */
	enum Scope {

		/** All requests. For other methods, Spring answers with an error. */
		ALL(false, true, true),

		/** All requests, with any method. Its mapping has one handler for each path. */
		ALL_OF_PATH(false, true, false),

		/** All requests. Those with other methods may reach a later handler mapping. */
		ALL_OF_METHODS(false, false, false),

		/** Some requests. Others may reach a handler of the same handler mapping. */
		SOME(true, true, true),

		/** Some requests. Others may reach a later handler mapping. */
		SOME_OF_METHODS(true, false, true);

		private final boolean conditional;

		private final boolean last;

		private final boolean method;

		Scope(boolean conditional, boolean last, boolean method) {
			this.conditional = conditional;
			this.last = last;
			this.method = method;
		}

		/** Whether another handler may answer a request for the path and method. */
		boolean isConditional() {
			return this.conditional;
		}

		/** Whether no request for the path reaches a later handler mapping. */
		boolean isLast() {
			return this.last;
		}

		/** Whether its handler mapping may find several handlers for a preflight. */
		boolean isOfMethod() {
			return this.method;
		}

	}

	/**
	 * Filters of which only the first that matches a path runs. There is more than one in
	 * Spring Security.
	 *
	 * @param chains the filters in their order
	 */
	record FilterRules(List<FilterChainRules> chains) {

	}

	/**
	 * A filter.
	 *
	 * @param paths the path patterns of the requests that it sees
	 * @param rules its rules, of which the first that matches a path applies, or
	 * {@code null} if it has no rules and passes all requests on
	 */
	record FilterChainRules(List<String> paths, @Nullable List<UrlRule> rules) {

	}

}
