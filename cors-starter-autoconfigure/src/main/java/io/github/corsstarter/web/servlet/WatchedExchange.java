package io.github.corsstarter.web.servlet;

import java.io.IOException;
import java.util.Collection;
import java.util.Enumeration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.SentResponse;
import io.github.corsstarter.web.CorsDecisionListener;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.WebUtils;

/**
 * A request on which a policy would decide that is not enforced. Reports the response
 * once, when its status and headers are final: after the last dispatch of the request, or
 * when asynchronous processing is complete. Changes neither the request nor the response.
 */
final class WatchedExchange implements AsyncListener {

	private final CorsDecision decision;

	private final CorsRequest request;

	private final Sent response;

	private final CorsDecisionListener listener;

	private final AtomicBoolean reported = new AtomicBoolean();

	private volatile boolean errorSent;

	/** Whether the response is final only after the dispatch of an error page. */
	private volatile boolean errorPending;

	private volatile boolean asynchronous;

	WatchedExchange(CorsDecision decision, ServletCorsRequest request, HttpServletResponse response,
			CorsDecisionListener listener) {
		this.decision = decision;
		this.request = Received.of(request);
		this.response = new Sent(response);
		this.listener = listener;
	}

	/**
	 * The response for a dispatch. It passes every call on, and notices that an error
	 * page will follow, which no API of the container tells.
	 */
	HttpServletResponse noticingErrors(HttpServletResponse current) {
		return (WebUtils.getNativeResponse(current, NoticingResponse.class) != null) ? current
				: new NoticingResponse(current);
	}

	/**
	 * A dispatch has ended.
	 * @param current the request of the dispatch
	 * @param failed whether the dispatch has ended with an exception
	 */
	void dispatched(HttpServletRequest current, boolean failed) {
		DispatcherType type = current.getDispatcherType();
		if (type == DispatcherType.ERROR || (type == DispatcherType.FORWARD && this.errorPending)) {
			// In a WAR, Spring Boot forwards to the error page.
			report();
			return;
		}
		if (type == DispatcherType.FORWARD) {
			return;
		}
		if (this.errorSent || (failed && !this.response.response().isCommitted())) {
			this.errorPending = true;
		}
		if (!isContinued(current) && !this.errorPending) {
			report();
		}
	}

	/**
	 * Whether asynchronous processing continues the request.
	 */
	private boolean isContinued(HttpServletRequest current) {
		if (!this.asynchronous && current.isAsyncStarted()) {
			try {
				current.getAsyncContext().addListener(this);
				this.asynchronous = true;
			}
			catch (IllegalStateException ex) {
				// The processing is already complete.
				return false;
			}
		}
		return this.asynchronous;
	}

	private void report() {
		if (this.reported.compareAndSet(false, true)) {
			this.listener.onWatchedResponse(this.decision, this.request, this.response);
		}
	}

	/**
	 * Tomcat calls this method before it dispatches to the error page, other containers
	 * after that.
	 */
	@Override
	public void onComplete(AsyncEvent event) {
		if (!this.errorSent && !this.errorPending) {
			report();
		}
	}

	/** Containers remove all listeners when asynchronous processing starts again. */
	@Override
	public void onStartAsync(AsyncEvent event) {
		event.getAsyncContext().addListener(this);
	}

	@Override
	public void onTimeout(AsyncEvent event) {
	}

	@Override
	public void onError(AsyncEvent event) {
	}

	/**
	 * Notices errors.
	 */
	private final class NoticingResponse extends HttpServletResponseWrapper {

		NoticingResponse(HttpServletResponse response) {
			super(response);
		}

		@Override
		public void sendError(int status) throws IOException {
			super.sendError(status);
			WatchedExchange.this.errorSent = true;
		}

		@Override
		public void sendError(int status, @Nullable String message) throws IOException {
			super.sendError(status, message);
			WatchedExchange.this.errorSent = true;
		}

	}

	/**
	 * The response of the container.
	 */
	private record Sent(HttpServletResponse response) implements SentResponse {

		@Override
		public int status() {
			return this.response.getStatus();
		}

		@Override
		public Collection<String> headers(String name) {
			return this.response.getHeaders(name);
		}

	}

	/**
	 * The request as it was received. A container may change the method and the path of
	 * its request for a later dispatch.
	 */
	private record Received(ServletCorsRequest view, String method, String contextPath, String path,
			@Nullable String resolvedPath) implements CorsRequest {

		static Received of(ServletCorsRequest view) {
			return new Received(view, view.method(), view.contextPath(), view.path(), view.resolvedPath());
		}

		@Override
		public @Nullable String header(String name) {
			return this.view.header(name);
		}

		@Override
		public Enumeration<String> headers(String name) {
			return this.view.headers(name);
		}

		@Override
		public @Nullable String scheme() {
			return this.view.scheme();
		}

		@Override
		public @Nullable String host() {
			return this.view.host();
		}

		@Override
		public @Nullable String receivedHost() {
			return this.view.receivedHost();
		}

		@Override
		public int port() {
			return this.view.port();
		}

	}

}
