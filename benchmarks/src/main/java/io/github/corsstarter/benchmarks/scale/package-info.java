/**
 * Measures how long many policies and many origins take to load.
 */
@NullMarked
package io.github.corsstarter.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
