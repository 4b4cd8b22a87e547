package io.github.corsstarter.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.corsstarter.origin.InvalidOriginPatternException;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Reads all properties below {@code cors}. It sorts them into sections, restores the
 * dashes that the names of environment variables cannot contain, applies the precedence
 * of property sources, and reports every unknown key. Immutable after construction.
 */
final class CorsPropertiesReader {

	static final String ALLOWED_HOSTS = "allowed-hosts";

	static final String RELOAD_INTERVAL = "reload-interval";

	private static final List<String> ROOT_KEYS = List.of("enabled", "debug", "filter-order", RELOAD_INTERVAL,
			ALLOWED_HOSTS, "defaults", "policies");

	private static final Map<String, String> ROOT_KEYS_BY_UNIFORM_NAME = new HashMap<>();

	static {
		for (String key : ROOT_KEYS) {
			ROOT_KEYS_BY_UNIFORM_NAME.put(PolicyKey.uniform(key), key);
		}
	}

	private static final int MAX_LISTED = 10;

	private final PropertyValueResolver values;

	private final List<UnboundProperty> raw;

	private final List<CorsProblem> problems = new ArrayList<>();

	private final List<String> warnings = new ArrayList<>();

	/** The properties by section and key, highest precedence first. */
	private final Map<List<String>, Map<String, List<UnboundProperty>>> sorted = new LinkedHashMap<>();

	/**
	 * The values by section and key. The key of a section is the path of its name, such
	 * as {@code [policies, partners]}.
	 */
	private final Map<List<String>, Map<String, Object>> sections = new LinkedHashMap<>();

	private final Set<String> unknownKeys = new HashSet<>();

	private final Set<String> policies = new LinkedHashSet<>();

	private @Nullable Map<Element, List<UnboundProperty>> elementsWithKeys;

	/** Whether there is any property below {@code policies} or {@code defaults}. */
	private final boolean configured;

	/** Unknown environment variables whose names are similar to a key, with that key. */
	private final Map<UnboundProperty, String> variables = new LinkedHashMap<>();

	/** Unknown keys that only cause a warning, with their places. */
	private final Map<String, String> foreignKeys = new LinkedHashMap<>();

	CorsPropertiesReader(ConfigurableEnvironment environment) {
		this.values = new PropertyValueResolver(environment, this.problems);
		this.raw = new ArrayList<>(UnboundProperties.collect(environment));
		collectPolicyNames();
		this.raw.removeIf(this::isOfService);
		this.configured = isAnyOfPolicyOrDefaults(this.raw);
		for (UnboundProperty property : this.raw) {
			sort(property);
		}
		for (Map.Entry<List<String>, Map<String, List<UnboundProperty>>> section : this.sorted.entrySet()) {
			this.sections.put(section.getKey(), values(section.getKey(), section.getValue()));
		}
		warnOfVariables();
		warnOfForeignKeys();
	}

	/** The properties that cannot be read, as problems. */
	List<CorsProblem> problems() {
		return this.problems;
	}

	List<String> warnings() {
		return this.warnings;
	}

	/**
	 * All properties with their locations, and their resolved values. If two readers have
	 * equal contents, they have read the same.
	 */
	Object content() {
		// The position of a source is not its content. Rereading the files can change it.
		List<UnboundProperty> properties = new ArrayList<>(this.raw.size());
		for (UnboundProperty property : this.raw) {
			properties.add(new UnboundProperty(property.path(), property.value().toString(), property.place(), 0,
					property.environmentVariable()));
		}
		return new Content(properties, this.sections);
	}

	/** The names of all policies, from all property sources. */
	Collection<String> policies() {
		return this.policies;
	}

	/** The locations of the properties, and their values as written. */
	PropertyValueResolver written() {
		return this.values;
	}

	/**
	 * The keys of a section with their values. A value is a string or a list of strings.
	 */
	Map<String, Object> section(String... path) {
		return this.sections.getOrDefault(List.of(path), Map.of());
	}

