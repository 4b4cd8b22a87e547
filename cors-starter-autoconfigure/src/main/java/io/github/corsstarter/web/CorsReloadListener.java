package io.github.corsstarter.web;

/**
 * Called after each attempt to reload the policies, on the thread that reloads. It does
 * not matter what has started the attempt. The next reload waits until the listener
 * returns.
 */
@FunctionalInterface
public interface CorsReloadListener {

	/**
	 * Called after an attempt. New policies are already in force.
	 * @param attempt what the attempt has done
	 */
	void onReload(CorsReloadAttempt attempt);

}
