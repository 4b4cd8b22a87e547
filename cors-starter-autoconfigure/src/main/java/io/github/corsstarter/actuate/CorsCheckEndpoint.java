package io.github.corsstarter.actuate;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.corsstarter.applicationrules.ApplicationRuleStatement;
import io.github.corsstarter.applicationrules.ApplicationRules;
import io.github.corsstarter.applicationrules.ApplicationRules.EarlyAnswer;
import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.policy.SafeText;
import io.github.corsstarter.web.CorsGeneration;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.ReloadGuard;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.http.server.PathContainer;

/**
 * Actuator endpoint that predicts whether a browser lets a page read a response, and
 * explains why. Uses the same engine as the filter. Sends no request, changes nothing and
 * counts nothing. Safe for use by many threads.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-fetch">Fetch, HTTP fetch</a>
 */
@Endpoint(id = "corscheck")
public class CorsCheckEndpoint {

	private static final Pattern HOST = Pattern.compile("(?:[^\\s/?#@:\\[\\]]+|\\[[^\\s\\]]+])(?::[0-9]*)?");

	private final CorsPolicies policies;

	private final String contextPath;

	private final String managementBasePath;

	private final ApplicationRules applicationRules;

	private final ReloadGuard reloadGuard;

	/**
	 * Create the endpoint of an application without a context path.
	 * @param policies the policies in force
	 */
	public CorsCheckEndpoint(CorsPolicies policies) {
		this(policies, "");
	}

	/**
	 * Create the endpoint of an application without other CORS rules.
	 * @param policies the policies in force
	 * @param contextPath the context path, which is part of every path that browsers send
	 * and is not part of the path patterns of policies; empty if the application has none
	 */
	public CorsCheckEndpoint(CorsPolicies policies, String contextPath) {
		this(policies, contextPath, new ApplicationRules(List.of(), policies), ReloadGuard.none(policies));
	}

	/**
	 * Create the endpoint.
	 * @param policies the policies in force
	 * @param contextPath the context path, or an empty string
	 * @param applicationRules the other CORS rules of the application
	 * @param reloadGuard refuses to reload the policies for pages of other origins
	 */
	public CorsCheckEndpoint(CorsPolicies policies, String contextPath, ApplicationRules applicationRules,
			ReloadGuard reloadGuard) {
		this(policies, contextPath, "", applicationRules, reloadGuard);
	}

	/**
	 * Create the endpoint of an application with a management port.
	 * @param policies the policies in force
	 * @param contextPath the context path, or an empty string
	 * @param managementBasePath the base path of the management port, which is not part
	 * of the path patterns of policies; empty if there is none
	 * @param applicationRules the other CORS rules of the application
	 * @param reloadGuard refuses to reload the policies for pages of other origins
	 */
	public CorsCheckEndpoint(CorsPolicies policies, String contextPath, String managementBasePath,
			ApplicationRules applicationRules, ReloadGuard reloadGuard) {
		this.policies = policies;
		this.contextPath = contextPath;
		this.managementBasePath = managementBasePath;
		this.applicationRules = applicationRules;
		this.reloadGuard = reloadGuard;
	}

	/**
	 * Predict what a browser does with a request of a script.
	 * @param path the path relative to the context path; required
	 * @param origin the origin of the page; required
	 * @param method the method; {@code GET} by default
	 * @param headers the names of the headers that the script sets, separated by commas
	 * @param credentials {@code true} if the request is sent with cookies and other
	 * credentials; {@code false} by default
	 * @param host the host that the browser sends the request to, with or without a port.
	 * By default, the allowed hosts are not checked
	 * @return whether the page may read the response, and the reason
	 * @throws InvalidEndpointRequestException if a parameter is missing or invalid
	 */
	@ReadOperation
	@SuppressWarnings("deprecation") // Spring Boot 3.5 supports only this annotation.
	public CorsCheckDescriptor check(@Nullable @org.springframework.lang.Nullable String path,
			@Nullable @org.springframework.lang.Nullable String origin,
			@Nullable @org.springframework.lang.Nullable String method,
			@Nullable @org.springframework.lang.Nullable String headers,
			@Nullable @org.springframework.lang.Nullable String credentials,
			@Nullable @org.springframework.lang.Nullable String host) {
		List<String> problems = Stream
			.of(pathProblem(path), originProblem(origin), credentialsProblem(credentials), hostProblem(host))
			.filter(Objects::nonNull)
			.toList();
		if (path == null || origin == null || !problems.isEmpty()) {
			String message = String.join(" ", problems);
			throw new InvalidEndpointRequestException(message, message);
		}
		BrowserRequest request = new BrowserRequest(origin,
				(method != null && !method.isBlank()) ? method.strip() : "GET", path, headers(headers),
				isTrue(credentials), BrowserRequest.Initiator.SCRIPT,
				(host != null && !host.isBlank()) ? host.strip() : null);
		CorsGeneration rules = this.policies.current();
		BrowserVerdict verdict = this.reloadGuard.correct(request, rules.check(request));
		CorsCheckDescriptor answer = considerEarlyAnswer(request,
				considerOtherRules(request,
						CorsCheckDescriptor.of(verdict, rules.pathPattern(withoutQuery(path), verdict.policy()),
								request.host(), rules.checkCandidate(request))));
		if (beginsWith(this.managementBasePath, withoutQuery(path))) {
			answer = answer.withoutFix("On the management port, 'path' is relative to management.server.base-path ("
					+ this.managementBasePath + "). Leave " + this.managementBasePath + " out there.");
		}
		return beginsWith(this.contextPath, withoutQuery(path)) ? answer.withoutFix("This is the answer for "
				+ this.contextPath + SafeText.ofClient(path) + ", because 'path' is relative to the context path "
				+ this.contextPath + ". Leave the context path out, unless you mean this address.") : answer;
	}