	private Map<String, Object> values(List<String> section, Map<String, List<UnboundProperty>> keys) {
		Map<String, Object> values = new LinkedHashMap<>();
		for (Map.Entry<String, List<UnboundProperty>> entry : keys.entrySet()) {
			String key = entry.getKey();
			List<UnboundProperty> candidates = entry.getValue();
			PolicyKey policyKey = section.isEmpty() ? null : PolicyKey.find(key);
			boolean list = (policyKey != null) ? policyKey.type().isList()
					: section.isEmpty() && key.equals(ALLOWED_HOSTS);
			values.put(key, list ? this.values.list(candidates) : this.values.scalar(candidates.get(0)));
		}
		return values;
	}

	private void collectPolicyNames() {
		// Start with the lowest precedence, so that application.yml determines the order.
		List<UnboundProperty> ordered = new ArrayList<>();
		for (UnboundProperty property : this.raw) {
			if (!property.environmentVariable() && property.isOfPolicy()) {
				ordered.add(property);
			}
		}
		ordered.sort((left, right) -> Integer.compare(right.source(), left.source()));
		for (UnboundProperty property : ordered) {
			if (!UnboundProperty.isIndex(property.path().get(1)) && !isKeyWithoutPolicy(property)) {
				this.policies.add(property.path().get(1));
			}
		}
	}

	/**
	 * Whether an environment variable belongs to a Kubernetes service, such as
	 * {@code cors-debug} or {@code cors-policies}, and not to a policy {@code service} or
	 * {@code port}.
	 */
	private boolean isOfService(UnboundProperty property) {
		List<String> path = property.path();
		if (!property.environmentVariable()) {
			return false;
		}
		for (int end = property.isOfPolicy() ? 2 : 1; end < path.size(); end++) {
			if (isOfService(path.subList(end, path.size()))) {
				return true;
			}
		}
		if (!property.isOfPolicy()) {
			return false;
		}
		String policy = path.get(1);
		String key = (path.size() > 2) ? path.get(2) : "";
		boolean service = policy.equals("port")
				|| (policy.equals("service") && (key.startsWith("host") || key.startsWith("port")));
		return service && !isPolicy(policy);
	}

	/**
	 * Whether Kubernetes adds these elements to the name of a service, as in
	 * {@code SERVICE_HOST}, {@code SERVICE_PORT_HTTP}, {@code PORT} and
	 * {@code PORT_80_TCP_ADDR}.
	 */
	private static boolean isOfService(List<String> rest) {
		String next = (rest.size() > 1) ? rest.get(1) : "";
		return switch (rest.get(0)) {
			case "port" -> rest.size() == 1 || UnboundProperty.isIndex(next);
			case "service" -> next.equals("port") || (next.equals("host") && rest.size() == 2);
			default -> false;
		};
	}

	private boolean isPolicy(String name) {
		return this.policies.contains(name) || this.raw.stream()
			.anyMatch((property) -> property.isOfPolicy() && property.path().size() > 2
					&& property.path().get(1).equals(name) && PolicyKey.find(property.path().get(2)) != null);
	}

	private static boolean isAnyOfPolicyOrDefaults(List<UnboundProperty> properties) {
		for (UnboundProperty property : properties) {
			String root = (property.path().size() > 1) ? rootKey(property.path().get(0)) : null;
			if ("policies".equals(root) || "defaults".equals(root)) {
				return true;
			}
		}
		return false;
	}

	private void sort(UnboundProperty property) {
		List<String> path = property.path();
		if (path.isEmpty()) {
			if (this.configured) {
				refuseScalar(property, "cors");
			}
			else if (!property.value().toString().isBlank()) {
				this.foreignKeys.putIfAbsent("cors", String.valueOf(property.place()));
			}
			return;
		}
		String rootKey = rootKey(path.get(0));
		if (rootKey == null) {
			unknownRoot(property);
		}
		else if (rootKey.equals("policies")) {
			sortPolicy(property);
		}
		else if (rootKey.equals("defaults")) {
			if (path.size() == 1) {
				refuseScalar(property, property.name());
			}
			else {
				sortKey(property, List.of("defaults"), path.subList(1, path.size()), false);
			}
		}
		else if (rootKey.equals(ALLOWED_HOSTS) && path.size() == 2 && UnboundProperty.isIndex(path.get(1))) {
			put(property, List.of(), rootKey, List.of(rootKey, path.get(1)));
		}
		else if (path.size() > 1) {
			unknown(property, property.name(), "cors." + rootKey);
		}
		else {
			put(property, List.of(), rootKey, List.of(rootKey));
		}
	}

