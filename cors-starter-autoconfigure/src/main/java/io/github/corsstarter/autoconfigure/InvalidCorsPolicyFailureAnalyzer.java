package io.github.corsstarter.autoconfigure;

import io.github.corsstarter.policy.InvalidCorsPolicyException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Turns an invalid CORS configuration into a report that shows what is wrong, where, and
 * what to write instead.
 */
final class InvalidCorsPolicyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidCorsPolicyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidCorsPolicyException cause) {
		ProblemReport report = new ProblemReport(cause.problems());
		return new FailureAnalysis(report.description(), report.action(), cause);
	}

}
