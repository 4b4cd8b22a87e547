package io.github.corsstarter.observe;

import java.util.Collection;
import java.util.List;

import io.github.corsstarter.policy.CorsPolicy;

/**
 * Called when another policy would have decided differently: a candidate differs from the
 * policy in force, or a policy that is not enforced differs from the application. Called
 * on the thread of the request. Implementations must be fast, must not block and must be
 * safe for use by many threads.
 */
@FunctionalInterface
public interface CorsShadowListener {

	/**
	 * Called after a request on which another policy would have decided differently.
	 * @param policy the policy in force, or the policy that is not enforced
	 * @param change what would change
	 */
	void onDifference(CorsPolicy policy, ShadowChange change);

	/**
	 * Combine several listeners into one.
	 * @param listeners the listeners
	 * @return a listener that calls all of them in their order
	 */
	static CorsShadowListener of(Collection<? extends CorsShadowListener> listeners) {
		List<CorsShadowListener> all = List.copyOf(listeners);
		return (policy, change) -> all.forEach((listener) -> listener.onDifference(policy, change));
	}

}
