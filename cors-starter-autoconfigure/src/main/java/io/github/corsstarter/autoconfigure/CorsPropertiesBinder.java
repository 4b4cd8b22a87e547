package io.github.corsstarter.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.autoconfigure.CorsProperties.Policy;
import io.github.corsstarter.autoconfigure.CorsProperties.Settings;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Converts the properties of a {@link CorsPropertiesReader} to {@link CorsProperties},
 * section by section, with Spring Boot's binder. Each value that cannot be converted
 * becomes a problem, and binding continues.
 */
final class CorsPropertiesBinder {

	private final CorsPropertiesReader reader;

	private final List<CorsProblem> problems = new ArrayList<>();

	CorsPropertiesBinder(CorsPropertiesReader reader) {
		this.reader = reader;
	}

	/** The values that could not be converted so far, as problems. */
	List<CorsProblem> problems() {
		return this.problems;
	}

	CorsProperties bind() {
		Map<String, Policy> policies = new LinkedHashMap<>();
		for (String name : this.reader.policies()) {
			Map<String, Object> values = new LinkedHashMap<>(this.reader.section("policies", name));
			Map<String, Object> shadow = this.reader.section("policies", name, PolicyKey.SHADOW.code());
			shadow.forEach((key, value) -> values.put(PolicyKey.SHADOW.code() + "." + key, value));
			policies.put(name, bind(Policy.class, "cors.policies." + name, name, values));
		}
		Map<String, Object> defaultValues = this.reader.section("defaults");
		Settings defaults = defaultValues.isEmpty() ? null : bind(Settings.class, "cors.defaults", null, defaultValues);
		CorsProperties root = bindRoot();
		return new CorsProperties(root.enabled(), root.debug(), root.filterOrder(), root.reloadInterval(),
				root.allowedHosts(), defaults, policies);
	}

	/**
	 * Bind only the keys directly below {@code cors}, without the policies and the
	 * defaults.
	 */
	CorsProperties bindRoot() {
		return bind(CorsProperties.class, "cors", null, this.reader.section());
	}

	private <T> T bind(Class<T> type, String name, @Nullable String policy, Map<String, Object> values) {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		values.forEach((key, value) -> put(source, "section." + key, value));
		return new Binder(source).bindOrCreate("section", Bindable.of(type), new BindHandler() {

			@Override
			public @Nullable Object onFailure(ConfigurationPropertyName failed, Bindable<?> target, BindContext context,
					Exception error) throws Exception {
				if (failed.getNumberOfElements() < 2) {
					throw error;
				}
				String key = failed.toString().substring("section.".length());
				CorsProblem problem = problem(name + "." + key, policy, key, values);
				if (!isReported(name + "." + key + "[")) {
					CorsPropertiesBinder.this.problems.add(problem);
				}
				return assumed(key, problem);
			}

		});
	}

	/**
	 * The value to use in place of an invalid one, so that the other settings can still
	 * be checked. An invalid {@code allow-credentials} counts as {@code true}, unless it
	 * probably means {@code false}. Settings that are unsafe with credentials are then
	 * reported at the same time.
	 */
	private static @Nullable Object assumed(String key, CorsProblem problem) {
		boolean credentials = key.endsWith(PolicyKey.ALLOW_CREDENTIALS.code());
		return (credentials && !"false".equals(problem.suggestion())) ? true : null;
	}

	/** After an invalid element, the binder reports the whole list a second time. */
	private boolean isReported(String elementPrefix) {
		return this.problems.stream().anyMatch((problem) -> problem.property().startsWith(elementPrefix));
	}

	private CorsProblem problem(String property, @Nullable String policy, String key, Map<String, Object> values) {
		String plainKey = key.replaceAll("\\[[0-9]+]$", "");
		PolicyKey policyKey = PolicyKey.find(plainKey.substring(plainKey.lastIndexOf('.') + 1));
		PolicyKey.Type type = (policyKey != null) ? policyKey.type()
				: key.equals(CorsPropertiesReader.RELOAD_INTERVAL) ? PolicyKey.Type.DURATION : PolicyKey.Type.BOOLEAN;
		String expected = key.equals("filter-order") ? "a whole number" : type.toString();
		Object value = values.get(plainKey);
		if (value instanceof List<?> list && key.endsWith("]")) {
			value = list.get(UnboundProperty.index(key.substring(plainKey.length())).intValueExact());
		}
		String text = String.valueOf(value);
		return new CorsProblem(Reason.INVALID_VALUE, policy, property, text, "The value must be " + expected + ".",
				(policyKey != null || type == PolicyKey.Type.DURATION) ? type.nearest(text) : null,
				this.reader.written().place(property));
	}

	private static void put(MapConfigurationPropertySource source, String name, Object value) {
		if (!(value instanceof List<?> list)) {
			source.put(name, value);
		}
		else if (list.isEmpty()) {
			source.put(name, "");
		}
		else {
			List<Object> elements = new ArrayList<>(list);
			for (int i = 0; i < elements.size(); i++) {
				source.put(name + "[" + i + "]", elements.get(i));
			}
		}
	}

}
