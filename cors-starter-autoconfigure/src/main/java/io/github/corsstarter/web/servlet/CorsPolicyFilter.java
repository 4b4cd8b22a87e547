package io.github.corsstarter.web.servlet;

import java.io.IOException;
import java.util.List;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.decision.RequestKind;
import io.github.corsstarter.web.CorsDecisionListener;
import io.github.corsstarter.web.CorsGeneration;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.RejectionBody;
import io.github.corsstarter.web.ReloadGuard;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.web.util.WebUtils;

/**
 * Enforces the policies in a servlet container. Register it before every filter that may
 * answer a request itself, Spring Security's in particular, and for the dispatcher types
 * {@code REQUEST}, {@code ASYNC}, {@code ERROR} and {@code FORWARD}. It decides on the
 * {@code REQUEST} dispatch and keeps the headers on the response during the others.
 * Requests to a path that no policy covers pass as if this filter did not exist, unless
 * the {@link ReloadGuard} refuses them. Requests to the paths of a policy that is not
 * enforced pass in the same way, and their responses are compared with the policy. Safe
 * for use by many threads.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, CORS
 * protocol</a>
 */
public final class CorsPolicyFilter implements Filter {

	/**
	 * The request attribute that holds the request of the first dispatch, with the
	 * decision, for later dispatches.
	 */
	static final String DECISION = CorsPolicyFilter.class.getName() + ".DECISION";

	/** The request attribute that holds the exchange if a policy only watches it. */
	private static final String WATCHED = CorsPolicyFilter.class.getName() + ".WATCHED";

	private final CorsPolicies policies;

	private final CorsDecisionListener listener;

	private final ReloadGuard reloadGuard;

	/**
	 * Create a filter without a listener.
	 * @param policies the policies to enforce
	 */
	public CorsPolicyFilter(CorsPolicies policies) {
		this(policies, CorsDecisionListener.of(List.of()));
	}

	/**
	 * Create a filter.
	 * @param policies the policies to enforce
	 * @param listener receives every decision on a CORS request
	 */
	public CorsPolicyFilter(CorsPolicies policies, CorsDecisionListener listener) {
		this(policies, listener, ReloadGuard.none(policies));
	}

	/**
	 * Create a filter.
	 * @param policies the policies to enforce
	 * @param listener receives every decision on a CORS request
	 * @param reloadGuard refuses to reload the policies for pages of other origins
	 */
	public CorsPolicyFilter(CorsPolicies policies, CorsDecisionListener listener, ReloadGuard reloadGuard) {
		this.policies = policies;
		this.listener = listener;
		this.reloadGuard = reloadGuard;
	}

	@Override
	public void init(FilterConfig config) {
		if (isJetty(config.getServletContext())) {
			JettyErrorPages.wrap();
		}
	}

	/**
	 * Whether the server is Jetty and lets this filter use its classes. It hides them
	 * from a WAR. On another server, they are not loaded, because that takes time.
	 */
	private static boolean isJetty(ServletContext context) {
		String server = context.getServerInfo();
		return server != null && server.startsWith("jetty/") && ClassUtils
			.isPresent("org.eclipse.jetty.server.handler.ContextHandler", CorsPolicyFilter.class.getClassLoader());
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (!(request instanceof HttpServletRequest httpRequest)
				|| !(response instanceof HttpServletResponse httpResponse)) {
			chain.doFilter(request, response);
			return;
		}
		if (request.getDispatcherType() != DispatcherType.REQUEST && !isUndecided(httpRequest)) {
			dispatchAgain(httpRequest, httpResponse, chain);
		}
		else if (isGuarded(httpResponse)) {
			chain.doFilter(request, response);
		}
		else {
			decide(httpRequest, httpResponse, chain);
		}
	}

	/**
	 * Whether this is the first dispatch that this filter sees, although it is not the
	 * first one: a filter before this one has suspended the request and then dispatched
	 * it again, for example to limit the load.
	 */
	private static boolean isUndecided(HttpServletRequest request) {
		return request.getDispatcherType() == DispatcherType.ASYNC && request.getAttribute(DECISION) == null
				&& request.getAttribute(WATCHED) == null;
	}

	/** Whether this filter, or another one of this class, has passed the response on. */
	private static boolean isGuarded(HttpServletResponse response) {
		return WebUtils.getNativeResponse(response, CorsPolicyResponse.class) != null;
	}

	private static void dispatchAgain(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		@Nullable ServletCorsRequest earlier = (ServletCorsRequest) request.getAttribute(DECISION);
		WatchedExchange watched = (WatchedExchange) request.getAttribute(WATCHED);
		if (watched == null) {
			resumeIfDecided(request, response, earlier, chain);
			return;
		}
		boolean failed = true;
		try {
			resumeIfDecided(request, watched.noticingErrors(response), earlier, chain);
			failed = false;
		}
		finally {
			watched.dispatched(request, failed);
		}
	}

