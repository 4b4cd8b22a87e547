package io.github.corsstarter.applicationrules;

import java.util.List;

import io.github.corsstarter.applicationrules.DataRestRepositories.Repository;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.web.bind.annotation.CrossOrigin;

/**
 * Finds {@link CrossOrigin @CrossOrigin} on the repositories that Spring Data REST
 * exports.
 */
final class DataRestApplicationRules implements ApplicationRuleSource {

	private final ConfigurableListableBeanFactory beanFactory;

	private final DataRestRepositories repositories;

	DataRestApplicationRules(ConfigurableListableBeanFactory beanFactory, String dispatcherPath) {
		this.beanFactory = beanFactory;
		this.repositories = new DataRestRepositories(beanFactory, dispatcherPath);
	}

	@Override
	public List<ApplicationRule> applicationRules() {
		CrossOriginRules rules = new CrossOriginRules(this.beanFactory::resolveEmbeddedValue);
		for (Repository repository : this.repositories.all()) {
			rules.add(repository.type(), List.of(repository.pattern()), DataRestRepositories.DEFAULT_METHODS);
		}
		return rules.rules();
	}

}
