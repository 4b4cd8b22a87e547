package io.github.corsstarter.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.corsstarter.autoconfigure.CorsProperties.Candidate;
import io.github.corsstarter.autoconfigure.CorsProperties.Policy;
import io.github.corsstarter.autoconfigure.CorsProperties.Settings;
import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.policy.SettingLocations;
import io.github.corsstarter.web.ConfigurationSource;
import io.github.corsstarter.web.CorsPolicies;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * What is configured below {@code cors}. The first load reads the environment as it is.
 * Later loads reread the configuration files, unless Spring Cloud manages them.
 */
final class PropertiesCorsPolicySource implements ConfigurationSource {

	private static final Log logger = LogFactory.getLog(PropertiesCorsPolicySource.class);

	private static final Object UNREADABLE = new Object();

	private static final String RELOAD_INTERVAL = "cors." + CorsPropertiesReader.RELOAD_INTERVAL;

	private static final Duration MIN_RELOAD_INTERVAL = Duration.ofSeconds(1);

	private final ConfigurableEnvironment environment;

	private final CorsProperties settings;

	/** What is wrong with {@code cors.reload-interval}. */
	private final List<CorsProblem> intervalProblems = new ArrayList<>();

	/** What the first load uses. */
	private @Nullable CorsPropertiesReader first;

	/**
	 * What the last call of {@link #loadIfChanged} has read, if it was not in force: the
	 * content of the configuration, or {@link #UNREADABLE}.
	 */
	private @Nullable Object seen;

	private List<CorsProblem> problems = List.of();

	private List<String> warnings = List.of();

	private List<String> logged = List.of();

	PropertiesCorsPolicySource(ConfigurableEnvironment environment) {
		this.environment = environment;
		this.first = new CorsPropertiesReader(environment);
		CorsPropertiesBinder binder = new CorsPropertiesBinder(this.first);
		this.settings = binder.bindRoot();
		for (CorsProblem problem : binder.problems()) {
			if (problem.property().equals(RELOAD_INTERVAL)) {
				this.intervalProblems.add(problem);
			}
		}
		checkReloadInterval(this.settings.reloadInterval(), this.first, this.intervalProblems);
	}

	/**
	 * The settings of an application. Without the auto-configuration that reads them,
	 * they are read here.
	 */
	static CorsProperties settings(ObjectProvider<PropertiesCorsPolicySource> properties,
			ConfigurableEnvironment environment) {
		return properties.getIfAvailable(() -> new PropertiesCorsPolicySource(environment)).settings();
	}

	/**
	 * The keys directly below {@code cors} as they were when the application started,
	 * without the policies. A value that cannot be read has its default here;
	 * {@link #load()} reports it.
	 */
	CorsProperties settings() {
		return this.settings;
	}

	/**
	 * The interval of reloads.
	 * @return the interval, or {@code null} for no reloads at intervals
	 * @throws InvalidCorsPolicyException if the interval is not valid
	 */
	@Nullable Duration reloadInterval() {
		if (!this.intervalProblems.isEmpty()) {
			throw new InvalidCorsPolicyException(this.intervalProblems);
		}
		return this.settings.reloadInterval();
	}

	@Override
	public Rules load() {
		this.logged = List.of();
		this.seen = null;
		CorsPropertiesReader reader = this.first;
		this.first = null;
		if (reader == null) {
			reader = new CorsPropertiesReader(
					SpringCloudSources.areIn(this.environment) ? this.environment : readAgain());
		}
		return read(reader);
	}

	/**
	 * Reads the files again, and trusts a change only if the call before has read the
	 * same: a file may be in the middle of being written. Does nothing if Spring Cloud
	 * manages the environment, because Spring Cloud says when it has changed. A failed
	 * refresh then stays a failure until the next refresh.
	 */
	@Override
	public @Nullable Rules loadIfChanged(Rules inForce) {
		if (SpringCloudSources.areIn(this.environment)) {
			return null;
		}
		try {
			CorsPropertiesReader reader = new CorsPropertiesReader(readAgain());
			Object content = reader.content();
			if (content.equals(inForce.content())) {
				this.seen = null;
				return inForce;
			}
			return isSeenAgain(content) ? read(reader) : null;
		}
		catch (InvalidCorsPolicyException ex) {
			if (ex.getCause() == null || isSeenAgain(UNREADABLE)) {
				throw ex;
			}
			return null;
		}
	}

	private boolean isSeenAgain(Object content) {
		boolean again = content.equals(this.seen);
		this.seen = content;
		return again;
	}

