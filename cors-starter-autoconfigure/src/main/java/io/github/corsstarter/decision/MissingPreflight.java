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

	private static final Pattern HOST = Pattern.compile("[a-zA-Z0-9._-]{1,253}|\\[[0-9a-fA-F:.]{2,45}]");

	private MissingPreflight() {
	}

	static boolean is(CorsDecision decision, CorsRequest request) {
		return decision.kind() == RequestKind.ACTUAL && "OPTIONS".equals(request.method());
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
	 * The command has no effect except to send the request, whatever the client has sent:
	 * all text is quoted for a shell. There is no command if a text would have to be
	 * escaped or truncated, or if {@code curl} would read the address as a pattern.
	 */
	private static @Nullable String command(String method, String origin, CorsRequest request) {
		String scheme = request.scheme();
		String host = request.host();
		String path = SafeText.ofPath(request.contextPath() + request.path());
		if (host == null || CorsRequest.UNKNOWN_PATH.equals(request.path()) || !HOST.matcher(host).matches()
				|| !("http".equals(scheme) || "https".equals(scheme)) || !SafeText.ofClient(origin).equals(origin)
				|| !path.equals(withoutParameters(request))
				|| path.chars().anyMatch((c) -> "[]{}\\ \"".indexOf(c) != -1)) {
			return null;
		}
		String address = scheme + "://" + host + ((request.port() > 0) ? ":" + request.port() : "") + path;
		return "curl -i -X OPTIONS -H " + quoted(CorsHeaders.ORIGIN + ": " + origin) + " -H "
				+ quoted(CorsHeaders.REQUEST_METHOD + ": " + method) + " " + quoted(address);
	}

	private static String withoutParameters(CorsRequest request) {
		return (request.contextPath() + request.path()).replaceAll(";[^/]*", "");
	}

	/** A single quote ends the quoted text, so it is written outside of it. */
	private static String quoted(String text) {
		return "'" + text.replace("'", "'\\''") + "'";
	}

}
