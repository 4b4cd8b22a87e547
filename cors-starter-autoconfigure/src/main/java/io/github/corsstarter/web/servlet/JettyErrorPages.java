package io.github.corsstarter.web.servlet;

import io.github.corsstarter.decision.CorsHeaders;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@code Vary} on the error pages that Jetty writes itself. Before an error page,
 * Jetty removes {@code Vary} together with the headers that describe the content. If the
 * page comes from a dispatch to the application, the filter sets it again. No filter runs
 * for Jetty's own page.
 */
final class JettyErrorPages implements Request.Handler {

	private final Request.Handler pages;

	private JettyErrorPages(Request.Handler pages) {
		this.pages = pages;
	}

	/**
	 * If Jetty is starting a context, wrap the error handlers of this context and of its
	 * server. Otherwise, do nothing. The server's handler writes the page if the
	 * application's error page fails with an error of its own.
	 */
	static void wrap() {
		ContextHandler context = ContextHandler.getCurrentContextHandler();
		if (context == null) {
			return;
		}
		context.setErrorHandler(wrap(context.getErrorHandler()));
		Server server = context.getServer();
		server.setErrorHandler(wrap(server.getErrorHandler()));
	}

	private static Request.@Nullable Handler wrap(Request.@Nullable Handler pages) {
		return (pages == null || pages instanceof JettyErrorPages) ? pages : new JettyErrorPages(pages);
	}

	@Override
	public boolean handle(Request request, Response response, Callback callback) throws Exception {
		if (request.getAttribute(CorsPolicyFilter.DECISION) instanceof ServletCorsRequest decided
				&& !decided.decision().vary().isEmpty()) {
			response.getHeaders().put(CorsHeaders.VARY, decided.decision().varyHeader());
		}
		return this.pages.handle(request, response, callback);
	}

}
