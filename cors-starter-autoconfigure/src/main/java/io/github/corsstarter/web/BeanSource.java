package io.github.corsstarter.web;

import java.util.List;

import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicySpecification;

/**
 * Reads the policies of a {@link CorsPolicySource}.
 */
record BeanSource(CorsPolicySource source) implements ConfigurationSource {

	@Override
	public Rules load() {
		List<CorsPolicySpecification> policies = List.copyOf(this.source.load());
		return new Rules(policies, AllowedHosts.ANY, policies);
	}

	@Override
	public Rules loadIfChanged(Rules inForce) {
		Rules loaded = load();
		return isSame(loaded.policies(), inForce.policies()) ? inForce : loaded;
	}

	static boolean isSame(List<CorsPolicySpecification> left, List<CorsPolicySpecification> right) {
		if (left.size() != right.size()) {
			return false;
		}
		for (int i = 0; i < left.size(); i++) {
			if (!left.get(i).isSame(right.get(i))) {
				return false;
			}
		}
		return true;
	}

}
