/**
 * Measures the sample application under load, with each of several filters, and at
 * start-up.
 */
@NullMarked
package io.github.corsstarter.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
