package io.github.corsstarter.applicationrules;

import java.util.List;

import io.github.corsstarter.decision.BrowserVerdict.Response;
import org.jspecify.annotations.Nullable;

import org.springframework.web.cors.CorsConfiguration;

/**
 * What Spring's components answer to a {@link SimulatedRequest}.
 *
 * @param source the rule that decides, or {@code null} if no rule applies
 * @param response the status and the headers
 * @param configuration the settings of the rule, if they are known
 * @param error the exception with which Spring ends the request, or {@code null}
 * @param notes sentences about what is not known
 * @param unknown the name of a component that may decide, but whose rule cannot be known,
 * or {@code null}
 */
record SimulatedResponse(@Nullable String source, Response response, @Nullable CorsConfiguration configuration,
		@Nullable Exception error, List<String> notes, @Nullable String unknown) {

	static final String SEVERAL_HANDLERS = "Several handlers match the preflight, and a controller has not been created"
			+ " yet. So the rule is not known.";

	/** Whether the rule itself is invalid: credentials with every origin. */
	boolean isInvalidRule() {
		return this.error instanceof IllegalArgumentException && this.error.getMessage() != null
				&& this.error.getMessage().contains("llowCredentials");
	}

}
