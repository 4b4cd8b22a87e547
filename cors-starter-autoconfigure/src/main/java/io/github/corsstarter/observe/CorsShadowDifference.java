package io.github.corsstarter.observe;

import java.time.Instant;

import io.github.corsstarter.decision.CorsReason;

/**
 * Requests of one origin on which a candidate policy would have decided differently. What
 * clients sent is escaped and cut. Immutable.
 *
 * @param policy the name of the policy
 * @param change what the candidate would change
 * @param reason the check that the candidate, or for {@link ShadowChange#NEWLY_ALLOWED}
 * the policy in force, fails
 * @param origin the value of {@code Origin}
 * @param count how many requests, since they are kept
 * @param lastSeen when the last of them came
 */
public record CorsShadowDifference(String policy, ShadowChange change, CorsReason reason, String origin, long count,
		Instant lastSeen) {
}
