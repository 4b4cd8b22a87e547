package io.github.corsstarter.decision;

import java.util.regex.Pattern;

import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes a request that was probably meant to be a preflight: {@code OPTIONS} with
 * {@code Origin}, but without {@code Access-Control-Request-Method}. Browsers never send
 * it, but people who test with {@code curl} do.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#cors-preflight-request">Fetch,
 * CORS-preflight request</a>
 */
final class MissingPreflight {

	private static final Pattern HOST = Pattern.compile("[a-zA-Z0-9._-]{1,253}");

	/** Text that all shells read as it is, without quotes. */
	private static final Pattern SAFE = Pattern.compile("[a-zA-Z0-9._~:/@=+-]*");

	private MissingPreflight() {
	}

	/**
	 * Whether a request was probably meant to be a preflight. If a policy allows
	 * {@code OPTIONS}, pages may send it.
	 */
	static boolean isMeant(CorsPolicy policy, CorsDecision decision, CorsRequest request) {
		return decision.kind() == RequestKind.ACTUAL && "OPTIONS".equals(request.method())
				&& !policy.allowedMethods().contains("OPTIONS") && !policy.allowedMethods().contains("*");
	}

	/**
	 * Explain that the request is not a preflight, with a command that sends one.
	 */
	static String explain(CorsPolicy policy, String origin, CorsRequest request) {
		String explanation = "This is not a preflight, because it has no Access-Control-Request-Method.";
		String method = policy.allowedMethods().get(0);
		String command = command(method.equals("*") ? "GET" : method, origin, request);
		return (command != null) ? explanation + " This command sends one: " + command : explanation;
	}

	/**
	 * The command has no effect except to send the request, whatever the client has sent.
	 * There is no command if a shell could change a text.
	 */
	private static @Nullable String command(String method, String origin, CorsRequest request) {
		String scheme = request.scheme();
		String host = request.host();
		String path = SafeText.withoutParameters(request.contextPath() + request.path());
		if (host == null || CorsRequest.UNKNOWN_PATH.equals(request.path()) || !HOST.matcher(host).matches()
				|| !("http".equals(scheme) || "https".equals(scheme)) || !isSafe(origin) || !isSafe(method)
				|| !isSafe(path)) {
			return null;
		}
		return "curl -i -X OPTIONS -H " + CorsHeaders.ORIGIN + ":" + origin + " -H " + CorsHeaders.REQUEST_METHOD + ":"
				+ method + " " + scheme + "://" + host + ((request.port() > 0) ? ":" + request.port() : "") + path;
	}

	private static boolean isSafe(String text) {
		return text.length() <= SafeText.MAX_CLIENT_LENGTH && SAFE.matcher(text).matches();
	}

}
