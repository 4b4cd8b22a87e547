package io.github.corsstarter.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.github.corsstarter.origin.OriginPattern.Kind;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.web.CorsPolicies;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Warns if a form can use a method that a policy does not allow. With Spring's
 * {@code HiddenHttpMethodFilter}, the parameter {@code _method} of a form turns a
 * {@code POST} into a {@code PUT}, {@code PATCH} or {@code DELETE}. The policy decides on
 * the {@code POST}, because the starter's filter runs first.
 */
final class HiddenMethodCheck implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(HiddenMethodCheck.class);

	private static final List<String> HIDDEN_METHODS = List.of("PUT", "PATCH", "DELETE");

	private final CorsPolicies policies;

	private final BooleanSupplier filterExists;

	HiddenMethodCheck(CorsPolicies policies, BooleanSupplier filterExists) {
		this.policies = policies;
		this.filterExists = filterExists;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<String> affected = new ArrayList<>();
		for (CorsPolicy policy : this.policies.policies()) {
			if (isAffected(policy)) {
				affected.add(policy.name());
			}
		}
		if (!affected.isEmpty() && this.filterExists.getAsBoolean()) {
			logger.warn("The application has a HiddenHttpMethodFilter, so a form can turn a POST into a PUT, PATCH or"
					+ " DELETE. These policies allow POST, but not all of the other methods: " + affected
					+ ". The origins that they allow can use the other methods as well. Remove the filter, or do not allow"
					+ " POST there.");
		}
	}

	private static boolean isAffected(CorsPolicy policy) {
		List<String> methods = policy.allowedMethods();
		return policy.allowedOrigins().get(0).kind() != Kind.NONE && methods.contains("POST")
				&& !methods.containsAll(HIDDEN_METHODS);
	}

}
