package io.github.corsstarter.applicationrules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.corsstarter.policy.Coded;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.web.CorsPolicies;

/**
 * Writes the configuration that allows the same as the rules of an application.
 */
final class MigrationWriter {

	private static final Duration DEFAULT_MAX_AGE = Duration.ofMinutes(30);

	private static final int MAX_SOURCES = 10;

	private static final int MAX_LINE = 100;

	private final ExistingRules rules;

	private final Collection<CorsPolicy> policies;

	private final OriginProperties properties;

	private final MigrationYaml yaml = new MigrationYaml();

	private final Set<String> names = new HashSet<>();

	private final List<String> remarks = new ArrayList<>();

	/**
	 * Create a writer.
	 * @param rules the rules of the application
	 * @param policies the policies that the application has already
	 * @param properties finds the properties that origins come from
	 */
	MigrationWriter(ExistingRules rules, Collection<CorsPolicy> policies, OriginProperties properties) {
		this.rules = rules;
		this.policies = policies;
		this.properties = properties;
		policies.forEach((policy) -> this.names.add(policy.name()));
	}

	String write() {
		PatternOrder order = new PatternOrder();
		Map<String, Outcome> outcomes = new EffectiveRules(this.rules, order).outcomes();
		this.remarks.addAll(this.rules.remarks());
		outcomes.keySet().removeIf((path) -> !isPossible(path));
		List<PolicyGroup> groups = PolicyGroup.of(outcomes, this.rules, order);
		boolean first = this.policies.isEmpty();
		this.yaml.comment(0, "The CORS rules of this application, as policies.");
		if (!groups.isEmpty()) {
			this.yaml.comment(0,
					"Nothing is enforced yet: the policies are compared with what the application answers."
							+ (first ? " To enforce all of them, set CORS_DEFAULTS_ENFORCE=true."
									: " To enforce a policy, remove its 'enforce: false'."));
		}
		this.remarks.forEach((remark) -> this.yaml.comment(0, remark));
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

	private static String anonymous(String path) {
		return path.replaceAll("\\{[^:*{}]+}", "{}");
	}

	private void write(PolicyGroup group) {
		List<Outcome.Part> parts = group.outcome().parts();
		if (parts.isEmpty()) {
			String name = name("without-rule");
			Set<String> notes = group.outcome().notes();
			this.yaml.comment(4, "No CORS rule applies to these paths, although one applies around them."
					+ (notes.isEmpty() ? " Spring calls the handlers and adds no header." : ""));
			notes.forEach((note) -> this.yaml.comment(4, note));
			start(name, group);
			this.yaml.line(6, "allowed-origins: [\"none\"]");
			this.yaml.line(6, "on-disallowed: omit-headers");
			return;
		}
		boolean common = true;
		for (Outcome.Part part : parts) {
			Set<String> sourceSet = (parts.size() == 1) ? group.sources() : new TreeSet<>(part.sources());
			List<String> sources = List.copyOf(sourceSet);
			this.yaml.comment(4, "From " + MigrationYaml.shown(listed(sources)) + "." + ((parts.size() > 1)
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
			write(audience);
		}
	}

	private void start(String name, PolicyGroup group) {
		this.yaml.line(4, name + ":");
		if (!this.policies.isEmpty()) {
			this.yaml.line(6, "enforce: false");
		}
		list("paths", group.paths());
	}

	private void write(Audience audience) {
		list("allowed-origins", audience.origins().isEmpty() ? List.of("none") : audience.origins());
		if (!audience.origins().isEmpty()) {
			this.yaml.line(6, "allowed-methods: " + MigrationYaml.names(audience.methods()));
			if (!audience.headers().isEmpty()) {
				this.yaml.line(6, "allowed-headers: " + MigrationYaml.names(audience.headers()));
			}
			if (!audience.exposed().isEmpty()) {
				this.yaml.line(6, "exposed-headers: " + MigrationYaml.names(audience.exposed()));
			}
			if (audience.credentials()) {
				this.yaml.line(6, "allow-credentials: true");
			}
			if (audience.privateNetwork()) {
				this.yaml.line(6, "allow-private-network: true");
			}
			if (!audience.maxAge().equals(DEFAULT_MAX_AGE)) {
				this.yaml.line(6, "max-age: " + MigrationYaml.duration(audience.maxAge()));
			}
			if (audience.credentials() && !audience.tolerances().isEmpty()) {
				this.yaml.line(6, "dangerously-tolerate: ["
						+ audience.tolerances().stream().map(Coded::code).sorted().collect(Collectors.joining(", "))
						+ "]");
			}
		}
	}

	private void list(String key, List<String> values) {
		String line = key + ": [" + MigrationYaml.quoted(values) + "]";
		if (line.length() <= MAX_LINE) {
			this.yaml.line(6, line);
			return;
		}
		this.yaml.line(6, key + ":");
		values.forEach((value) -> this.yaml.line(8, "- " + MigrationYaml.quoted(value)));
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
