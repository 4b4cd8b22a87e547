/**
 * Policies: the unchecked specification ({@code CorsPolicySpecification}), and the
 * immutable policy that it becomes after every check has passed ({@code CorsPolicy}).
 */
@NullMarked
package io.github.corsstarter.policy;

import org.jspecify.annotations.NullMarked;
