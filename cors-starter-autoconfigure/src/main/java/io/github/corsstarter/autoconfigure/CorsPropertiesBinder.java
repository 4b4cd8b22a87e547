package io.github.corsstarter.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.corsstarter.autoconfigure.CorsProperties.Candidate;
import io.github.corsstarter.autoconfigure.CorsProperties.Policy;
import io.github.corsstarter.autoconfigure.CorsProperties.Settings;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.policy.DangerousTolerance;
import io.github.corsstarter.policy.OnDisallowed;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;

/**
 * Converts the values of a {@link CorsPropertiesReader} to {@link CorsProperties}, as
 * Spring Boot's binder does. The binder itself is not used, because the reader has
 * already found the keys, and the binder would take a large part of the time that the
 * starter needs at start-up. Each value that cannot be converted becomes a problem.
 */
final class CorsPropertiesBinder {

	private static final String FILTER_ORDER = "filter-order";

	private final ConversionService conversions = ApplicationConversionService.getSharedInstance();

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
			policies.put(name, policy(name));
		}
		Map<String, Object> values = this.reader.section("defaults");
		Settings defaults = values.isEmpty() ? null : new Section("cors.defaults", null, values).settings();
		CorsProperties root = bindRoot();
		return new CorsProperties(root.enabled(), root.debug(), root.filterOrder(), root.reloadInterval(),
				root.allowedHosts(), defaults, policies);
	}

	/**
	 * Bind only the keys directly below {@code cors}, without the policies and the
	 * defaults.
	 */
	CorsProperties bindRoot() {
		Section root = new Section("cors", null, this.reader.section());
		// An empty value cannot be converted to a primitive type.
		Boolean enabled = root.convert("enabled", boolean.class);
		Boolean debug = root.convert("debug", boolean.class);
		Integer filterOrder = root.convert(FILTER_ORDER, int.class);
		Duration reloadInterval = root.duration(CorsPropertiesReader.RELOAD_INTERVAL);
		List<String> allowedHosts = root.list(CorsPropertiesReader.ALLOWED_HOSTS);
		return new CorsProperties(enabled == null || enabled, debug != null && debug,
				(filterOrder != null) ? filterOrder : CorsProperties.FILTER_ORDER, reloadInterval,
				(allowedHosts != null) ? allowedHosts : List.of(), null, Map.of());
	}

	private Policy policy(String name) {
		String property = "cors.policies." + name;
		String shadow = PolicyKey.SHADOW.code();
		Map<String, Object> candidate = this.reader.section("policies", name, shadow);
		return new Section(property, name, this.reader.section("policies", name))
			.policy(candidate.isEmpty() ? null : new Section(property + "." + shadow, name, candidate));
	}

	/**
	 * The values of one section.
	 */
	private final class Section {

		private final String name;

		private final @Nullable String policy;

		private final Map<String, Object> values;

		/**
		 * Create a section.
		 * @param name the full name of the section
		 * @param policy the policy to which the section belongs, or {@code null}
		 * @param values the keys with their values: strings, and lists of strings
		 */
		Section(String name, @Nullable String policy, Map<String, Object> values) {
			this.name = name;
			this.policy = policy;
			this.values = values;
		}

		Policy policy(@Nullable Section shadow) {
			return new Policy(flag(PolicyKey.ENFORCE), list(PolicyKey.PATHS), list(PolicyKey.ALLOWED_ORIGINS),
					list(PolicyKey.ALLOWED_METHODS), list(PolicyKey.ALLOWED_HEADERS), list(PolicyKey.EXPOSED_HEADERS),
					flag(PolicyKey.ALLOW_CREDENTIALS), flag(PolicyKey.ALLOW_TIMING),
					flag(PolicyKey.ALLOW_PRIVATE_NETWORK), duration(PolicyKey.MAX_AGE.code()),
					convert(PolicyKey.ON_DISALLOWED.code(), OnDisallowed.class), tolerances(),
					(shadow != null) ? shadow.candidate() : null);
		}

		Settings settings() {
			return new Settings(flag(PolicyKey.ENFORCE), list(PolicyKey.ALLOWED_ORIGINS),
					list(PolicyKey.ALLOWED_METHODS), list(PolicyKey.ALLOWED_HEADERS), list(PolicyKey.EXPOSED_HEADERS),
					flag(PolicyKey.ALLOW_CREDENTIALS), flag(PolicyKey.ALLOW_TIMING),
					flag(PolicyKey.ALLOW_PRIVATE_NETWORK), duration(PolicyKey.MAX_AGE.code()),
					convert(PolicyKey.ON_DISALLOWED.code(), OnDisallowed.class), tolerances());
		}

		private Candidate candidate() {
			return new Candidate(list(PolicyKey.ALLOWED_ORIGINS), list(PolicyKey.ALLOWED_METHODS),
					list(PolicyKey.ALLOWED_HEADERS), list(PolicyKey.EXPOSED_HEADERS), flag(PolicyKey.ALLOW_CREDENTIALS),
					flag(PolicyKey.ALLOW_TIMING), flag(PolicyKey.ALLOW_PRIVATE_NETWORK),
					duration(PolicyKey.MAX_AGE.code()), convert(PolicyKey.ON_DISALLOWED.code(), OnDisallowed.class),
					tolerances());
		}

		/**
		 * An invalid {@code allow-credentials} counts as {@code true}, unless it probably
		 * means {@code false}. Settings that are unsafe with credentials are then
		 * reported at the same time.
		 */
		private @Nullable Boolean flag(PolicyKey key) {
			int known = CorsPropertiesBinder.this.problems.size();
			Boolean value = convert(key.code(), Boolean.class);
			boolean invalid = CorsPropertiesBinder.this.problems.size() > known;
			return (invalid && key == PolicyKey.ALLOW_CREDENTIALS
					&& !"false".equals(CorsPropertiesBinder.this.problems.get(known).suggestion())) ? Boolean.TRUE
							: value;
		}

		/** A number without a unit is in seconds. */
		@Nullable Duration duration(String key) {
			Object value = this.values.get(key);
			if (value == null || value.equals("")) {
				return null;
			}
			try {
				return DurationStyle.detectAndParse(value.toString(), ChronoUnit.SECONDS);
			}
			catch (IllegalArgumentException | ArithmeticException ex) {
				refuse(key, value);
				return null;
			}
		}

		@SuppressWarnings("unchecked")
		@Nullable List<String> list(String key) {
			return (List<String>) this.values.get(key);
		}

		private @Nullable List<String> list(PolicyKey key) {
			return list(key.code());
		}

		private @Nullable Set<DangerousTolerance> tolerances() {
			String key = PolicyKey.DANGEROUSLY_TOLERATE.code();
			List<String> elements = list(key);
			if (elements == null) {
				return null;
			}
			Set<DangerousTolerance> tolerances = new LinkedHashSet<>();
			int known = CorsPropertiesBinder.this.problems.size();
			for (int i = 0; i < elements.size(); i++) {
				String element = key + "[" + i + "]";
				DangerousTolerance tolerance = convert(element, elements.get(i), DangerousTolerance.class);
				if (tolerance != null) {
					tolerances.add(tolerance);
				}
				else if (elements.get(i).isEmpty()) {
					refuse(element, "");
				}
			}
			return (CorsPropertiesBinder.this.problems.size() == known) ? tolerances : null;
		}

		<T> @Nullable T convert(String key, Class<T> type) {
			Object value = this.values.get(key);
			return (value != null) ? convert(key, value, type) : null;
		}

		private <T> @Nullable T convert(String key, Object value, Class<T> type) {
			try {
				return CorsPropertiesBinder.this.conversions.convert(value, type);
			}
			catch (ConversionException ex) {
				refuse(key, value);
				return null;
			}
		}

		private void refuse(String key, Object value) {
			String property = this.name + "." + key;
			int bracket = key.indexOf('[');
			PolicyKey policyKey = PolicyKey.find((bracket != -1) ? key.substring(0, bracket) : key);
			PolicyKey.Type type = (policyKey != null) ? policyKey.type()
					: key.equals(CorsPropertiesReader.RELOAD_INTERVAL) ? PolicyKey.Type.DURATION
							: PolicyKey.Type.BOOLEAN;
			String expected = key.equals(FILTER_ORDER) ? "a whole number" : type.toString();
			String text = value.toString();
			CorsPropertiesBinder.this.problems.add(new CorsProblem(Reason.INVALID_VALUE, this.policy, property, text,
					"The value must be " + expected + ".",
					(policyKey != null || type == PolicyKey.Type.DURATION) ? type.nearest(text) : null,
					CorsPropertiesBinder.this.reader.written().place(property)));
		}

	}

}
