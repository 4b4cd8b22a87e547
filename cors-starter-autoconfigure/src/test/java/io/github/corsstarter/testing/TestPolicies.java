package io.github.corsstarter.testing;

import java.util.List;
import java.util.Map;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.web.CorsPolicies;

/**
 * Policies of which only the paths matter.
 */
public final class TestPolicies {

	private TestPolicies() {
	}

	public static CorsPolicySpecification specification(String name, List<String> paths) {
		return CorsPolicySpecification.builder(name)
			.paths(paths.toArray(String[]::new))
			.allowedOrigins("https://client.example")
			.build();
	}

	public static CorsPolicy policy(String name, String... paths) {
		return CorsPolicy.of(specification(name, List.of(paths)));
	}

	public static CorsPolicies of(List<CorsPolicy> policies) {
		return new CorsPolicies(
				List.of(() -> policies.stream().map((policy) -> specification(policy.name(), policy.paths())).toList()),
				false);
	}

	public static CorsPolicies of(Map<String, String> pathsByName) {
		return of(pathsByName.entrySet()
			.stream()
			.map((entry) -> policy(entry.getKey(), entry.getValue().split(",")))
			.toList());
	}

}
