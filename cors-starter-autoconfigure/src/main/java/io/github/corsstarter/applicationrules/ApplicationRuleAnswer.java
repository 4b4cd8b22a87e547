package io.github.corsstarter.applicationrules;

import io.github.corsstarter.decision.CorsReason;
import org.jspecify.annotations.Nullable;

/**
 * What the other CORS rules of an application answer to a request where no policy
 * decides. Immutable.
 *
 * @param source the rule that decides, such as {@code @CrossOrigin OrderController#list}
 * @param allowed whether a page may read the response, or {@code null} if that cannot be
 * known, for example because a hand-written filter decides
 * @param reason the first check that fails, or {@code null} if it cannot be known
 * @param explanation a text that explains the answer
 */
public record ApplicationRuleAnswer(String source, @Nullable Boolean allowed, @Nullable CorsReason reason,
		String explanation) {

}
