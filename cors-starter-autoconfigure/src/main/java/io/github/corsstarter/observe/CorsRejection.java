package io.github.corsstarter.observe;

import java.time.Instant;

import io.github.corsstarter.decision.CorsReason;
import org.jspecify.annotations.Nullable;

/**
 * Requests that were rejected for the same reason: of the same origin, by the same
 * policy. What clients sent is escaped and cut. Immutable.
 *
 * @param policy the name of the policy
 * @param reason the check that failed
 * @param origin the value of {@code Origin}
 * @param method the method, for a preflight the one that it asks for; of the first of the
 * requests
 * @param path the path below the context path; of the first of the requests
 * @param count how many requests, since they are kept
 * @param firstSeen when the first of them came
 * @param lastSeen when the last of them came
 * @param fix the smallest change that would allow the first of them by the rules now in
 * force, or {@code null} where there is none, where it would be unsafe or is not needed
 */
public record CorsRejection(String policy, CorsReason reason, String origin, String method, String path, long count,
		Instant firstSeen, Instant lastSeen, @Nullable String fix) {
}
