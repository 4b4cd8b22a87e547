/**
 * Auto-configurations, configuration properties, and the failure analyzer for invalid
 * policies.
 */
@NullMarked
package io.github.corsstarter.autoconfigure;

import org.jspecify.annotations.NullMarked;
