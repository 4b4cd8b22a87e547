/**
 * Turns measurements into tables and charts.
 */
@NullMarked
package io.github.corsstarter.benchmarks.report;

import org.jspecify.annotations.NullMarked;
