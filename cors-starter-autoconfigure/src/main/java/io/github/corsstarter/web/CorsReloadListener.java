package io.github.corsstarter.web;

/**
 * Is called after each attempt to reload the policies, whatever has started it, on the
 * thread that reloads. The next reload waits until the listener returns.
 */
@FunctionalInterface
public interface CorsReloadListener {

	/**
	 * Called after an attempt. New policies are already in force.
	 * @param attempt what the attempt has done
	 */
	void onReload(CorsReloadAttempt attempt);

}
