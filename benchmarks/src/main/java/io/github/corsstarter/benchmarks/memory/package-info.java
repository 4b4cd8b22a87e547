/**
 * What the rules hold of the heap.
 */
@NullMarked
package io.github.corsstarter.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
