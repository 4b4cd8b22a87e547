/**
 * Counts decisions with Micrometer.
 */
@NullMarked
package io.github.corsstarter.metrics;

import org.jspecify.annotations.NullMarked;