	private static @Nullable String rootKey(String element) {
		return ROOT_KEYS_BY_UNIFORM_NAME.get(PolicyKey.uniform(element));
	}

	private void sortPolicy(UnboundProperty property) {
		List<String> path = property.path();
		if (path.size() == 1) {
			refuseScalar(property, property.name());
			return;
		}
		if (isKeyWithoutPolicy(property)) {
			String key = path.get(1);
			unknown(property, null, UnboundProperty.name(path.subList(0, 2)), "cors.policies.<name>." + key,
					"'" + key + "' is a key of a policy. Write it below the name of the policy.", null);
			return;
		}
		String policy = UnboundProperty.isIndex(path.get(1)) ? null : policyName(property);
		if (policy == null) {
			if (UnboundProperty.isIndex(path.get(1))) {
				unknown(property, UnboundProperty.name(path.subList(0, 2)), "cors.policies.<name>");
			}
			return;
		}
		if (property.environmentVariable() && !this.policies.contains(policy) && isOfAnother(property)) {
			return;
		}
		this.policies.add(policy);
		List<String> section = List.of("policies", policy);
		keys(section);
		// The location of a policy is the location of its first key.
		this.values.remember(UnboundProperty.name(section), property);
		if (path.size() == 2) {
			refuseScalar(property, UnboundProperty.name(section));
			return;
		}
		sortKey(property.withPath(UnboundProperty.concat(section, path.subList(2, path.size()))), section,
				path.subList(2, path.size()), true);
	}

