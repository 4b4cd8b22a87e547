package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Finds the CORS rules in Spring MVC's handler mappings: {@code @CrossOrigin} and
 * {@code addCorsMappings}.
 */
final class MvcApplicationRules implements ApplicationRuleSource {

	private final ConfigurableListableBeanFactory beanFactory;

	private final String servletPath;

	private final List<ApplicationRule> known;

	/**
	 * Create a source.
	 * @param beanFactory the bean factory that has the handler mappings
	 * @param servletPath the path that precedes the paths of the handler mappings, or an
	 * empty string
	 * @param known rules that another source finds; they are left out here, although
	 * handler mappings contain them as well
	 */
	MvcApplicationRules(ConfigurableListableBeanFactory beanFactory, String servletPath, List<ApplicationRule> known) {
		this.beanFactory = beanFactory;
		this.servletPath = servletPath;
		this.known = List.copyOf(known);
	}

	@Override
	public List<ApplicationRule> applicationRules() {
		CrossOriginRules annotations = new CrossOriginRules(this.beanFactory::resolveEmbeddedValue);
		// Every handler mapping has the global rules, so a set removes duplicates.
		Set<ApplicationRule> global = new LinkedHashSet<>();
		new InstantiatedBeans<>(this.beanFactory, HandlerMapping.class).instances().forEach((name, bean) -> {
			if (bean instanceof AbstractHandlerMapping mapping) {
				collect(mapping, "addCorsMappings", name, annotations, global);
			}
			else if (bean instanceof Iterable<?> delegates) {
				// Spring Data REST's handler mapping, which has its own CorsRegistry.
				delegates.forEach((delegate) -> {
					if (delegate instanceof AbstractHandlerMapping mapping) {
						collect(mapping, "CorsRegistry of '" + name + "'", name, annotations, global);
					}
				});
			}
		});
		List<ApplicationRule> rules = new ArrayList<>(annotations.rules());
		global.stream().filter((rule) -> !rule.isAmong(this.known)).forEach(rules::add);
		return rules;
	}

	private void collect(AbstractHandlerMapping mapping, String registry, String name, CrossOriginRules annotations,
			Set<ApplicationRule> global) {
		if (mapping instanceof RequestMappingHandlerMapping methods) {
			methods.getHandlerMethods()
				.forEach((info, method) -> annotations.add(method,
						info.getPatternValues().stream().map(this::within).toList(),
						info.getMethodsCondition().getMethods()));
		}
		CorsConfigurationSource source = mapping.getCorsConfigurationSource();
		if (source instanceof UrlBasedCorsConfigurationSource urls) {
			urls.getCorsConfigurations()
				.forEach(
						(path, configuration) -> global.add(ApplicationRule.of(registry, within(path), configuration)));
		}
		else if (source != null) {
			global.add(ApplicationRule.unknown("CorsConfigurationSource of handler mapping '" + name + "'"));
		}
	}

	private String within(String path) {
		return (path.isEmpty() || path.startsWith("/")) ? this.servletPath + path : path;
	}

}
