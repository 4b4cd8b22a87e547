package io.github.corsstarter.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.corsstarter.web.CorsPolicySource;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Finds the policy sources among the beans, with their names.
 */
final class PolicySourceBeans {

	private PolicySourceBeans() {
	}

	/**
	 * All beans that can be injected as policy sources.
	 * @return the beans in their order, by name; a bean that is created anew for each use
	 * has the name of its class
	 */
	static Map<String, CorsPolicySource> find(ListableBeanFactory beanFactory) {
		Map<String, CorsPolicySource> sources = new LinkedHashMap<>();
		String[] names = beanFactory.getBeanNamesForType(CorsPolicySource.class);
		beanFactory.getBeanProvider(CorsPolicySource.class).orderedStream().forEach((source) -> {
			String name = name(source, names, beanFactory);
			String free = name;
			for (int i = 2; sources.containsKey(free); i++) {
				free = name + " " + i;
			}
			sources.put(free, source);
		});
		return sources;
	}

	private static String name(CorsPolicySource source, String[] names, ListableBeanFactory beanFactory) {
		for (String name : names) {
			if (beanFactory.isSingleton(name) && beanFactory.getBean(name) == source) {
				return name;
			}
		}
		return source.getClass().getName();
	}

}
