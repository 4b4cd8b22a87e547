package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.PolicyEngine;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.CorsProblem.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * One generation of rules: all policies that are in force together. Immutable.
 */
final class CorsRules {

	/** A variable's name says nothing about the paths that match: {@code {x}}. */
	private static final Pattern VARIABLE_NAME = Pattern.compile("\\{(\\*?)[^:{}]*");

	private final List<CorsPolicy> policies;

	private final PathIndex<PolicyEngine> index;

	private CorsRules(List<CorsPolicy> policies, PathIndex<PolicyEngine> index) {
		this.policies = policies;
		this.index = index;
	}

	/**
	 * Validate and compile.
	 * @param specifications all policies
	 * @param debug whether rejected preflights tell the browser which check failed
	 * @param problems receives everything that is wrong
	 * @return the rules; not to be used when there are problems
	 */
	static CorsRules compile(Collection<CorsPolicySpecification> specifications, boolean debug,
			Collection<CorsProblem> problems) {
		List<CorsPolicy> policies = new ArrayList<>();
		Map<PathPattern, PolicyEngine> engines = new LinkedHashMap<>();
		Map<String, String> ownersByPath = new HashMap<>();
		Set<String> names = new HashSet<>();
		for (CorsPolicySpecification specification : specifications) {
			List<CorsProblem> found = new ArrayList<>();
			if (!names.add(specification.name())) {
				found.add(problem(specification, Reason.DUPLICATE_POLICY_NAME, "paths", specification.name(),
						"Another policy has this name", null));
			}
			List<PathPattern> patterns = parsePaths(specification, ownersByPath, found);
			CorsPolicy policy = CorsPolicy.of(specification, found);
			if (policy != null) {
				PolicyEngine engine = new PolicyEngine(policy, debug);
				policies.add(policy);
				patterns.forEach((pattern) -> engines.put(pattern, engine));
			}
			problems.addAll(found);
		}
		return new CorsRules(List.copyOf(policies), new PathIndex<>(engines));
	}

	private static List<PathPattern> parsePaths(CorsPolicySpecification specification, Map<String, String> ownersByPath,
			List<CorsProblem> problems) {
		List<PathPattern> patterns = new ArrayList<>();
		List<String> paths = specification.paths();
		for (int i = 0; i < paths.size(); i++) {
			String path = paths.get(i);
			String key = "paths[" + i + "]";
			if (!path.startsWith("/")) {
				problems.add(problem(specification, Reason.INVALID_PATH, key, path,
						path.isEmpty() ? "The path is empty" : "A path starts with a slash",
						path.isBlank() ? null : "/" + path.strip()));
				continue;
			}
			PathPattern pattern = parse(specification, key, path, problems);
			if (pattern == null) {
				continue;
			}
			String owner = ownersByPath.putIfAbsent(VARIABLE_NAME.matcher(path).replaceAll("{$1"),
					specification.name());
			if (owner != null) {
				problems.add(problem(
						specification, Reason.DUPLICATE_PATH, key, path, owner.equals(specification.name())
								? "The policy has this path twice" : "The policy '" + owner + "' has this path already",
						null));
				continue;
			}
			patterns.add(pattern);
		}
		return patterns;
	}

	private static @Nullable PathPattern parse(CorsPolicySpecification specification, String key, String path,
			List<CorsProblem> problems) {
		try {
			return PathPatternParser.defaultInstance.parse(path);
		}
		catch (PatternParseException ex) {
			problems.add(problem(specification, Reason.INVALID_PATH, key, path,
					"This is not a path pattern: " + ex.getMessage() + " (at character " + ex.getPosition() + ")",
					null));
			return null;
		}
		catch (PatternSyntaxException ex) {
			// Spring does not convert it where a segment is more than one variable.
			problems.add(problem(specification, Reason.INVALID_PATH, key, path,
					"This is not a path pattern: " + ex.getDescription(), null));
			return null;
		}
	}

	private static CorsProblem problem(CorsPolicySpecification specification, Reason reason, String key, String value,
			String message, @Nullable String suggestion) {
		String property = specification.provenance().property(key);
		return new CorsProblem(reason, specification.name(), property, value, message, suggestion,
				specification.provenance().place(property));
	}

	List<CorsPolicy> policies() {
		return this.policies;
	}

	CorsDecision decide(CorsRequest request) {
		Map.Entry<PathPattern, PolicyEngine> match = this.index.find(request.path());
		return (match != null) ? match.getValue().decide(request) : CorsDecision.noPolicy();
	}

}
