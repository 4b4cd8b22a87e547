package io.github.corsstarter.web.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/**
 * The request of a path that a policy covers. Asked to start asynchronous processing
 * without a response, a container would hand out its own, past the guarded one.
 */
final class CorsPolicyRequest extends HttpServletRequestWrapper {

	private final CorsPolicyResponse response;

	CorsPolicyRequest(HttpServletRequest request, CorsPolicyResponse response) {
		super(request);
		this.response = response;
	}

	@Override
	public AsyncContext startAsync() {
		return startAsync(this, this.response);
	}

}