	/**
	 * A new policy replaces the other rules on its path, which may allow more.
	 */
	private CorsCheckDescriptor considerOtherRules(BrowserRequest request, CorsCheckDescriptor answer) {
		if (answer.policy() != null || answer.fix() == null || !answer.fix().startsWith("add the policy ")) {
			return answer;
		}
		List<String> sources = this.applicationRules.replaceable(request.pathWithoutQuery());
		return sources.isEmpty() ? answer
				: answer.explained(answer.explanation() + " Now, "
						+ SafeText.ofConfiguration(ApplicationRuleStatement.listed(sources))
						+ ((sources.size() > 1) ? " apply" : " applies")
						+ " to this path. If you add the policy of the fix, it alone decides there.");
	}

	/**
	 * The answer for a path on which a component may answer before any filter runs. The
	 * route of such a component is for one method. It is not known which one, but usually
	 * it is {@code GET}, the method of WebSocket handshakes. Therefore, only for a {@code
	 * GET} without a preflight does the answer say that the component answers the
	 * request. For other requests, it says that the component may do so.
	 */
	private CorsCheckDescriptor considerEarlyAnswer(BrowserRequest request, CorsCheckDescriptor answer) {
		EarlyAnswer early = this.applicationRules.earlyAnswer(request.pathWithoutQuery());
		if (early == null) {
			return answer;
		}
		String source = SafeText.ofConfiguration(early.source());
		String policy = (answer.policy() != null) ? "the policy '" + answer.policy() + "'" : "a policy";
		if (early.certain() && !answer.preflight() && request.method().equals("GET")) {
			return answer.withoutPolicy(source + " answers GET requests to this path before any filter, WebSocket"
					+ " handshakes included. There, " + policy + " has no effect, because no filter runs there.");
		}
		return answer.explained(answer.explanation() + " But " + source
				+ (early.certain() ? " answers some requests to this path" : " may answer this request")
				+ " before any filter. Then " + policy + " has no effect, because no filter runs there.");
	}

	/** Such a path may be correct: the application may have {@code /app/app/x}. */
	private static boolean beginsWith(String prefix, String path) {
		return !prefix.isEmpty() && path.startsWith(prefix)
				&& (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
	}

	private static @Nullable String pathProblem(@Nullable String path) {
		if (path == null || path.isBlank()) {
			return "The parameter 'path' is missing. Give the path of the request relative to the context path, such as"
					+ " /api/orders.";
		}
		if (!path.startsWith("/")) {
			int scheme = path.indexOf("://");
			int slash = (scheme != -1) ? path.indexOf('/', scheme + "://".length()) : -1;
			String suggestion = (slash != -1) ? path.substring(slash) : (scheme != -1) ? "/" : "/" + path.strip();
			return "The parameter 'path' must start with a slash. Write " + SafeText.ofClient(suggestion) + ".";
		}
		try {
			PathContainer.parsePath(withoutQuery(path));
			return null;
		}
		catch (IllegalArgumentException ex) {
			return "The parameter 'path' has a broken escape sequence. Two hexadecimal digits must follow each '%'. In the"
					+ " query of a URL, write '%' as %25.";
		}
	}

	private static String withoutQuery(String path) {
		return path.split("[?#]", 2)[0];
	}

	private static @Nullable String originProblem(@Nullable String origin) {
		return (origin == null || origin.isBlank())
				? "The parameter 'origin' is missing. Give the origin of the page, such as https://spa.example." : null;
	}

	private static List<String> headers(@Nullable String headers) {
		return (headers != null)
				? Arrays.stream(headers.split(",")).map(String::strip).filter((name) -> !name.isEmpty()).toList()
				: List.of();
	}

	private static @Nullable String credentialsProblem(@Nullable String credentials) {
		return (credentials == null || credentials.isBlank() || credentials.strip().matches("(?i)true|false")) ? null
				: "The parameter 'credentials' must be true or false, not " + SafeText.ofClient(credentials)
						+ ". It says whether the request is sent with cookies.";
	}

	private static @Nullable String hostProblem(@Nullable String host) {
		return (host == null || host.isBlank() || HOST.matcher(host.strip()).matches()) ? null
				: "The parameter 'host' must be the name of a host, with or without a port, such as app.example:8443.";
	}

	private static boolean isTrue(@Nullable String credentials) {
		return credentials != null && credentials.strip().equalsIgnoreCase("true");
	}

}
