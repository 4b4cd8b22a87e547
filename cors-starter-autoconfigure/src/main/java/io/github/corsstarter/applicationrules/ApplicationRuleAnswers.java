package io.github.corsstarter.applicationrules;

import io.github.corsstarter.decision.BrowserRequest;
import org.jspecify.annotations.Nullable;

/**
 * Predicts what the other CORS rules of an application answer to a request. Safe for use
 * by many threads.
 */
@FunctionalInterface
public interface ApplicationRuleAnswers {

	/**
	 * Predict the answer to a request of a script, as if there were no policies.
	 * @param request the request
	 * @return the answer, or {@code null} if no rule applies
	 */
	@Nullable ApplicationRuleAnswer answer(BrowserRequest request);

}
