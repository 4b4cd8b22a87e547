package io.github.corsstarter.web;

import org.jspecify.annotations.Nullable;

/**
 * A CORS rule of the application's own, cut down to paths that share one fate.
 *
 * @param rule the rule with these paths
 * @param shadowedBy the name of the policy that decides on every one of these paths
 * instead, or {@code null} if none does
 */
public record ShadowedRule(ApplicationRule rule, @Nullable String shadowedBy) {
}
