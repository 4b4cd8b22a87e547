package io.github.corsstarter.autoconfigure;

import java.util.Set;
import java.util.TreeSet;

import io.github.corsstarter.origin.OriginPattern.Kind;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.SafeText;
import io.github.corsstarter.web.CorsPolicies;
import io.github.corsstarter.web.PolicyCoverage;
import io.github.corsstarter.web.PolicyCoverage.CoveringPath;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Warns if a policy opens the actuator endpoint {@code cors} to pages of other origins:
 * they can read the rules, or even reload them.
 */
final class ReloadReport implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(CorsEndpointAutoConfiguration.class);

	private final ApplicationContext context;

	private final CorsPolicies policies;

	private final ReloadPaths paths;

	ReloadReport(ApplicationContext context, CorsPolicies policies, ReloadPaths paths) {
		this.context = context;
		this.policies = policies;
		this.paths = paths;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (event.getApplicationContext() != this.context || this.policies.policies().isEmpty()) {
			return;
		}
		Set<String> messages = new TreeSet<>();
		for (String path : this.paths.get()) {
			PolicyCoverage coverage = this.policies.current().coverage(path);
			if (coverage.isComplete()) {
				coverage.paths()
					.stream()
					.map(CoveringPath::policy)
					.filter((policy) -> policy.allowedOrigins().get(0).kind() != Kind.NONE)
					.forEach((policy) -> report(path, policy, messages));
			}
		}
		messages.forEach(logger::warn);
	}

	private static void report(String path, CorsPolicy policy, Set<String> messages) {
		String shown = SafeText.ofConfiguration(path);
		String advice = ". If this is not intended, add a policy for " + shown + "/** with allowed-origins: none";
		if (policy.allowedOrigins().get(0).kind() == Kind.ANY) {
			messages.add("The CORS policy '" + policy.name() + "' covers the actuator endpoint " + shown
					+ " and allows every origin, so every site can read the rules that are in force" + advice
					+ ". Sites cannot reload them.");
		}
		else if (policy.allowedMethods().contains("POST") || policy.allowedMethods().contains("*")) {
			messages.add("The CORS policy '" + policy.name() + "' allows POST for the actuator endpoint " + shown
					+ ", so pages of the origins that it allows can reload the policies" + advice
					+ ", or set management.endpoint.cors.access to read-only.");
		}
	}

}
