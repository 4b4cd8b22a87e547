package io.github.corsstarter.applicationrules;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.github.corsstarter.applicationrules.ExistingRules.HandlerRule;
import io.github.corsstarter.applicationrules.ExistingRules.LeftOut;
import io.github.corsstarter.applicationrules.ExistingRules.Scope;
import io.github.corsstarter.applicationrules.ExistingRules.UrlRule;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Collects the paths of Spring MVC's handler mappings that decide in code.
 */
final class HandlerMappingsInCode {

	private final UnaryOperator<String> within;

	private final int position;

	private final CrossOriginRules annotations;

	private final ExistingRules rules;

	/**
	 * Create a collector.
	 * @param within adds the path of the servlet to a pattern
	 * @param position the position of the handler mapping
	 * @param annotations finds {@code @CrossOrigin}
	 * @param rules where to add the rules
	 */
	HandlerMappingsInCode(UnaryOperator<String> within, int position, CrossOriginRules annotations,
			ExistingRules rules) {
		this.within = within;
		this.position = position;
		this.annotations = annotations;
		this.rules = rules;
	}

	/**
	 * Why the settings of a handler mapping do not say what it allows.
	 * @return the reason, as a sentence, or {@code null} if they do
	 */
	static @Nullable String reason(AbstractHandlerMapping mapping) {
		CorsConfigurationSource source = mapping.getCorsConfigurationSource();
		return SpringClass.reason(mapping, SpringClass.is(DefaultCorsProcessor.class, mapping.getCorsProcessor()),
				source == null || SpringClass.is(UrlBasedCorsConfigurationSource.class, source));
	}

	void add(String name, AbstractHandlerMapping mapping) {
		String label = "the handler mapping '" + name + "'";
		UrlRule unknown = UrlRule.inCode(label, "/**", String.valueOf(reason(mapping)));
		CorsConfigurationSource source = mapping.getCorsConfigurationSource();
		List<UrlRule> globals = (source != null && SpringClass.is(UrlBasedCorsConfigurationSource.class, source))
				? SourceReader.byPath(label, UrlBasedCorsConfigurationSource.class, source) : null;
		boolean all = SpringClass.isOverridden(mapping) || (source != null && globals == null);
		if (mapping instanceof RequestMappingHandlerMapping methods) {
			methods.getHandlerMethods().forEach((info, method) -> add(info, method, unknown, all));
			if (globals != null) {
				// The first rule for a path applies.
				globals.forEach((rule) -> this.rules.globals().add(0, unknown.as(label, within(rule.pattern()))));
			}
		}
		else if (mapping instanceof AbstractUrlHandlerMapping urls) {
			urls.getHandlerMap().keySet().forEach((path) -> this.rules.handlers().add(inCode(within(path), unknown)));
		}
		else {
			this.rules.addUnknownHandlers();
			this.rules.remarks()
				.add("Unknown: " + label + " decides in code. " + reason(mapping) + " " + LeftOut.COVERED);
		}
	}

	private void add(RequestMappingInfo info, HandlerMethod method, UrlRule unknown, boolean all) {
		Set<RequestMethod> mapped = info.getMethodsCondition().getMethods();
		boolean decides = all || this.annotations.configuration(method, mapped) != null;
		Set<String> methods = new LinkedHashSet<>();
		mapped.stream().sorted().map(RequestMethod::name).forEach(methods::add);
		info.getPatternValues()
			.forEach((path) -> this.rules.handlers()
				.add(decides ? inCode(within(path), unknown)
						: new HandlerRule(this.position, "", within(path), methods, null, true, Scope.ALL, List.of())));
	}

	private HandlerRule inCode(String pattern, UrlRule unknown) {
		return new HandlerRule(this.position, unknown.source(), pattern, Set.of(), null, true, Scope.ALL,
				unknown.notes(), true);
	}

	private String within(String pattern) {
		return this.within.apply(pattern);
	}

}
