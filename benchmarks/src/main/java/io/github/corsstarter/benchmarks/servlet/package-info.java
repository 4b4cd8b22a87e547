/**
 * The servlet filters and what they run on.
 */
@NullMarked
package io.github.corsstarter.benchmarks.servlet;

import org.jspecify.annotations.NullMarked;
