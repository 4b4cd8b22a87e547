/**
 * Measures how much heap the policies occupy.
 */
@NullMarked
package io.github.corsstarter.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
