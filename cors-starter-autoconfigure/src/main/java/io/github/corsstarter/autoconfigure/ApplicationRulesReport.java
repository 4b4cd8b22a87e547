package io.github.corsstarter.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.corsstarter.applicationrules.ApplicationRuleOutcome;
import io.github.corsstarter.applicationrules.ApplicationRules;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.SafeText;
import io.github.corsstarter.web.CorsPolicies;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Logs the other CORS rules of the application, and for each one whether the rule or a
 * policy decides. Also warns if the path of a policy repeats the context path.
 */
final class ApplicationRulesReport implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(CorsApplicationRulesAutoConfiguration.class);

	/** The maximum number of lines for each log level. */
	private static final int MAX_LINES = 20;

	private final ApplicationContext context;

	private final ApplicationRules rules;

	private final CorsPolicies policies;

	private final String contextPath;

	ApplicationRulesReport(ApplicationContext context, ApplicationRules rules, CorsPolicies policies,
			String contextPath) {
		this.context = context;
		this.rules = rules;
		this.policies = policies;
		this.contextPath = contextPath;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (event.getApplicationContext() == this.context) {
			List<ApplicationRuleOutcome> outcomes = this.rules.all();
			lines(outcomes.stream().filter(ApplicationRuleOutcome::isWarning)).forEach(logger::warn);
			lines(outcomes.stream().filter((outcome) -> !outcome.isWarning())).forEach(logger::info);
			if (!this.contextPath.isEmpty()) {
				this.policies.policies().forEach(this::reportContextPath);
			}
		}
	}

	private void reportContextPath(CorsPolicy policy) {
		policy.paths()
			.stream()
			.filter((path) -> path.startsWith(this.contextPath + "/"))
			.findFirst()
			.ifPresent((path) -> logger.warn("CORS: The paths of policies are relative to the context path "
					+ this.contextPath + ". The path " + SafeText.ofConfiguration(path) + " of the policy '"
					+ policy.name() + "' therefore means " + this.contextPath + SafeText.ofConfiguration(path)
					+ " in a browser. If this is not intended, write "
					+ SafeText.ofConfiguration(path.substring(this.contextPath.length())) + "."));
	}

	private static List<String> lines(Stream<ApplicationRuleOutcome> outcomes) {
		List<String> all = outcomes.map((outcome) -> "CORS: " + SafeText.ofConfiguration(outcome.sentence())).toList();
		if (all.size() <= MAX_LINES) {
			return all;
		}
		List<String> first = new ArrayList<>(all.subList(0, MAX_LINES));
		first.add("CORS: and " + (all.size() - MAX_LINES)
				+ " more such rules; the actuator endpoint 'cors' lists all of them");
		return first;
	}

}
