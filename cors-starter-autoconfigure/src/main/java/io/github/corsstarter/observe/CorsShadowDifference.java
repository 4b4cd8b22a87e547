package io.github.corsstarter.observe;

import java.time.Instant;

import io.github.corsstarter.decision.CorsReason;

/**
 * Requests from one origin on which a candidate policy would have decided differently.
 * Values from clients are escaped and cut. Immutable.
 *
 * @param policy the name of the policy
 * @param change what the candidate would change
 * @param reason the check that fails, in the candidate for
 * {@link ShadowChange#NEWLY_REJECTED}, and in the policy in force for
 * {@link ShadowChange#NEWLY_ALLOWED}
 * @param origin the value of {@code Origin}
 * @param count the number of requests that this entry has counted
 * @param lastSeen the time of the last request
 */
public record CorsShadowDifference(String policy, ShadowChange change, CorsReason reason, String origin, long count,
		Instant lastSeen) {
}
