/**
 * The servlet filters and the stubs that they are measured with.
 */
@NullMarked
package io.github.corsstarter.benchmarks.servlet;

import org.jspecify.annotations.NullMarked;
