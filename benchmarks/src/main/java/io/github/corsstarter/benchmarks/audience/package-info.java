/**
 * Several policies with the same path.
 */
@NullMarked
package io.github.corsstarter.benchmarks.audience;

import org.jspecify.annotations.NullMarked;
