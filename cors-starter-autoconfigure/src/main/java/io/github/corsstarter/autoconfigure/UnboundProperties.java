package io.github.corsstarter.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Collects every property below {@code cors} from every source, with its location. Spring
 * Boot's {@code ConfigurationPropertySource} is used only for environment variables. It
 * treats {@code public-api} and {@code publicapi} as the same name, but they are the
 * names of different policies.
 */
final class UnboundProperties {

	private static final String PREFIX = "cors";

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of(PREFIX);

	private UnboundProperties() {
	}

	static List<UnboundProperty> collect(ConfigurableEnvironment environment) {
		List<UnboundProperty> properties = new ArrayList<>();
		int position = 0;
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof SystemEnvironmentPropertySource) {
				collectVariables(source, position, properties);
			}
			else if (source instanceof EnumerablePropertySource<?> enumerable
					&& !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
				collect(enumerable, position, properties);
			}
			position++;
		}
		return properties;
	}

	private static void collect(EnumerablePropertySource<?> source, int position, List<UnboundProperty> properties) {
		for (String name : source.getPropertyNames()) {
			// A YAML file that contains only {} has a property without a name.
			if (name == null || name.length() < PREFIX.length()
					|| !name.substring(0, PREFIX.length()).toLowerCase(Locale.ROOT).equals(PREFIX)) {
				continue;
			}
			ConfigurationPropertyName adapted = ConfigurationPropertyName.adapt(name, '.');
			Object value = source.getProperty(name);
			if (value != null && (ROOT.equals(adapted) || ROOT.isAncestorOf(adapted))) {
				properties.add(new UnboundProperty(path(name), value, place(source, name), position, false));
			}
		}
	}

	private static void collectVariables(PropertySource<?> source, int position, List<UnboundProperty> properties) {
		if (!hasVariable(source) || !(ConfigurationPropertySource
			.from(source) instanceof IterableConfigurationPropertySource iterable)) {
			return;
		}
		for (ConfigurationPropertyName name : iterable) {
			ConfigurationProperty property = ROOT.isAncestorOf(name) ? iterable.getConfigurationProperty(name) : null;
			if (property != null && property.getValue() != null) {
				Origin origin = property.getOrigin();
				properties.add(new UnboundProperty(path(name), property.getValue(),
						(origin != null) ? origin.toString() : null, position, true));
			}
		}
	}

	/** Spring Boot's source is slow, and most environments have no variable for it. */
	private static boolean hasVariable(PropertySource<?> source) {
		if (source instanceof EnumerablePropertySource<?> enumerable) {
			for (String name : enumerable.getPropertyNames()) {
				if (name.toLowerCase(Locale.ROOT).contains(PREFIX)) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * The elements of a name, as written. {@link ConfigurationPropertyName} drops
	 * characters that it does not allow, so that different policies could get the same
	 * name.
	 */
	private static List<String> path(String name) {
		List<String> path = new ArrayList<>();
		int start = 0;
		while (start < name.length()) {
			int end = (name.charAt(start) == '[') ? name.indexOf(']', start) : -1;
			if (end > start + 1) {
				String inBrackets = name.substring(start + 1, end);
				path.add(isNumber(inBrackets) ? name.substring(start, end + 1) : inBrackets);
				start = end + 1;
				continue;
			}
			end = start;
			while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
				end++;
			}
			if (end > start) {
				path.add(name.substring(start, end));
			}
			// A dot ends an element. A bracket without a counterpart is left out.
			start = (end < name.length() && (name.charAt(end) == '.' || end == start)) ? end + 1 : end;
		}
		return List.copyOf(path.subList(1, path.size()));
	}

	private static boolean isNumber(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) < '0' || text.charAt(i) > '9') {
				return false;
			}
		}
		return true;
	}

	private static List<String> path(ConfigurationPropertyName name) {
		List<String> path = new ArrayList<>();
		for (int i = 1; i < name.getNumberOfElements(); i++) {
			String element = name.getElement(i, Form.ORIGINAL);
			path.add(name.isNumericIndex(i) ? "[" + element + "]" : element);
		}
		return List.copyOf(path);
	}

	private static @Nullable String place(PropertySource<?> source, String name) {
		Origin origin = OriginLookup.getOrigin(source, name);
		return ((origin != null) ? origin : PropertySourceOrigin.get(source, name)).toString();
	}

}
