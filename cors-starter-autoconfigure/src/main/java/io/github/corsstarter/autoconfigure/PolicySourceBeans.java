package io.github.corsstarter.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.corsstarter.web.CorsPolicySource;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Finds the policy sources among the beans, with their names.
 */
final class PolicySourceBeans {

	private PolicySourceBeans() {
	}

	/**
	 * Name the policy sources.
	 * @param provider the sources as they are injected. It has the proxy of a scoped
	 * bean, and not its target
	 * @param beanFactory the bean factory
	 * @return the beans in their order, by name; a bean that is created anew for each use
	 * has the name of its class
	 */
	static Map<String, CorsPolicySource> find(ObjectProvider<CorsPolicySource> provider,
			ListableBeanFactory beanFactory) {
		Map<String, CorsPolicySource> sources = new LinkedHashMap<>();
		String[] names = beanFactory.getBeanNamesForType(CorsPolicySource.class);
		provider.orderedStream().forEach((source) -> {
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
