package io.github.corsstarter.benchmarks.servlet;

import java.io.IOException;

import io.github.corsstarter.benchmarks.scenario.Answer;
import io.github.corsstarter.benchmarks.scenario.Question;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;

/**
 * Sends one request after the other through a filter to a handler.
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
		this.handler.clear();
		this.filter.doFilter(this.request, this.response, this.handler);
		return this.response.getStatus();
	}

	Answer answer() throws ServletException, IOException {
		int status = send();
		return Answer.of(status, this.handler.hasRun(), this.response::forEachHeader);
	}

}