	private static void resumeIfDecided(HttpServletRequest request, HttpServletResponse response,
			@Nullable ServletCorsRequest earlier, FilterChain chain) throws IOException, ServletException {
		if (earlier != null && earlier.decision().policy() != null) {
			resume(request, response, earlier, chain);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	private void decide(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		ServletCorsRequest view = new ServletCorsRequest(request);
		RejectionBody refusal = this.reloadGuard.refuse(view);
		if (refusal != null) {
			refuse(refusal, response);
			return;
		}
		CorsGeneration rules = this.policies.current();
		CorsDecision decision = rules.decide(view);
		CorsDecision watched = rules.watch(view);
		if (watched != null && request.getAttribute(WATCHED) == null) {
			watch(new WatchedExchange(watched, view, response, this.listener), decision, view, request, response,
					chain);
		}
		else {
			enforce(decision, view, request, response, chain);
		}
	}

	/**
	 * Let the rules decide that decide without the policy, and compare the response with
	 * the decision of the policy.
	 */
	private void watch(WatchedExchange watched, CorsDecision decision, ServletCorsRequest view,
			HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		request.setAttribute(WATCHED, watched);
		boolean failed = true;
		try {
			enforce(decision, view, request, watched.noticingErrors(response), chain);
			failed = false;
		}
		finally {
			watched.dispatched(request, failed);
		}
	}

	private void enforce(CorsDecision decision, ServletCorsRequest view, HttpServletRequest request,
			HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
		if (decision.policy() == null) {
			leaveAlone(view, request, response, chain);
			return;
		}
		if (decision.kind() != RequestKind.NOT_CORS) {
			this.listener.onDecision(decision, view);
		}
		view.decided(decision);
		// Even if no handler runs: a filter before this one may send an error later.
		request.setAttribute(DECISION, view);
		if (decision.isAnswered()) {
			CorsPolicyResponse.apply(decision, view, response);
			answer(decision, view, response);
			return;
		}
		CorsPolicyResponse guarded = new CorsPolicyResponse(response, decision, view);
		guarded.applyHeaders();
		view.guard(guarded);
		chain.doFilter(view, guarded);
	}

	/**
	 * No policy covers the path. If asynchronous processing has started, another dispatch
	 * follows, on which this filter must not decide: it may be for a path of a policy.
	 */
	private static void leaveAlone(ServletCorsRequest view, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws IOException, ServletException {
		try {
			chain.doFilter(request, response);
		}
		finally {
			if (request.isAsyncStarted()) {
				request.setAttribute(DECISION, view);
			}
		}
	}

	private static void refuse(RejectionBody refusal, HttpServletResponse response) throws IOException {
		response.setStatus(HttpServletResponse.SC_FORBIDDEN);
		response.setHeader(CorsHeaders.CACHE_CONTROL, "no-store");
		response.addHeader(CorsHeaders.VARY, CorsHeaders.ORIGIN);
		write(refusal, response);
	}

	private void answer(CorsDecision decision, ServletCorsRequest request, HttpServletResponse response)
			throws IOException {
		response.setStatus(decision.status());
		if (decision.isRejected()) {
			write(RejectionBody.of(decision, request, this.policies.isDebug()), response);
		}
	}

	private static void write(RejectionBody body, HttpServletResponse response) throws IOException {
		response.setContentType(body.contentType());
		response.setContentLength(body.length());
		body.writeTo(response.getOutputStream());
	}

	/**
	 * Handle a later dispatch of the same request. The container may pass its own
	 * response again, and may have removed headers from it (after {@code sendError} or an
	 * uncaught exception). The headers are those for the request that was decided on: the
	 * container may pass its own request, and a filter may have replaced {@code Origin}
	 * in the first dispatch only.
	 */
	private static void resume(HttpServletRequest request, HttpServletResponse response, ServletCorsRequest decided,
			FilterChain chain) throws IOException, ServletException {
		if (isGuarded(response)) {
			chain.doFilter(request, response);
			return;
		}
		ServletCorsRequest view = new ServletCorsRequest(request);
		CorsPolicyResponse guarded = new CorsPolicyResponse(response, decided.decision(), decided);
		guarded.applyHeaders();
		view.guard(guarded);
		try {
			chain.doFilter(view, guarded);
		}
		catch (RuntimeException ex) {
			// If the error page fails with a ServletException, Jetty writes its own page.
			// After any other exception, it removes Vary again and calls no error
			// handler.
			if (request.getDispatcherType() == DispatcherType.ERROR && isJetty(request.getServletContext())) {
				throw new ServletException(ex);
			}
			throw ex;
		}
	}

}
