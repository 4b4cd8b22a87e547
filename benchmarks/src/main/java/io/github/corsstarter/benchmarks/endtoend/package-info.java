/**
 * The sample application with one of several filters, under load.
 */
@NullMarked
package io.github.corsstarter.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
