package io.github.corsstarter.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.corsstarter.applicationrules.ApplicationRuleStatement;
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
 * Logs the other CORS rules of the application, and whether the rule or a policy decides.
 * Without policies, one line names all rules. Also warns if the path of a policy repeats
 * the context path.
 */
final class ApplicationRulesReport implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(CorsApplicationRulesAutoConfiguration.class);

	/** The maximum number of lines for each log level. */
	private static final int MAX_LINES = 20;

	private final ApplicationContext context;

	private final ApplicationRules rules;

	private final CorsPolicies policies;

	private final String contextPath;

	private final String managementBasePath;

	ApplicationRulesReport(ApplicationContext context, ApplicationRules rules, CorsPolicies policies,
			String contextPath, String managementBasePath) {
		this.context = context;
		this.rules = rules;
		this.policies = policies;
		this.contextPath = contextPath;
		this.managementBasePath = managementBasePath;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (event.getApplicationContext() == this.context) {
			if (this.policies.policies().isEmpty()) {
				reportRulesWithoutPolicies();
				return;
			}
			List<ApplicationRuleStatement> statements = this.rules.statements();
			lines(statements.stream().filter(ApplicationRuleStatement::warning)).forEach(logger::warn);
			lines(statements.stream().filter((statement) -> !statement.warning())).forEach(logger::info);
			if (!this.contextPath.isEmpty()) {
				this.policies.policies().forEach(this::reportContextPath);
			}
			if (!this.managementBasePath.isEmpty()) {
				this.policies.policies().forEach(this::reportManagementBasePath);
			}
		}
	}

	/** Leaves out what answers before any filter, because it need not have CORS rules. */
	private void reportRulesWithoutPolicies() {
		List<String> sources = this.rules.all()
			.stream()
			.filter((outcome) -> outcome.beyond() == null)
			.map((outcome) -> outcome.rule().source())
			.distinct()
			.toList();
		if (!sources.isEmpty()) {
			logger.info("CORS: No policy exists, so the application's other CORS rules decide: "
					+ SafeText.ofConfiguration(ApplicationRuleStatement.listed(sources))
					+ ". The actuator endpoint 'cors' shows their settings.");
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

	/** The path may be correct, because policies are also for the application's port. */
	private void reportManagementBasePath(CorsPolicy policy) {
		policy.paths()
			.stream()
			.filter((path) -> path.startsWith(this.managementBasePath + "/"))
			.findFirst()
			.ifPresent((path) -> logger.warn("CORS: On the management port, the paths of policies are relative to"
					+ " management.server.base-path (" + SafeText.ofConfiguration(this.managementBasePath)
					+ "). The path " + SafeText.ofConfiguration(path) + " of the policy '" + policy.name() + "' means "
					+ SafeText.ofConfiguration(this.managementBasePath + path)
					+ " there. If the policy is for that port, write "
					+ SafeText.ofConfiguration(path.substring(this.managementBasePath.length())) + "."));
	}

	private static List<String> lines(Stream<ApplicationRuleStatement> statements) {
		List<String> all = statements.map((statement) -> "CORS: " + SafeText.ofConfiguration(statement.sentence()))
			.toList();
		if (all.size() <= MAX_LINES) {
			return all;
		}
		List<String> first = new ArrayList<>(all.subList(0, MAX_LINES));
		first.add("CORS: and " + (all.size() - MAX_LINES)
				+ " more such rules; the actuator endpoint 'cors' lists all of them");
		return first;
	}

}
