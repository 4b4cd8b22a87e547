package io.github.corsstarter.applicationrules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.github.corsstarter.applicationrules.ExistingRules.HandlerRule;
import io.github.corsstarter.applicationrules.ExistingRules.LeftOut;
import io.github.corsstarter.applicationrules.ExistingRules.UrlRule;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.web.CorsPolicies;

import org.springframework.core.env.Environment;

/**
 * Writes the configuration that allows the same as the rules of an application.
 */
final class MigrationWriter {

	private static final int MAX_SOURCES = 10;

	private final ExistingRules rules;

	private final Collection<CorsPolicy> policies;

	private final OriginProperties properties;

	private final PolicySettings settings;

	private final List<String> profiles;

	private final PatternOrder order = new PatternOrder();

	private final MigrationYaml yaml = new MigrationYaml();

	private final Set<String> names = new HashSet<>();

	private final Map<String, Outcome> outcomes = new LinkedHashMap<>();

	private final List<String> remarks = new ArrayList<>();

	/**
	 * Create a writer.
	 * @param rules the rules of the application
	 * @param policies the policies that the application has already
	 * @param properties finds the properties that origins come from
	 * @param environment the properties of the application
	 */
	MigrationWriter(ExistingRules rules, Collection<CorsPolicy> policies, OriginProperties properties,
			Environment environment) {
		this.rules = rules;
		this.policies = policies;
		this.properties = properties;
		this.settings = new PolicySettings(environment);
		this.profiles = List.of(environment.getActiveProfiles());
		policies.forEach((policy) -> this.names.add(policy.name()));
	}

	String write() {
		this.outcomes.putAll(new EffectiveRules(this.rules, this.order).outcomes());
		this.remarks.addAll(this.rules.remarks());
		this.remarks.addAll(this.rules.inCode());
		this.outcomes.keySet().removeIf((path) -> !isPossible(path));
		// A common prefix must not reach into the paths of other policies.
		this.policies.forEach((policy) -> policy.paths()
			.forEach((path) -> this.rules.handlers().add(new HandlerRule("", path, Set.of(), null, true, List.of()))));
		List<PolicyGroup> groups = PolicyGroup.of(this.outcomes, this.rules, this.order);
		boolean first = this.policies.isEmpty();
		this.yaml.comment(0, "The CORS rules of this application, as policies.");
		if (!groups.isEmpty()) {
			this.yaml.comment(0,
					"Nothing is enforced yet: the policies are compared with what the application answers."
							+ (first ? " To enforce all of them, set CORS_DEFAULTS_ENFORCE=true."
									: " To enforce a policy, remove its 'enforce: false'."));
		}
		if (!this.profiles.isEmpty()) {
			this.yaml.comment(0,
					"These are the rules with the active profiles "
							+ MigrationYaml.shown(String.join(", ", this.profiles))
							+ ". Rules that exist only in a profile belong in its file, such as application-"
							+ MigrationYaml.shown(this.profiles.get(0)) + ".yml.");
		}
		this.remarks.forEach((remark) -> this.yaml.comment(0, remark));
		this.rules.leftOut().forEach(this::write);
		if (groups.isEmpty()) {
			this.yaml.comment(0, "No rule was found that a policy could replace.");
			return this.yaml.toString();
		}
		this.yaml.line(0, "cors:");
		if (first) {
			this.yaml.line(2, "defaults:");
			this.yaml.line(4, "enforce: false");
		}
		this.yaml.line(2, "policies:");
		groups.forEach(this::write);
		return this.yaml.toString();
	}

	private void write(LeftOut leftOut) {
		this.yaml.comment(0, leftOut.remark());
		for (UrlRule rule : leftOut.rules()) {
			if (rule.inCode()) {
				rule.notes().forEach((note) -> this.yaml.comment(0, note));
				continue;
			}
			Audience audience = Audience.of(rule.settings(), Audience.methods(rule.settings()));
			this.yaml.comment(0, "For the paths that also match " + MigrationYaml.shown(rule.pattern()) + ":");
			audience.notes().forEach((note) -> this.yaml.comment(0, note));
			this.settings.of(audience).forEach((line) -> this.yaml.comment(0, "  " + MigrationYaml.shown(line)));
		}
	}

