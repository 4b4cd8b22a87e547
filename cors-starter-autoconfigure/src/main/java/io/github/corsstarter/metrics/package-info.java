/**
 * Counts decisions and the differences that candidate policies would make, and measures
 * reloads, with Micrometer.
 */
@NullMarked
package io.github.corsstarter.metrics;

import org.jspecify.annotations.NullMarked;
