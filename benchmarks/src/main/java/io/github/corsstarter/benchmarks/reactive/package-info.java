/**
 * The reactive filters and what they run on.
 */
@NullMarked
package io.github.corsstarter.benchmarks.reactive;

import org.jspecify.annotations.NullMarked;
