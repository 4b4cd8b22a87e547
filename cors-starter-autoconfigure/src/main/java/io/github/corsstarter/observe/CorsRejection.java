package io.github.corsstarter.observe;

import java.time.Instant;

import io.github.corsstarter.decision.CorsReason;
import org.jspecify.annotations.Nullable;

/**
 * Requests from one origin that one policy rejected for one reason. If the reason is the
 * method, the headers or the host, all of these requests have the same one. Values from
 * clients are escaped and cut. Immutable.
 *
 * @param policy the name of the policy
 * @param reason the check that failed
 * @param origin the value of {@code Origin}; {@code null} if the request has none, which
 * is possible only for {@link CorsReason#HOST_NOT_ALLOWED}
 * @param method the method of the first request; for a preflight, the method that it asks
 * for
 * @param header the names of the headers that were not allowed, in lower case, at most
 * ten, separated by commas; {@code null} if headers are not the reason, or if their names
 * could not be read
 * @param host the host that is not allowed; {@code null} for other reasons
 * @param path the path of the first request, relative to the context path
 * @param count the number of requests that this entry has counted
 * @param firstSeen the time of the first request
 * @param lastSeen the time of the last request
 * @param fix the smallest change of the policies now in force that would allow the first
 * request, or {@code null} if there is no such change, if it would be unsafe, or if the
 * request is allowed now
 */
public record CorsRejection(String policy, CorsReason reason, @Nullable String origin, String method,
		@Nullable String header, @Nullable String host, String path, long count, Instant firstSeen, Instant lastSeen,
		@Nullable String fix) {
}
