/**
 * Policies: what a configuration says ({@code CorsPolicySpecification}), and what it
 * becomes once every check has passed ({@code CorsPolicy}).
 */
@NullMarked
package io.github.corsstarter.policy;

import org.jspecify.annotations.NullMarked;
