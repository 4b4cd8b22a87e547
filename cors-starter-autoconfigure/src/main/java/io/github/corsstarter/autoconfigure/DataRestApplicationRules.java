package io.github.corsstarter.autoconfigure;

import java.util.List;

import io.github.corsstarter.web.ApplicationRule;
import io.github.corsstarter.web.ApplicationRuleSource;
import io.github.corsstarter.web.CrossOriginRules;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.CrossOrigin;

/**
 * Finds {@link CrossOrigin @CrossOrigin} on the repositories that Spring Data REST
 * exports. Which path below its base path they have is not known here.
 */
final class DataRestApplicationRules implements ApplicationRuleSource {

	static final String DATA_REST = "org.springframework.data.rest.webmvc.RepositoryRestController";

	private static final String REPOSITORY = "org.springframework.data.repository.Repository";

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	DataRestApplicationRules(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	public List<ApplicationRule> applicationRules() {
		Class<?> repository = ClassUtils.resolveClassName(REPOSITORY, this.beanFactory.getBeanClassLoader());
		String basePath = PropertyApplicationRules.path(this.environment.getProperty("spring.data.rest.base-path", ""));
		List<String> paths = List.of(PropertyApplicationRules.servletPath(this.environment) + basePath + "/**");
		CrossOriginRules rules = new CrossOriginRules(this.beanFactory::resolveEmbeddedValue);
		for (String name : this.beanFactory.getBeanNamesForType(repository, false, false)) {
			Class<?> type = this.beanFactory.getType(name, false);
			if (type != null) {
				rules.add(type, paths);
			}
		}
		return rules.rules();
	}

}
