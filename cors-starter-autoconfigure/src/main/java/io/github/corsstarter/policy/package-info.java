/**
 * Policies: the settings as configured ({@code CorsPolicySpecification}), their checks,
 * and the valid policy ({@code CorsPolicy}).
 */
@NullMarked
package io.github.corsstarter.policy;

import org.jspecify.annotations.NullMarked;
