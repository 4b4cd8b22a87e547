/**
 * The reactive filters and the stubs that they are measured with.
 */
@NullMarked
package io.github.corsstarter.benchmarks.reactive;

import org.jspecify.annotations.NullMarked;
