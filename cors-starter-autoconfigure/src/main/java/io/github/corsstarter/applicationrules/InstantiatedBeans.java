package io.github.corsstarter.applicationrules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * Finds the beans of a type without creating any, so that lazy beans stay lazy.
 *
 * @param <T> the type
 */
final class InstantiatedBeans<T> {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ResolvableType declaredType;

	private final Class<T> type;

	/**
	 * Create a view of the beans of a type.
	 * @param beanFactory the bean factory
	 * @param type the type
	 */
	InstantiatedBeans(ConfigurableListableBeanFactory beanFactory, Class<T> type) {
		this(beanFactory, ResolvableType.forClass(type), type);
	}

	/**
	 * Create a view of the beans of a generic type.
	 * @param beanFactory the bean factory
	 * @param declaredType the type with its type arguments
	 * @param type the type
	 */
	InstantiatedBeans(ConfigurableListableBeanFactory beanFactory, ResolvableType declaredType, Class<T> type) {
		this.beanFactory = beanFactory;
		this.declaredType = declaredType;
		this.type = type;
	}

	/**
	 * The names of all singletons of the type, created or not.
	 * @return the names in the order of registration
	 */
	List<String> names() {
		return List.of(this.beanFactory.getBeanNamesForType(this.declaredType, false, false));
	}

	/**
	 * The singletons that have been created.
	 * @return the beans by name, in the order of registration
	 */
	Map<String, T> instances() {
		Map<String, T> beans = new LinkedHashMap<>();
		for (String name : names()) {
			Object bean = this.beanFactory.containsSingleton(name) ? this.beanFactory.getBean(name) : null;
			// A bean method may have returned null. Spring then has a placeholder of
			// another type.
			if (this.type.isInstance(bean)) {
				beans.put(name, this.type.cast(bean));
			}
		}
		return beans;
	}

}
