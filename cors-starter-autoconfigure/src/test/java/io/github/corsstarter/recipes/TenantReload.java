package io.github.corsstarter.recipes;

import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.web.CorsPolicies;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

@Component
class TenantReload {

	private static final Logger logger = LoggerFactory.getLogger(TenantReload.class);

	private final CorsPolicies policies;

	TenantReload(CorsPolicies policies) {
		this.policies = policies;
	}

	@Scheduled(fixedDelayString = "${tenants.reload:60s}", initialDelayString = "${tenants.reload:60s}")
	void reload() {
		try {
			this.policies.reload();
		}
		catch (InvalidCorsPolicyException ex) {
			logger.error("The CORS rules in force stay: {}", ex.getMessage());
		}
	}

}