	/** Whether a policy can have a path. */
	private boolean isPossible(String path) {
		String existing = this.policies.stream()
			.filter((policy) -> policy.paths().stream().anyMatch((own) -> anonymous(own).equals(anonymous(path))))
			.map(CorsPolicy::name)
			.findFirst()
			.orElse(null);
		if (existing != null) {
			this.remarks.add("Left out: " + MigrationYaml.shown(path) + ", because the policy '" + existing
					+ "' has this path already.");
			return false;
		}
		String deciding = this.policies.stream()
			.filter(CorsPolicy::enforced)
			.filter((policy) -> policy.paths().stream().anyMatch((own) -> decides(own, path)))
			.map(CorsPolicy::name)
			.findFirst()
			.orElse(null);
		if (deciding != null) {
			this.remarks.add("Left out: " + MigrationYaml.shown(path) + ", because the policy '" + deciding
					+ "' decides there already.");
			return false;
		}
		List<CorsProblem> errors = CorsPolicies
			.validate(List.of(CorsPolicySpecification.builder("candidate").paths(path).allowedOrigins("none").build()))
			.stream()
			.filter(CorsProblem::isError)
			.toList();
		if (errors.isEmpty() && !path.contains("${")) {
			return true;
		}
		this.remarks.add("Left out: a policy cannot have the path " + MigrationYaml.shown(path) + "."
				+ (errors.isEmpty() ? "" : " " + errors.get(0).message()));
		return false;
	}

	/** Whether a policy decides on paths that another pattern would take from it. */
	private boolean decides(String own, String path) {
		return this.order.covers(own, path) || (this.order.mayMeet(own, path) && !this.order.covers(path, own)
				&& PatternOrder.MOST_SPECIFIC_FIRST.compare(path, own) < 0);
	}

	private static String anonymous(String path) {
		return path.replaceAll("\\{[^:*{}]+}", "{}");
	}

	private void write(PolicyGroup group) {
		List<Outcome.Part> parts = group.outcome().parts();
		if (parts.isEmpty()) {
			Set<String> inCode = group.outcome().inCode();
			Set<String> notes = group.outcome().notes();
			String name = name(inCode.isEmpty() ? "without-rule" : "unknown-rule");
			this.yaml.comment(4, inCode.isEmpty()
					? "No CORS rule applies to these paths, although one applies around them."
							+ (notes.isEmpty() ? " Spring calls the handlers and adds no header." : "")
					: "Unknown: " + MigrationYaml.shown(String.join(", ", inCode))
							+ " decides in code here. This policy allows nothing, because the policy around it may allow"
							+ " too much. Write its settings by hand.");
			notes.forEach((note) -> this.yaml.comment(4, note));
			start(name, group);
			this.yaml.line(6, "allowed-origins: [\"none\"]");
			this.yaml.line(6, "on-disallowed: omit-headers");
			return;
		}
		boolean common = true;
		for (Outcome.Part part : parts) {
			Collection<String> sources = (parts.size() == 1) ? sources(group) : new TreeSet<>(part.sources());
			this.yaml.comment(4, "From " + MigrationYaml.shown(listed(List.copyOf(sources))) + "." + ((parts.size() > 1)
					? " The origin selects one of " + parts.size() + " policies for these paths." : ""));
			if (common) {
				group.comments().forEach((comment) -> this.yaml.comment(4, MigrationYaml.shown(comment)));
				group.outcome().notes().forEach((note) -> this.yaml.comment(4, note));
			}
			common = false;
			Audience audience = part.audience();
			audience.notes().forEach((note) -> this.yaml.comment(4, note));
			this.properties.comments(audience.origins()).forEach((comment) -> this.yaml.comment(4, comment));
			start(name(PolicyNames
				.of((group.sources().size() > 1 && parts.size() == 1) ? group.sources() : part.sources())), group);
			this.settings.of(audience).forEach((line) -> this.yaml.line(6, line));
		}
	}

	private void start(String name, PolicyGroup group) {
		this.yaml.line(4, name + ":");
		if (!this.policies.isEmpty()) {
			this.yaml.line(6, "enforce: false");
		}
		PolicySettings.list("paths", group.paths()).forEach((line) -> this.yaml.line(6, line));
	}

	/** The sources, with their paths if several sources share a policy. */
	private Collection<String> sources(PolicyGroup group) {
		Map<String, Set<String>> paths = new TreeMap<>();
		this.outcomes.forEach((path, outcome) -> {
			if (outcome.settings().equals(group.outcome().settings())) {
				outcome.parts()
					.forEach((part) -> paths
						.computeIfAbsent(String.join(" with ", new TreeSet<>(part.sources())), (key) -> new TreeSet<>())
						.add(path));
			}
		});
		return (paths.size() < 2) ? group.sources()
				: paths.entrySet()
					.stream()
					.map((source) -> source.getKey() + " (" + listed(List.copyOf(source.getValue())) + ")")
					.toList();
	}

	private static String listed(List<String> sources) {
		return (sources.size() <= MAX_SOURCES) ? String.join(", ", sources)
				: String.join(", ", sources.subList(0, MAX_SOURCES)) + " and " + (sources.size() - MAX_SOURCES)
						+ " more";
	}

	private String name(String base) {
		String name = base;
		for (int i = 2; !this.names.add(name); i++) {
			name = base + "-" + i;
		}
		return name;
	}

}
