package io.github.corsstarter.web;

import java.util.List;

/**
 * Finds CORS rules of the application's own. Every bean of this type is asked when the
 * application is ready, and each time that somebody looks, never while a request waits.
 */
@FunctionalInterface
public interface ApplicationRuleSource {

	/**
	 * Find the rules that are there now.
	 * @return the rules; one whose details cannot be seen is there all the same
	 */
	List<ApplicationRule> applicationRules();

	/**
	 * Whether a rule is applied before the policies are, as that of a filter ahead of
	 * theirs: then it answers preflights to the paths that they cover, too, and a request
	 * must pass both.
	 * @param rule a rule that this source has found
	 * @return whether it decides first
	 */
	default boolean decidesFirst(ApplicationRule rule) {
		return false;
	}

	/**
	 * Whether a rule stays in force for WebSocket handshakes, which no policy keeps
	 * Spring from checking: then a handshake must pass both.
	 * @param rule a rule that this source has found
	 * @return whether it decides on handshakes, too
	 */
	default boolean decidesOnHandshakes(ApplicationRule rule) {
		return false;
	}

}
