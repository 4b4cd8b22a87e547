package io.github.corsstarter.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.corsstarter.autoconfigure.CorsProperties.Candidate;
import io.github.corsstarter.autoconfigure.CorsProperties.Policy;
import io.github.corsstarter.autoconfigure.CorsProperties.Settings;
import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.policy.SettingLocations;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.CorsPolicySource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;

/**
 * The policies below {@code cors.policies}. The first load reads the environment as it
 * is. Later loads reread the configuration files, unless Spring Cloud does so. Only one
 * thread at a time may load.
 */
final class PropertiesCorsPolicySource implements CorsPolicySource {

	private static final Log logger = LogFactory.getLog(PropertiesCorsPolicySource.class);

	private static final boolean SPRING_CLOUD = ClassUtils.isPresent(
			"org.springframework.cloud.context.environment.EnvironmentChangeEvent",
			PropertiesCorsPolicySource.class.getClassLoader());

	private final ConfigurableEnvironment environment;

	private boolean loaded;

	private AllowedHosts hosts = AllowedHosts.ANY;

	PropertiesCorsPolicySource(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	/**
	 * The keys directly below {@code cors}, without the policies. A value that cannot be
	 * read has its default here; {@link #load()} reports it.
	 */
	static CorsProperties settings(ConfigurableEnvironment environment) {
		return new CorsPropertiesBinder(new CorsPropertiesReader(environment)).bindRoot();
	}

	@Override
	public Collection<CorsPolicySpecification> load() {
		CorsPropertiesReader reader = new CorsPropertiesReader(
				(this.loaded && !SPRING_CLOUD) ? readAgain() : this.environment);
		this.loaded = true;
		CorsPropertiesBinder binder = new CorsPropertiesBinder(reader);
		CorsProperties properties = binder.bind();
		List<CorsProblem> problems = new ArrayList<>(reader.problems());
		problems.addAll(binder.problems());
		List<CorsPolicySpecification> specifications = new ArrayList<>();
		properties.policies().forEach((name, policy) -> {
			Merger merger = new Merger(name, policy, properties.defaults(), reader);
			specifications.add(merger.specification());
		});
		AllowedHosts allowedHosts = AllowedHosts.of(properties.allowedHosts(), new RootLocations(reader), problems);
		reader.warnings().forEach(logger::warn);
		if (problems.stream().anyMatch(CorsProblem::isError)) {
			List<CorsProblem> all = new ArrayList<>(CorsPolicies.validate(specifications, problems));
			Consequences consequences = new Consequences(reader.problems());
			all.removeIf(consequences::contains);
			throw new InvalidCorsPolicyException(all);
		}
		problems.forEach((warning) -> logger.warn(ProblemReport.line(warning)));
		this.hosts = allowedHosts;
		return specifications;
	}

	/**
	 * The allowed hosts that the last successful load has read.
	 */
	AllowedHosts allowedHosts() {
		return this.hosts;
	}

	private ConfigurableEnvironment readAgain() {
		try {
			return ConfigurationFiles.readAgain(this.environment);
		}
		catch (RuntimeException ex) {
			logger.warn("A reload cannot read the configuration files", ex);
			String file = ConfigurationFiles.findUnreadable(this.environment);
			throw new InvalidCorsPolicyException(List.of(new CorsProblem(Reason.SOURCE_FAILED, null, "cors", null,
					((file != null) ? "The configuration file " + file : "A configuration file") + " cannot be read: "
							+ ex.getMessage(),
					null, file)));
		}
	}

	/**
	 * The problems that only follow from others: an unresolved placeholder makes its
	 * value invalid, a misspelled key makes the correct key seem to be missing, and an
	 * element that YAML has read as keys has no value.
	 */
	private static final class Consequences {

		private final Set<String> misspelled = new HashSet<>();

		private final Set<String> unquoted = new HashSet<>();

		private final Set<String> unresolved = new HashSet<>();

		Consequences(List<CorsProblem> causes) {
			for (CorsProblem cause : causes) {
				if (cause.reason() == Reason.UNKNOWN_KEY && cause.suggestion() != null) {
					this.misspelled.add(cause.suggestion());
				}
				else if (cause.reason() == Reason.UNQUOTED_ELEMENT) {
					this.unquoted.add(cause.property());
				}
				else if (cause.reason() == Reason.UNRESOLVED_PLACEHOLDER) {
					this.unresolved.add(cause.property());
				}
			}
		}

		boolean contains(CorsProblem problem) {
			String property = problem.property();
			String value = problem.value();
			if (problem.reason() == Reason.NO_PATHS || problem.reason() == Reason.NO_ORIGINS) {
				return this.misspelled.contains(property);
			}
			if (problem.reason() != Reason.UNQUOTED_ELEMENT && this.unquoted.contains(property)) {
				return true;
			}
			return problem.reason() != Reason.UNRESOLVED_PLACEHOLDER && value != null && value.contains("${")
					&& (this.unresolved.contains(property) || (property.endsWith("]")
							&& this.unresolved.contains(property.substring(0, property.lastIndexOf('[')))));
		}

	}

	/**
	 * Merges a policy with the defaults. A key in the policy replaces the default
	 * completely.
	 */
	private static final class Merger {

		private final String name;

		private final Policy policy;

		private final List<Section> sections = new ArrayList<>();

		private final CorsPropertiesReader reader;

		Merger(String name, Policy policy, @Nullable Settings defaults, CorsPropertiesReader reader) {
			this.name = name;
			this.policy = policy;
			this.reader = reader;
			this.sections
				.add(new Section("cors.policies." + name, policy.settings(), reader.section("policies", name)));
			if (defaults != null) {
				this.sections.add(new Section("cors.defaults", defaults, reader.section("defaults")));
			}
		}

		CorsPolicySpecification specification() {
			CorsPolicySpecification.Builder builder = CorsPolicySpecification.builder(this.name);
			set(this.policy.paths(), builder::paths);
			apply(this.sections, builder);
			Candidate shadow = this.policy.shadow();
			if (shadow != null) {
				builder.shadow((candidate) -> apply(with(shadow.settings()), candidate));
			}
			return builder.build();
		}

		private List<Section> with(Settings shadow) {
			List<Section> all = new ArrayList<>(this.sections);
			String key = PolicyKey.SHADOW.code();
			all.add(0, new Section("cors.policies." + this.name + "." + key, shadow,
					this.reader.section("policies", this.name, key)));
			return all;
		}

		private void apply(List<Section> sections, CorsPolicySpecification.Builder builder) {
			builder.locations(new SectionLocations(sections, this.reader, "cors.policies." + this.name));
			applySettings(sections, builder);
		}

		private static void applySettings(List<Section> sections, CorsPolicySpecification.Builder builder) {
			set(first(sections, Settings::enforce), builder::enforce);
			set(first(sections, Settings::allowedOrigins), builder::allowedOrigins);
			set(first(sections, Settings::allowedMethods), builder::allowedMethods);
			set(first(sections, Settings::allowedHeaders), builder::allowedHeaders);
			set(first(sections, Settings::exposedHeaders), builder::exposedHeaders);
			set(first(sections, Settings::allowCredentials), builder::allowCredentials);
			set(first(sections, Settings::allowTiming), builder::allowTiming);
			set(first(sections, Settings::allowPrivateNetwork), builder::allowPrivateNetwork);
			set(first(sections, Settings::maxAge), builder::maxAge);
			set(first(sections, Settings::onDisallowed), builder::onDisallowed);
			set(first(sections, Settings::dangerouslyTolerate), builder::dangerouslyTolerate);
		}

		private static <T> @Nullable T first(List<Section> sections, Function<Settings, @Nullable T> key) {
			for (Section section : sections) {
				T value = key.apply(section.settings());
				if (value != null) {
					return value;
				}
			}
			return null;
		}

		private static <T> void set(@Nullable T value, Consumer<T> setter) {
			if (value != null) {
				setter.accept(value);
			}
		}

	}

	/**
	 * The locations of the keys directly below {@code cors}.
	 */
	private record RootLocations(CorsPropertiesReader reader) implements SettingLocations {

		@Override
		public String property(String key) {
			return "cors." + key;
		}

		@Override
		public @Nullable String place(String property) {
			String place = this.reader.written().place(property);
			return (place != null) ? place : this.reader.written().place(AllowedHosts.PROPERTY);
		}

	}

	/**
	 * A section of the configuration from which a policy takes settings.
	 *
	 * @param name the full name of the section
	 * @param settings the bound values of its keys
	 * @param values its keys with their values as read
	 */
	private record Section(String name, Settings settings, Map<String, Object> values) {
	}

	/**
	 * Finds the section from which each setting was taken.
	 */
	private record SectionLocations(List<Section> sections, CorsPropertiesReader reader,
			String fallback) implements SettingLocations {

		@Override
		public String property(String key) {
			int bracket = key.indexOf('[');
			String plainKey = (bracket != -1) ? key.substring(0, bracket) : key;
			for (Section section : this.sections) {
				if (section.values().containsKey(plainKey)) {
					return section.name() + "." + key;
				}
			}
			return this.fallback + "." + key;
		}

		@Override
		public String ownProperty(String key) {
			return this.sections.get(0).name() + "." + key;
		}

		@Override
		public @Nullable String place(String property) {
			String place = this.reader.written().place(property);
			return (place != null) ? place : this.reader.written().place(this.fallback);
		}

		@Override
		public boolean isSet(String key) {
			return this.sections.stream().anyMatch((section) -> section.values().containsKey(key));
		}

		@Override
		public boolean isText(String property) {
			return this.reader.written().isText(property);
		}

		@Override
		public void applyDefaults(CorsPolicySpecification.Builder policy) {
			Merger.applySettings(
					this.sections.stream().filter((section) -> section.name().equals("cors.defaults")).toList(),
					policy);
		}

		@Override
		public @Nullable String value(String property) {
			return this.reader.written().value(property);
		}

	}

}
