package io.github.corsstarter.observe;

import java.time.Instant;

import io.github.corsstarter.decision.CorsReason;
import org.jspecify.annotations.Nullable;

/**
 * Requests from one origin on which another policy would have decided differently: the
 * candidate of a policy, or a policy that is not enforced. Values from clients are
 * escaped and cut. Immutable.
 *
 * @param policy the name of the policy
 * @param change what the candidate, or the policy that is not enforced, would change
 * @param reason the check that fails. For {@link ShadowChange#NEWLY_REJECTED}, it fails
 * in the candidate or in the policy that is not enforced. For
 * {@link ShadowChange#NEWLY_ALLOWED}, it fails in the policy in force, or in the browser
 * that receives the response of the application
 * @param origin the value of {@code Origin}; {@code null} if the request has none, which
 * is possible only for {@link CorsReason#HOST_NOT_ALLOWED}. In two cases, differences
 * from all origins are one entry, which has the first origin: an application allows
 * credentials and a policy that is not enforced does not, or such a policy would allow
 * every origin and the application allows none
 * @param count the number of requests that this entry has counted
 * @param lastSeen the time of the last request
 * @param watched the first request; {@code null} if a candidate makes the difference
 */
public record CorsShadowDifference(String policy, ShadowChange change, CorsReason reason, @Nullable String origin,
		long count, Instant lastSeen, @Nullable WatchedRequest watched) {

	/**
	 * The first request on which a policy that is not enforced differs from the
	 * application.
	 *
	 * @param method the method; for a preflight, the method that it asks for
	 * @param path the path, relative to the context path
	 * @param status the status of the response that was sent
	 * @param host the host that is not allowed; {@code null} for other reasons
	 * @param explanation why the policy and the response differ; {@code null} for
	 * {@link CorsReason#HOST_NOT_ALLOWED}, or if the difference is gone
	 * @param fix the change that would remove the difference. {@code null} if there is no
	 * such change, if it would be unsafe or change more than this response shows, or if
	 * the policies have been changed and the difference is gone
	 */
	public record WatchedRequest(String method, String path, int status, @Nullable String host,
			@Nullable String explanation, @Nullable String fix) {
	}

}
