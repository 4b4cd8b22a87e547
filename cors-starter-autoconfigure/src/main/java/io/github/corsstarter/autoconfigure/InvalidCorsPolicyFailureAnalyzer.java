package io.github.corsstarter.autoconfigure;

import java.util.List;

import io.github.corsstarter.decision.ClientText;
import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.InvalidCorsPolicyException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Turns invalid policies into a report that says what is wrong, where, and what to write
 * instead.
 */
final class InvalidCorsPolicyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidCorsPolicyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidCorsPolicyException cause) {
		List<CorsProblem> problems = cause.problems();
		StringBuilder description = new StringBuilder("The CORS configuration has ")
			.append((problems.size() == 1) ? "1 problem:" : problems.size() + " problems:");
		StringBuilder action = new StringBuilder("Change the configuration:");
		for (int i = 0; i < problems.size(); i++) {
			CorsProblem problem = problems.get(i);
			String number = String.format("%n%n%3d. ", i + 1);
			description.append(number).append(problem.property());
			line(description, problem.message() + ".");
			if (problem.value() != null) {
				line(description, "Value: \"" + ClientText.show(problem.value()) + "\"");
			}
			if (problem.place() != null) {
				line(description, "Place: " + problem.place());
			}
			action.append(number).append(problem.property());
			line(action, (problem.suggestion() != null) ? "Write: " + problem.suggestion()
					: "Correct or remove it, as said above.");
		}
		return new FailureAnalysis(description.toString(), action.toString(), cause);
	}

	private static void line(StringBuilder text, String line) {
		text.append(String.format("%n     ")).append(line);
	}

}
