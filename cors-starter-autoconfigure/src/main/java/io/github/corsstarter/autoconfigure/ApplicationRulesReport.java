package io.github.corsstarter.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.github.corsstarter.web.ApplicationRules;
import io.github.corsstarter.web.ApplicationRules.Verdict;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Says in the log who decides where the application has CORS rules of its own.
 */
final class ApplicationRulesReport implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(CorsApplicationRulesAutoConfiguration.class);

	/** Of each level. */
	private static final int MAX_LINES = 20;

	private final ApplicationContext context;

	private final ApplicationRules rules;

	ApplicationRulesReport(ApplicationContext context, ApplicationRules rules) {
		this.context = context;
		this.rules = rules;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (event.getApplicationContext() == this.context) {
			List<Verdict> verdicts = this.rules.verdicts();
			lines(verdicts, true).forEach(logger::warn);
			lines(verdicts, false).forEach(logger::info);
		}
	}

	private static List<String> lines(List<Verdict> verdicts, boolean warnings) {
		List<String> all = verdicts.stream()
			.filter((verdict) -> verdict.warning() == warnings)
			.map((verdict) -> "CORS: " + ProblemReport.safe(verdict.sentence()))
			.toList();
		if (all.size() <= MAX_LINES) {
			return all;
		}
		List<String> first = new ArrayList<>(all.subList(0, MAX_LINES));
		first.add("CORS: and " + (all.size() - MAX_LINES)
				+ " more such rules of the application's own (see the actuator endpoint 'cors')");
		return first;
	}

}
