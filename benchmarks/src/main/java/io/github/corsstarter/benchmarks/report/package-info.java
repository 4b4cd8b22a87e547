/**
 * From measurements to tables and charts.
 */
@NullMarked
package io.github.corsstarter.benchmarks.report;

import org.jspecify.annotations.NullMarked;
