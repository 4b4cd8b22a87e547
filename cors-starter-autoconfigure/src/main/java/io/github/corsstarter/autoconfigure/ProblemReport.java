package io.github.corsstarter.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.corsstarter.policy.CorsProblem;
import io.github.corsstarter.policy.SafeText;

/**
 * Formats problems for people: numbered, grouped by policy, at most 80 columns wide. A
 * word that is longer, such as the name of a file, stays whole so that it can be copied.
 * Configured values are escaped, so that they are safe to print.
 */
final class ProblemReport {

	private static final int COLUMNS = 80;

	private static final String INDENT = "     ";

	private final Map<String, List<CorsProblem>> byPolicy = new LinkedHashMap<>();

	private final int count;

	ProblemReport(List<CorsProblem> problems) {
		for (CorsProblem problem : problems) {
			String heading = (problem.policy() != null) ? "Policy '" + problem.policy() + "'" : "All policies";
			this.byPolicy.computeIfAbsent(heading, (key) -> new ArrayList<>()).add(problem);
		}
		this.count = problems.size();
	}

	/** The description: each problem and its location. */
	String description() {
		StringBuilder text = new StringBuilder("The CORS configuration has ").append(this.count)
			.append((this.count == 1) ? " problem:" : " problems:");
		int number = 0;
		for (Map.Entry<String, List<CorsProblem>> policy : this.byPolicy.entrySet()) {
			text.append(newLine());
			wrap(text, "", SafeText.ofConfiguration(policy.getKey()) + ":");
			for (CorsProblem problem : policy.getValue()) {
				number++;
				text.append(newLine());
				wrap(text, numbered(number), SafeText.ofConfiguration(problem.property()));
				if (problem.place() != null) {
					wrap(text, "at " + SafeText.ofConfiguration(problem.place()));
				}
				if (problem.value() != null) {
					wrap(text, "\"" + SafeText.ofConfiguration(problem.value()) + "\"");
				}
				wrap(text, SafeText.ofConfiguration(problem.message()));
			}
		}
		return text.toString();
	}

	/** The action: the change for each problem, with the numbers of the description. */
	String action() {
		StringBuilder text = new StringBuilder("Change the configuration:").append(newLine());
		int number = 0;
		for (List<CorsProblem> problems : this.byPolicy.values()) {
			for (CorsProblem problem : problems) {
				number++;
				wrap(text, numbered(number), SafeText.ofConfiguration(problem.property()));
				wrap(text, SafeText.ofConfiguration(action(problem)));
			}
		}
		return text.toString();
	}

	private static String action(CorsProblem problem) {
		if (problem.action() != null) {
			return problem.action();
		}
		String suggestion = problem.suggestion();
		if (suggestion == null) {
			return switch (problem.reason()) {
				case NO_PATHS -> "Set this property to the paths that the policy covers, such as /api/**";
				case NO_ORIGINS -> "Set this property to the allowed origins, such as https://spa.example";
				case SOURCE_FAILED -> "Fix the cause. The log contains the exception.";
				case INDEX_GAP -> "Number all elements from 0, or set the whole list as one text with commas.";
				case UNQUOTED_ELEMENT -> "Put quotes around the element.";
				case UNRESOLVED_PLACEHOLDER ->
					"Set the variable, or give the placeholder a default value, as in" + " ${NAME:value}.";
				default -> "Correct or remove this property, as described above.";
			};
		}
		return switch (problem.reason()) {
			case UNKNOWN_KEY -> "Use the key " + suggestion;
			case INVALID_POLICY_NAME -> "Name the policy " + suggestion;
			case UNQUOTED_ELEMENT -> "Write \"" + suggestion + "\", with the quotes";
			case UNRESOLVED_PLACEHOLDER ->
				"Set the variable, or write " + suggestion + ", which allows no origin until the variable is set";
			default -> "Write " + suggestion;
		};
	}

	/**
	 * Format a problem in one line, for the log.
	 */
	static String line(CorsProblem problem) {
		return SafeText.ofConfiguration(problem.property())
				+ ((problem.value() != null) ? " (\"" + SafeText.ofConfiguration(problem.value()) + "\")" : "") + ": "
				+ SafeText.ofConfiguration(problem.text())
				+ ((problem.place() != null) ? " At " + SafeText.ofConfiguration(problem.place()) + "." : "");
	}

	private static String numbered(int number) {
		return String.format("%3d. ", number);
	}

	private static void wrap(StringBuilder text, String paragraph) {
		wrap(text, INDENT, paragraph);
	}

	private static void wrap(StringBuilder text, String start, String paragraph) {
		StringBuilder line = new StringBuilder(start);
		int empty = start.length();
		for (String word : paragraph.split(" ", -1)) {
			if (line.length() > empty && line.length() + 1 + word.length() > COLUMNS) {
				text.append(newLine()).append(line);
				line = new StringBuilder(INDENT);
				empty = INDENT.length();
			}
			if (line.length() > empty) {
				line.append(' ');
			}
			line.append(word);
		}
		text.append(newLine()).append(line);
	}

	private static String newLine() {
		return System.lineSeparator();
	}

}
