package io.github.corsstarter.observe;

import java.util.Collection;
import java.util.List;

import io.github.corsstarter.policy.CorsPolicy;

/**
 * Is told when a candidate policy would decide differently. Called on the request's own
 * thread, so it must be quick, must not block, and is safe for use by many threads.
 */
@FunctionalInterface
public interface CorsShadowListener {

	/**
	 * A candidate would have decided differently.
	 * @param policy the policy in force
	 * @param change what would change
	 */
	void onDifference(CorsPolicy policy, ShadowChange change);

	/**
	 * One listener for several.
	 * @param listeners the listeners
	 * @return a listener that calls all of them in their order
	 */
	static CorsShadowListener of(Collection<? extends CorsShadowListener> listeners) {
		List<CorsShadowListener> all = List.copyOf(listeners);
		return (policy, change) -> all.forEach((listener) -> listener.onDifference(policy, change));
	}

}
