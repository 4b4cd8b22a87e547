package io.github.corsstarter.web;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.decision.CorsReason;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.PolicyEngine;
import io.github.corsstarter.decision.RequestKind;
import io.github.corsstarter.origin.OriginPattern.Kind;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.SafeText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Refuses a request to reload the policies if it comes from a page of another origin,
 * unless a policy names that origin and allows the request. This protects the path even
 * if no policy covers it. A page needs no permission to send a {@code POST} without a
 * body. Safe for use by multiple threads.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata Request Headers</a>
 */
public final class ReloadGuard {

	private static final Log logger = LogFactory.getLog(ReloadGuard.class);

	private static final String POST = "POST";

	private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

	private final CorsPolicies policies;

	private final Supplier<? extends Collection<String>> paths;

	/** Created on first use, because the endpoints are found after the filters. */
	private volatile @Nullable PathIndex<String> index;

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Create a guard.
	 * @param policies the policies in force. Origins that one of them names may reload
	 * @param paths supplies the paths at which a {@code POST} reloads the policies,
	 * relative to the context path. Called once, when the first {@code POST} arrives
	 */
	public ReloadGuard(CorsPolicies policies, Supplier<? extends Collection<String>> paths) {
		this.policies = policies;
		this.paths = paths;
	}

	/**
	 * Create a guard for an application in which no request reloads the policies.
	 * @param policies the policies in force
	 * @return a guard that lets every request pass
	 */
	public static ReloadGuard none(CorsPolicies policies) {
		return new ReloadGuard(policies, List::of);
	}

	/**
	 * Decide whether a request is refused. The response to a refused request has the
	 * status 403 and must not be stored.
	 * @param request the request
	 * @return the body of the response, or {@code null} if the request passes
	 */
	public @Nullable RejectionBody refuse(CorsRequest request) {
		if (!POST.equals(request.method()) || !isReload(request.path(), request) || isAllowed(request)) {
			return null;
		}
		log(request);
		String body = "{\"reloaded\":false,\"generation\":" + this.policies.generation() + ",\"problems\":[]}";
		return new RejectionBody("application/json", body.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Correct the prediction for a request that the policies allow and this guard
	 * refuses.
	 * @param request the request that a page wants to make
	 * @param verdict the prediction that considers only the policies
	 * @return the prediction, corrected if necessary
	 */
	public BrowserVerdict correct(BrowserRequest request, BrowserVerdict verdict) {
		CorsPolicy policy = verdict.policy();
		if (!verdict.allowed() || policy == null || !isForEveryone(policy) || !POST.equals(request.method())
				|| request.initiator() == BrowserRequest.Initiator.OWN_SCRIPT
				|| !isReload(request.pathWithoutQuery(), null)) {
			return verdict;
		}
		return new BrowserVerdict(false, CorsReason.ORIGIN_NOT_ALLOWED,
				"The policy '" + policy.name() + "' allows every origin. This request would reload the policies, so the"
						+ " starter refuses it unless a policy names the origin.",
				policy, null, null, null, verdict.preflight(), verdict.preflightResponse(), null);
	}

	private boolean isReload(String path, @Nullable CorsRequest received) {
		PathMatch<String> match = index().find(path);
		if (match == null) {
			return false;
		}
		String resolved = (received != null && !match.isPlain()) ? received.resolvedPath() : null;
		PathMatch<String> whole = (resolved != null) ? match.with(index().findDecoded(resolved)) : match;
		return whole.written() != null || whole.others().stream().anyMatch(Objects::nonNull);
	}

	private PathIndex<String> index() {
		PathIndex<String> present = this.index;
		if (present == null) {
			Map<PathPattern, String> patterns = this.paths.get()
				.stream()
				.distinct()
				.collect(Collectors.toMap(PathPatternParser.defaultInstance::parse, Function.identity()));
			present = new PathIndex<>(patterns);
			this.index = present;
		}
		return present;
	}

	private boolean isAllowed(CorsRequest request) {
		String site = onlyValue(request.headers(CorsHeaders.SEC_FETCH_SITE));
		if ((site == null || OWN_SITES.contains(site)) && !PolicyEngine.hasForeignOrigin(request)) {
			return true;
		}
		CorsDecision decision = this.policies.decide(request);
		return decision.kind() == RequestKind.ACTUAL && decision.reason() == CorsReason.ALLOWED
				&& decision.policy() != null && !isForEveryone(decision.policy());
	}

	private static boolean isForEveryone(CorsPolicy policy) {
		return policy.allowedOrigins().get(0).kind() == Kind.ANY;
	}

	/** Browsers send the header once. Nothing is concluded from several lines. */
	private static @Nullable String onlyValue(Enumeration<String> lines) {
		String value = lines.hasMoreElements() ? lines.nextElement() : null;
		return lines.hasMoreElements() ? null : value;
	}

	/** Only the first refusal is a warning, because anyone can cause refusals. */
	private void log(CorsRequest request) {
		boolean first = this.warned.compareAndSet(false, true);
		if (!first && !logger.isDebugEnabled()) {
			return;
		}
		String origin = request.header(CorsHeaders.ORIGIN);
		String message = "Refused to reload the CORS policies: the request comes from a page of another origin"
				+ ((origin != null) ? ", " + SafeText.ofClient(origin) : "")
				+ ". If that page may reload them, add its origin to a policy for " + SafeText.ofPath(request.path())
				+ " that allows POST.";
		if (first) {
			logger.warn(message);
		}
		else {
			logger.debug(message);
		}
	}

}