	/**
	 * Whether an environment variable uses underscores in place of the dashes in a policy
	 * name. Such a variable is reported as an unknown key.
	 */
	private boolean isOfAnother(UnboundProperty property) {
		List<String> path = property.path();
		for (int end = 3; end < path.size(); end++) {
			String joined = PolicyKey.uniform(String.join("", path.subList(1, end)));
			for (String policy : this.policies) {
				if (PolicyKey.uniform(policy).equals(joined)) {
					List<String> rest = path.subList(end, path.size());
					String key = nearestKey(rest, Arrays.stream(PolicyKey.values()).map(PolicyKey::code).toList());
					unknownVariable(property.withPath(UnboundProperty.concat(List.of("policies", policy), rest)),
							property.name(), "cors.policies." + policy + ((key != null) ? "." + key : ""), key != null);
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * The key that a variable means if it uses underscores in place of dashes, as in
	 * {@code ALLOWED_ORIGINS}.
	 */
	private static @Nullable String nearestKey(List<String> path, Collection<String> candidates) {
		String joined = String.join("", path.stream().filter((element) -> !UnboundProperty.isIndex(element)).toList());
		return NearestKey.find(joined, candidates);
	}

	/**
	 * Whether the name of the policy is missing, as in
	 * {@code cors.policies.allowed-origins}: a policy key is in its place, and has a
	 * value.
	 */
	private static boolean isKeyWithoutPolicy(UnboundProperty property) {
		List<String> path = property.path();
		boolean value = path.size() == 2 || (path.size() == 3 && UnboundProperty.isIndex(path.get(2)));
		return property.isOfPolicy() && value && !property.environmentVariable() && PolicyKey.find(path.get(1)) != null
				&& !property.value().toString().isBlank();
	}

	/**
	 * The name of the policy that a property belongs to. The name of an environment
	 * variable cannot contain dashes, so it is compared with the names of policies
	 * without their dashes.
	 */
	private @Nullable String policyName(UnboundProperty property) {
		String written = property.path().get(1);
		if (!property.environmentVariable()) {
			return written;
		}
		List<String> matches = this.policies.stream()
			.filter((name) -> PolicyKey.uniform(name).equals(PolicyKey.uniform(written)))
			.toList();
		if (matches.size() > 1) {
			this.problems.add(new CorsProblem(Reason.AMBIGUOUS_POLICY, null, property.name(), null,
					"This environment variable matches several policies (" + String.join(", ", matches)
							+ "), because its name cannot contain dashes. Set the property in another source, or rename a policy.",
					null, property.place()));
			return null;
		}
		return matches.isEmpty() ? written : matches.get(0);
	}

	private void sortKey(UnboundProperty property, List<String> section, List<String> rest, boolean inPolicy) {
		PolicyKey key = PolicyKey.find(rest.get(0));
		boolean candidate = section.size() == 3;
		if (key == null || !key.isAllowed(inPolicy, candidate)) {
			unknownKey(property, section, rest, inPolicy && !candidate, candidate);
			return;
		}
		if (key == PolicyKey.SHADOW) {
			if (rest.size() == 1) {
				refuseScalar(property, UnboundProperty.name(UnboundProperty.append(section, key.code())));
			}
			else {
				sortKey(property, UnboundProperty.append(section, key.code()), rest.subList(1, rest.size()), false);
			}
			return;
		}
		if (rest.size() > 2 && UnboundProperty.isIndex(rest.get(1)) && key.type().isList()
				&& !property.environmentVariable()) {
			List<String> element = UnboundProperty.append(UnboundProperty.append(section, key.code()), rest.get(1));
			unquoted(property, section, key.code(), element, rest.size() - 2);
			return;
		}
		boolean indexed = rest.size() == 2 && UnboundProperty.isIndex(rest.get(1)) && key.type().isList();
		if (rest.size() > 1 && !indexed) {
			String name = UnboundProperty.name(UnboundProperty.concat(section, rest));
			String nearest = UnboundProperty.name(UnboundProperty.append(section, key.code()));
			if (property.environmentVariable()) {
				unknownVariable(property, name, nearest, true);
			}
			else {
				unknown(property, name, nearest);
			}
			return;
		}
		List<String> path = UnboundProperty.append(section, key.code());
		put(property, section, key.code(), indexed ? UnboundProperty.append(path, rest.get(1)) : path);
	}

	/**
	 * Report an element of a list that contains keys. YAML reads
	 * {@code [http://localhost:[3000]]} without quotes as a key with a list.
	 */
	private void unquoted(UnboundProperty property, List<String> section, String key, List<String> element, int depth) {
		String name = UnboundProperty.name(element);
		if (this.unknownKeys.add(name)) {
			String origin = asWritten(property, depth);
			this.problems.add(new CorsProblem(Reason.UNQUOTED_ELEMENT, property.policy(), name, null,
					"This element contains a key. YAML reads an element with ':' in this way if it is not in quotes.",
					origin, property.place()));
			// The element must not seem to be missing.
			put(property.withValue((origin != null) ? origin : ""), section, key, element);
		}
	}

	/**
	 * The origin that YAML has read as a key and its values, or {@code null}.
	 */
	private @Nullable String asWritten(UnboundProperty property, int depth) {
		List<String> start = uniform(property.path().subList(0, property.path().size() - depth));
		Set<String> keys = new HashSet<>();
		List<String> values = new ArrayList<>();
		boolean list = false;
		for (UnboundProperty other : withKeys().getOrDefault(new Element(property.source(), start), List.of())) {
			List<String> rest = other.path().subList(start.size(), other.path().size());
			list = UnboundProperty.isIndex(rest.get(rest.size() - 1));
			keys.add(String.join(".", list ? rest.subList(0, rest.size() - 1) : rest));
			values.add(String.valueOf(other.value()));
		}
		String value = String.join(",", values);
		String text = String.join("", keys) + ":" + (list ? "[" + value + "]" : value);
		try {
			return (keys.size() == 1) ? OriginPattern.parse(text).toString() : null;
		}
		catch (InvalidOriginPatternException ex) {
			return null;
		}
	}

	/** The properties below the elements of lists, by element. */
	private Map<Element, List<UnboundProperty>> withKeys() {
		if (this.elementsWithKeys == null) {
			this.elementsWithKeys = new HashMap<>();
			for (UnboundProperty property : this.raw) {
				List<String> path = property.path();
				int end = 0;
				while (end < path.size() && !UnboundProperty.isIndex(path.get(end))) {
					end++;
				}
				if (end + 1 < path.size()) {
					this.elementsWithKeys
						.computeIfAbsent(new Element(property.source(), uniform(path.subList(0, end + 1))),
								(key) -> new ArrayList<>())
						.add(property);
				}
			}
		}
		return this.elementsWithKeys;
	}

	private static List<String> uniform(List<String> path) {
		return path.stream().map(PolicyKey::uniform).toList();
	}

	private void put(UnboundProperty property, List<String> section, String key, List<String> path) {
		Map<String, List<UnboundProperty>> keys = keys(section);
		List<UnboundProperty> properties = keys.get(key);
		if (properties == null) {
			properties = new ArrayList<>();
			keys.put(key, properties);
		}
		properties.add(property.withPath(path));
	}

	/** The properties of a section by key. */
	private Map<String, List<UnboundProperty>> keys(List<String> section) {
		Map<String, List<UnboundProperty>> keys = this.sorted.get(section);
		if (keys == null) {
			keys = new LinkedHashMap<>();
			this.sorted.put(section, keys);
		}
		return keys;
	}

	private void refuseScalar(UnboundProperty property, String name) {
		if (!property.value().toString().isBlank()) {
			this.problems
				.add(new CorsProblem(Reason.INVALID_VALUE, property.policy(), name, property.value().toString(),
						"This is a section that contains keys, so it cannot have a value.", null, property.place()));
		}
	}

	private void unknownRoot(UnboundProperty property) {
		String element = property.path().get(0);
		if (property.environmentVariable()) {
			unknownVariable(property);
			return;
		}
		if (!this.configured && NearestKey.find(element, ROOT_KEYS) == null) {
			this.foreignKeys.putIfAbsent(UnboundProperty.name(List.of(element)), String.valueOf(property.place()));
			return;
		}
		PolicyKey policyKey = PolicyKey.find(element);
		List<String> path = property.path();
		if (policyKey == null && path.size() > 1 && PolicyKey.find(path.get(1)) != null) {
			unknownRoot(property, "cors.policies." + element);
			return;
		}
		String nearest = (policyKey != null) ? null : NearestKey.find(element, ROOT_KEYS);
		if (nearest == null) {
			List<String> policyKeys = Arrays.stream(PolicyKey.values()).map(PolicyKey::code).toList();
			String key = NearestKey.find(element, policyKeys);
			nearest = (key != null) ? "policies.<name>." + key : null;
		}
		unknownRoot(property, (nearest != null) ? "cors." + nearest : null);
	}

	private void unknownRoot(UnboundProperty property, @Nullable String nearest) {
		unknown(property, null, UnboundProperty.name(property.path().subList(0, 1)), nearest,
				"This key does not exist. The starter uses all keys below 'cors'.",
				"If the property belongs to your application, rename it. Otherwise "
						+ ((nearest != null) ? "use the key " + nearest : "remove it."));
	}

	/**
	 * An environment variable {@code CORS_…} may belong to something else, such as a
	 * placeholder or the address of a service, so an unknown one causes at most a
	 * warning. In its name, an underscore begins the next element.
	 */
	private void unknownVariable(UnboundProperty property) {
		String whole = String.join("", property.path());
		PolicyKey policyKey = PolicyKey.find(whole);
		String near = NearestKey.find(property.path().get(0), ROOT_KEYS);
		if (policyKey != null) {
			near = "policies.<name>." + policyKey.code();
		}
		else if (rootKey(whole) != null) {
			near = rootKey(whole);
		}
		if (near != null) {
			this.variables.put(property, near);
		}
	}

	/** A variable that a placeholder below {@code cors} uses is not a mistake. */
	private void warnOfVariables() {
		for (Map.Entry<UnboundProperty, String> variable : this.variables.entrySet()) {
			UnboundProperty property = variable.getKey();
			String near = variable.getValue();
			String name = String.join("_", property.path());
			if (!isUsed("CORS_" + name.replaceAll("[\\[\\]]", "").toUpperCase(Locale.ROOT))) {
				this.warnings.add("The CORS starter ignores " + property.place()
						+ ". If it is meant for the starter, the nearest key is cors." + near
						+ (near.contains("<") ? " (omit dashes in the name of a variable)."
								: ", and the name of its variable is CORS_"
										+ near.replace("-", "").toUpperCase(Locale.ROOT) + "."));
			}
		}
	}

	private boolean isUsed(String variable) {
		return this.values.isUsed(variable) || this.raw.stream()
			.anyMatch(
					(property) -> PropertyValueResolver.variables(String.valueOf(property.value())).contains(variable));
	}

	/**
	 * While there are no policies, keys that do not resemble a key of the starter are
	 * probably the application's, so they must not stop it.
	 */
	private void warnOfForeignKeys() {
		if (this.foreignKeys.isEmpty()) {
			return;
		}
		List<String> keys = this.foreignKeys.entrySet()
			.stream()
			.limit(MAX_LISTED)
			.map((key) -> key.getKey() + " (" + key.getValue() + ")")
			.toList();
		int more = this.foreignKeys.size() - keys.size();
		this.warnings.add("The CORS starter ignores unknown keys: " + String.join(", ", keys)
				+ ((more > 0) ? " and " + more + " more" : "")
				+ ". No policy is in force, because nothing is configured"
				+ " below cors.policies or cors.defaults. As soon as that changes, unknown keys stop the start-up. If"
				+ " these properties belong to the application, rename them.");
	}

	private void unknownKey(UnboundProperty property, List<String> section, List<String> rest, boolean inPolicy,
			boolean candidate) {
		List<String> candidates = Arrays.stream(PolicyKey.values())
			.filter((key) -> key.isAllowed(inPolicy, candidate))
			.map(PolicyKey::code)
			.toList();
		String known = UnboundProperty.name(section);
		if (property.environmentVariable()) {
			String nearest = nearestKey(rest, candidates);
			unknownVariable(property, known + UnboundProperty.name(rest).substring("cors".length()),
					(nearest != null) ? known + "." + nearest : null, nearest != null);
			return;
		}
		String nearest = NearestKey.find(rest.get(0), candidates);
		String rootKey = rootKey(rest.get(0));
		unknown(property, UnboundProperty.name(UnboundProperty.append(section, rest.get(0))),
				(rootKey != null) ? "cors." + rootKey : (nearest != null) ? known + "." + nearest : null);
	}

	/**
	 * Report a variable that belongs to a section, but to no key in it.
	 * @param name the whole name, in which each underscore begins an element
	 * @param nearest the key that is probably meant
	 * @param complete whether this key exists, so that the variable for it can be named
	 */
	private void unknownVariable(UnboundProperty property, String name, @Nullable String nearest, boolean complete) {
		String last = property.path().get(property.path().size() - 1);
		String variable = (nearest != null && complete)
				? (nearest + (UnboundProperty.isIndex(last) ? "_" + UnboundProperty.index(last) : "")).replace("-", "")
					.replace('.', '_')
					.toUpperCase(Locale.ROOT)
				: null;
		unknown(property, property.policy(), name, nearest,
				"This key does not exist. In the name of an environment variable, each underscore begins a new part of the key.",
				(variable != null) ? "Name the variable " + variable : null);
	}

	private void unknown(UnboundProperty property, String name, @Nullable String nearest) {
		unknown(property, property.policy(), name, nearest, "This key does not exist.", null);
	}

	private void unknown(UnboundProperty property, @Nullable String policy, String name, @Nullable String nearest,
			String message, @Nullable String action) {
		if (this.unknownKeys.add(name)) {
			this.problems.add(new CorsProblem(Reason.UNKNOWN_KEY, policy, name, null, message, nearest,
					property.place(), action));
		}
	}

	private record Content(List<UnboundProperty> properties, Map<List<String>, Map<String, Object>> values) {

	}

	/**
	 * An element of a list.
	 *
	 * @param source the position of the property source
	 * @param path the path of the element, in uniform spelling
	 */
	private record Element(int source, List<String> path) {

	}

}
