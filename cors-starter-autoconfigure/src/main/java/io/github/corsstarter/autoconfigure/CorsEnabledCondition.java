package io.github.corsstarter.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.core.type.ClassMetadata;

/**
 * Matches unless {@code cors.enabled} is {@code false}, or another value that Spring Boot
 * converts to false, such as {@code off}. A value that is neither true nor false does not
 * disable the starter. It is reported like any other invalid value.
 */
final class CorsEnabledCondition extends SpringBootCondition {

	private static final Log logger = LogFactory.getLog(CorsEnabledCondition.class);

	private static final String PROPERTY = "cors.enabled";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("CORS");
		boolean disabled = isDisabled(context.getEnvironment());
		if (disabled && metadata instanceof ClassMetadata type
				&& type.getClassName().equals(CorsAutoConfiguration.class.getName())) {
			// A bean cannot say this, because a disabled starter contributes none.
			logger.info("The CORS starter is disabled, because " + PROPERTY + " is false. No CORS policy is in force.");
		}
		return disabled ? ConditionOutcome.noMatch(message.because(PROPERTY + " is false"))
				: ConditionOutcome.match(message.because(PROPERTY + " is not false"));
	}

	static boolean isDisabled(Environment environment) {
		try {
			return !Binder.get(environment).bind(PROPERTY, Boolean.class).orElse(true);
		}
		catch (BindException ex) {
			return false;
		}
	}

}
