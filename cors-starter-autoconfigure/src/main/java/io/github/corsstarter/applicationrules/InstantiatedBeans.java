package io.github.corsstarter.applicationrules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The beans of a type, without the making of any: what is lazy stays so.
 *
 * @param <T> the type
 */
final class InstantiatedBeans<T> {

	private final ConfigurableListableBeanFactory beanFactory;

	private final Class<T> type;

	/**
	 * Create a view of the beans of a type.
	 * @param beanFactory the bean factory
	 * @param type the type
	 */
	InstantiatedBeans(ConfigurableListableBeanFactory beanFactory, Class<T> type) {
		this.beanFactory = beanFactory;
		this.type = type;
	}

	/**
	 * The names of all singletons of the type, instances or not.
	 * @return the names in the order of registration
	 */
	List<String> names() {
		return List.of(this.beanFactory.getBeanNamesForType(this.type, false, false));
	}

	/**
	 * The singletons that have been instances.
	 * @return the beans by their names, in the order of registration
	 */
	Map<String, T> instances() {
		Map<String, T> beans = new LinkedHashMap<>();
		for (String name : names()) {
			Object bean = this.beanFactory.containsSingleton(name) ? this.beanFactory.getBean(name) : null;
			// A bean method may have instances none of the type: Spring then has another
			// object.
			if (this.type.isInstance(bean)) {
				beans.put(name, this.type.cast(bean));
			}
		}
		return beans;
	}

}
