package io.github.corsstarter.applicationrules;

import java.util.List;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.CrossOrigin;

/**
 * Finds {@link CrossOrigin @CrossOrigin} on the repositories that Spring Data REST
 * exports. The path of a repository is not known here, so its rule applies to everything
 * below the base path.
 */
final class DataRestApplicationRules implements ApplicationRuleSource {

	private static final String REPOSITORY = "org.springframework.data.repository.Repository";

	private final ConfigurableListableBeanFactory beanFactory;

	private final String basePath;

	DataRestApplicationRules(ConfigurableListableBeanFactory beanFactory, String basePath) {
		this.beanFactory = beanFactory;
		this.basePath = basePath;
	}

	@Override
	public List<ApplicationRule> applicationRules() {
		Class<?> repository = ClassUtils.resolveClassName(REPOSITORY, this.beanFactory.getBeanClassLoader());
		List<String> paths = List.of(this.basePath + "/**");
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
