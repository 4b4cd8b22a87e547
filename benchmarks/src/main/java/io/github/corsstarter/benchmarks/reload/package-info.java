/**
 * Benchmarks of reloads.
 */
@NullMarked
package io.github.corsstarter.benchmarks.reload;

import org.jspecify.annotations.NullMarked;
