package io.github.corsstarter.autoconfigure;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.corsstarter.applicationrules.ApplicationRuleSource;
import io.github.corsstarter.web.CorsDecisionListener;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the names of the parameters of bean methods. Spring compares the type of each
 * bean of the application with the type of a parameter, unless the parameter has the name
 * of a bean. At start-up, this takes about half a millisecond for each parameter.
 */
class BeanParameterNamesTests {

	/** There can be several beans of these types, so Spring needs to look for them. */
	private static final Set<Class<?>> SEVERAL = Set.of(ApplicationRuleSource.class, CorsDecisionListener.class);

	@Test
	void parametersHaveTheNamesOfTheirBeans() {
		List<Method> methods = Stream
			.of(CorsAutoConfiguration.class, CorsServletAutoConfiguration.class, CorsReactiveAutoConfiguration.class,
					CorsApplicationRulesAutoConfiguration.class, CorsMetricsAutoConfiguration.class,
					CorsEndpointAutoConfiguration.class, CorsManagementContextConfiguration.class)
			.flatMap(BeanParameterNamesTests::withNested)
			.flatMap((type) -> Stream.of(type.getDeclaredMethods()))
			.filter((method) -> method.isAnnotationPresent(Bean.class))
			.toList();
		Map<Class<?>, Set<String>> names = new HashMap<>();
		for (Method method : methods) {
			names.computeIfAbsent(method.getReturnType(), (type) -> new TreeSet<>()).add(method.getName());
		}
		List<String> others = new ArrayList<>();
		int checked = 0;
		for (Method method : methods) {
			for (Parameter parameter : method.getParameters()) {
				Class<?> type = beanType(parameter);
				if (type.getName().startsWith("io.github.corsstarter") && !SEVERAL.contains(type)
						&& names.containsKey(type)) {
					checked++;
					if (!names.get(type).contains(parameter.getName())) {
						others
							.add(method.getName() + ": name " + parameter.getName() + " as one of " + names.get(type));
					}
				}
			}
		}
		assertThat(others).isEmpty();
		assertThat(checked).isGreaterThan(20);
	}

	private static Stream<Class<?>> withNested(Class<?> type) {
		return Stream.concat(Stream.of(type),
				Stream.of(type.getDeclaredClasses()).flatMap(BeanParameterNamesTests::withNested));
	}

	private static Class<?> beanType(Parameter parameter) {
		Type type = parameter.getParameterizedType();
		if (parameter.getType() == ObjectProvider.class && type instanceof ParameterizedType provider
				&& provider.getActualTypeArguments()[0] instanceof Class<?> bean) {
			return bean;
		}
		return parameter.getType();
	}

}
