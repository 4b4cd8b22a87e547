package io.github.corsstarter.benchmarks.servlet;

import java.io.IOException;

import io.github.corsstarter.benchmarks.scenario.Answer;
import io.github.corsstarter.benchmarks.scenario.Question;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Sends one request after the other through a filter. The handler after it sets the
 * headers that most handlers set, so the cost of filters that guard the response is
 * included.
 */
final class ServletCall {

	private final Filter filter;

	private final StubRequest request;

	private final StubResponse response = new StubResponse();

	private final Handler handler = new Handler();

	ServletCall(Filter filter, Question question) {
		this.filter = filter;
		this.request = new StubRequest(question);
	}

	int send() throws ServletException, IOException {
		this.request.clear();
		this.response.clear();
		this.handler.ran = false;
		this.filter.doFilter(this.request, this.response, this.handler);
		return this.response.getStatus();
	}

	Answer answer() throws ServletException, IOException {
		int status = send();
		return Answer.of(status, this.handler.ran, this.response::forEachHeader);
	}

	private static final class Handler implements FilterChain {

		private boolean ran;

		@Override
		public void doFilter(ServletRequest request, ServletResponse response) {
			this.ran = true;
			HttpServletResponse httpResponse = (HttpServletResponse) response;
			httpResponse.setContentType("application/json");
			httpResponse.setHeader("Cache-Control", "no-cache");
			httpResponse.setHeader("ETag", "\"42\"");
		}

	}

}