	private Rules read(CorsPropertiesReader reader) {
		CorsPropertiesBinder binder = new CorsPropertiesBinder(reader);
		CorsProperties properties = binder.bind();
		List<CorsProblem> found = new ArrayList<>(reader.problems());
		found.addAll(binder.problems());
		checkReloadInterval(properties.reloadInterval(), reader, found);
		List<CorsPolicySpecification> specifications = new ArrayList<>();
		for (Map.Entry<String, Policy> policy : properties.policies().entrySet()) {
			specifications
				.add(new Merger(policy.getKey(), policy.getValue(), properties.defaults(), reader).specification());
		}
		AllowedHosts hosts = AllowedHosts.of(properties.allowedHosts(), new RootLocations(reader), found);
		this.warnings = List.copyOf(reader.warnings());
		this.problems = List.copyOf(found);
		List<String> lines = new ArrayList<>(reader.warnings());
		if (hasError(found)) {
			log(lines);
			List<CorsProblem> all = new ArrayList<>(CorsPolicies.validate(specifications, found));
			Consequences consequences = new Consequences(reader.problems());
			all.removeIf(consequences::contains);
			throw new InvalidCorsPolicyException(all);
		}
		for (CorsProblem warning : found) {
			lines.add(ProblemReport.line(warning));
		}
		log(lines);
		return new Rules(specifications, hosts, reader.content());
	}

	private static boolean hasError(List<CorsProblem> problems) {
		for (CorsProblem problem : problems) {
			if (problem.isError()) {
				return true;
			}
		}
		return false;
	}

	/** Rules that are refused are read again and again, until the files change. */
	private void log(List<String> lines) {
		if (!lines.equals(this.logged)) {
			lines.forEach(logger::warn);
			this.logged = lines;
		}
	}

	private static void checkReloadInterval(@Nullable Duration interval, CorsPropertiesReader reader,
			List<CorsProblem> problems) {
		if (interval != null && interval.compareTo(MIN_RELOAD_INTERVAL) < 0) {
			problems.add(new CorsProblem(Reason.INVALID_RELOAD_INTERVAL, null, RELOAD_INTERVAL,
					reader.written().value(RELOAD_INTERVAL),
					"The interval must be at least one second. To reload only on request, remove this property.", "1s",
					reader.written().place(RELOAD_INTERVAL)));
		}
	}

	/** What the last load has found, without the checks of the policies. */
	List<CorsProblem> problems() {
		return this.problems;
	}

	/** The warnings of the last load that are only for the log. */
	List<String> warnings() {
		return this.warnings;
	}

	private ConfigurableEnvironment readAgain() {
		try {
			return ConfigurationFiles.readAgain(this.environment);
		}
		catch (RuntimeException ex) {
			String file = ConfigurationFiles.findUnreadable(this.environment);
			InvalidCorsPolicyException failure = new InvalidCorsPolicyException(List
				.of(new CorsProblem(Reason.SOURCE_FAILED, null, "cors", null,
						((file != null) ? "The configuration file " + file : "A configuration file")
								+ " cannot be read: " + ConfigurationFiles.reason(ex) + " The log has the exception.",
						null, file)));
			failure.initCause(ex);
			throw failure;
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
			if (this.policy.paths() != null) {
				builder.paths(this.policy.paths());
			}
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

		/** Set what is configured. The value in the first section that has it counts. */
		private static void applySettings(List<Section> sections, CorsPolicySpecification.Builder builder) {
			for (int i = sections.size() - 1; i >= 0; i--) {
				apply(sections.get(i).settings(), builder);
			}
		}

		private static void apply(Settings settings, CorsPolicySpecification.Builder builder) {
			if (settings.enforce() != null) {
				builder.enforce(settings.enforce());
			}
			if (settings.allowedOrigins() != null) {
				builder.allowedOrigins(settings.allowedOrigins());
			}
			if (settings.allowedMethods() != null) {
				builder.allowedMethods(settings.allowedMethods());
			}
			if (settings.allowedHeaders() != null) {
				builder.allowedHeaders(settings.allowedHeaders());
			}
			if (settings.exposedHeaders() != null) {
				builder.exposedHeaders(settings.exposedHeaders());
			}
			if (settings.allowCredentials() != null) {
				builder.allowCredentials(settings.allowCredentials());
			}
			if (settings.allowTiming() != null) {
				builder.allowTiming(settings.allowTiming());
			}
			if (settings.allowPrivateNetwork() != null) {
				builder.allowPrivateNetwork(settings.allowPrivateNetwork());
			}
			if (settings.maxAge() != null) {
				builder.maxAge(settings.maxAge());
			}
			if (settings.onDisallowed() != null) {
				builder.onDisallowed(settings.onDisallowed());
			}
			if (settings.dangerouslyTolerate() != null) {
				builder.dangerouslyTolerate(settings.dangerouslyTolerate());
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
			for (Section section : this.sections) {
				if (section.values().containsKey(key)) {
					return true;
				}
			}
			return false;
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
