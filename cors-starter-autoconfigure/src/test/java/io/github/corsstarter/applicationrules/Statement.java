package io.github.corsstarter.applicationrules;

import java.util.List;

/**
 * The log's statement about a rule, and whether it is a warning.
 */
record Statement(String sentence, boolean warning) {

	static List<Statement> of(ApplicationRules rules) {
		return rules.statements()
			.stream()
			.map((statement) -> new Statement(statement.sentence(), statement.warning()))
			.toList();
	}

}
