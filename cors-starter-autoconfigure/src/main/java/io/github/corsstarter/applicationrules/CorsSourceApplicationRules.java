package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/**
 * Finds beans of the type {@link CorsConfigurationSource}, which Spring Security's
 * {@code http.cors()} uses.
 */
final class CorsSourceApplicationRules implements ApplicationRuleSource {

	/**
	 * The package of Spring MVC's own bean of this type, which only delegates to the
	 * handler mappings.
	 */
	private static final String SPRING_MVC = "org.springframework.web.servlet.";

	private final ConfigurableListableBeanFactory beanFactory;

	/**
	 * Create a source.
	 * @param beanFactory the bean factory to search
	 */
	CorsSourceApplicationRules(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public List<ApplicationRule> applicationRules() {
		InstantiatedBeans<CorsConfigurationSource> beans = new InstantiatedBeans<>(this.beanFactory,
				CorsConfigurationSource.class);
		Map<String, CorsConfigurationSource> instances = beans.instances();
		List<ApplicationRule> rules = new ArrayList<>();
		for (String name : beans.names()) {
			Class<?> type = this.beanFactory.getType(name, false);
			if (type != null && type.getName().startsWith(SPRING_MVC)) {
				continue;
			}
			String source = "CorsConfigurationSource '" + name + "'";
			if (instances.get(name) instanceof UrlBasedCorsConfigurationSource urls) {
				urls.getCorsConfigurations()
					.forEach((path, configuration) -> rules.add(ApplicationRule.of(source, path, configuration)));
			}
			else {
				rules.add(ApplicationRule.unknown(source));
			}
		}
		return rules;
	}

}
