package io.github.corsstarter.decision;

import java.util.Locale;

import io.github.corsstarter.origin.InvalidOriginPatternException;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.policy.AllowedHosts;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a request is for a host of this application. A page whose name was
 * rebound to the address of this server is same-origin for the browser and for every
 * other check.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-7.4">RFC 9110, section
 * 7.4, rejecting misdirected requests</a>
 */
public final class HostCheck {

	/** The maximum number of characters that are kept of a host. */
	private static final int MAX_LENGTH = SafeText.MAX_CLIENT_LENGTH + 1;

	private static final String NONE = "";

	private HostCheck() {
	}

	/**
	 * Whether a request is for allowed hosts. Both the received name and the name after
	 * forwarded headers must be allowed, because a script can set forwarded headers.
	 * @param hosts the allowed hosts
	 * @param request the request
	 * @return {@code true} if both names are allowed
	 */
	public static boolean isAllowed(AllowedHosts hosts, CorsRequest request) {
		return hosts.allowsAuthority(request.receivedHost()) && hosts.allowsHost(request.host());
	}

	/**
	 * Reject a request that is not for an allowed host.
	 * @param hosts the allowed hosts
	 * @param request the request
	 * @param policy the policy that covers the path
	 * @return the decision
	 */
	public static CorsDecision reject(AllowedHosts hosts, CorsRequest request, CorsPolicy policy) {
		boolean preflight = "OPTIONS".equals(request.method()) && request.header(CorsHeaders.ORIGIN) != null
				&& request.header(CorsHeaders.REQUEST_METHOD) != null;
		return CorsDecision.misdirected(policy, preflight ? RequestKind.PREFLIGHT : RequestKind.ACTUAL,
				refused(hosts, request), hosts);
	}

	/**
	 * Complete the explanation that no policy covers a path. If the host is not allowed,
	 * a new policy would refuse the request as well, so there is no fix.
	 * @param hosts the allowed hosts
	 * @param verdict the outcome without a policy
	 * @param request the request
	 * @return the outcome, perhaps with another explanation
	 */
	public static BrowserVerdict explainWithoutPolicy(AllowedHosts hosts, BrowserVerdict verdict,
			BrowserRequest request) {
		CorsRequest actual = request.actual();
		return isAllowed(hosts, actual) ? verdict : verdict.explained(
				verdict.explanation() + " With a policy, the request would be rejected, because the host "
						+ SafeText.ofClient(refused(hosts, actual)) + " is not in " + AllowedHosts.PROPERTY + ".",
				null);
	}

	/** The first name that is not allowed, without its port. */
	private static String refused(AllowedHosts hosts, CorsRequest request) {
		String received = request.receivedHost();
		if (!hosts.allowsAuthority(received)) {
			return (received != null) ? name(cut(received)) : NONE;
		}
		String host = request.host();
		return (host != null) ? cut(host) : NONE;
	}

	private static String cut(String host) {
		return (host.length() > MAX_LENGTH) ? host.substring(0, MAX_LENGTH) : host;
	}

	private static String name(String authority) {
		return authority.replaceFirst(":[0-9]*$", "");
	}

	/** {@code localhost}, a name below it, or a loopback address. */
	private static boolean isLoopback(String host) {
		try {
			return OriginPattern.parse("http://" + host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "")).isLoopback();
		}
		catch (InvalidOriginPatternException ex) {
			return false;
		}
	}

	/**
	 * Explain why a request was rejected because of its host.
	 */
	static CorsExplanation explain(CorsDecision decision, CorsPolicy policy, CorsRequest request) {
		String host = decision.host();
		AllowedHosts hosts = decision.hosts();
		StringBuilder message = new StringBuilder(200);
		if (host == null || host.isEmpty()) {
			message.append("The request has no valid Host header. Browsers always send one.");
		}
		else {
			message.append("The host ")
				.append(SafeText.ofClient(host))
				.append(" is not in ")
				.append(AllowedHosts.PROPERTY);
			boolean forwarded = hosts.allowsAuthority(request.receivedHost());
			message
				.append(forwarded ? ". The header Host has another name, and a forwarded header has this one. " : ". ");
			String replaced = replacedHost(hosts, request);
			if (replaced != null) {
				message.append(replaced).append(" If the proxy must send this host, add it to ");
			}
			else {
				message.append("If this is a name of this application, add it to ");
			}
			message.append(AllowedHosts.PROPERTY).append(". Otherwise, a page has used DNS rebinding.");
		}
		return new CorsExplanation(decision.reason(), policy.name(), AllowedHosts.PROPERTY, hosts.place(),
				message.toString(), null);
	}

	/**
	 * Whether a proxy has replaced {@code Host} without a forwarded header: the page
	 * belongs to a listed host, or to the same origin, and the request has another host
	 * that is not listed. If the browser says that the page is of another origin, it has
	 * sent the request to this host itself, as in the prediction for a browser.
	 * @return a sentence or two about it, or {@code null} if there is no sign of it
	 */
	static @Nullable String replacedHost(AllowedHosts hosts, CorsRequest request) {
		String received = request.receivedHost();
		String origin = request.header(CorsHeaders.ORIGIN);
		if (received == null || origin == null || origin.length() > CorsRequest.MAX_ORIGIN_LENGTH) {
			return null;
		}
		String host = name(cut(received));
		int separator = origin.indexOf("://");
		String page = (separator != -1) ? name(origin.substring(separator + "://".length())) : NONE;
		boolean unknown = request.header(CorsHeaders.SEC_FETCH_SITE) == null && request.scheme() != null;
		boolean own = FetchMetadata.isSameOrigin(request) || (unknown && hosts.isListed(page));
		// Browsers reach a local application under each loopback host, without a proxy.
		if (!own || page.isEmpty() || hosts.isListed(host) || page.equalsIgnoreCase(host)
				|| host.equalsIgnoreCase(page + ".") || (isLoopback(page) && isLoopback(host))) {
			return null;
		}
		return "The page is at " + SafeText.ofClient(origin)
				+ ", so a proxy has probably replaced the header Host with " + SafeText.ofClient(host)
				+ ". Let the proxy pass on the header Host (nginx: proxy_set_header Host $host).";
	}

}
