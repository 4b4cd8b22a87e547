/**
 * What is asked, by which rules, and the right answer.
 */
@NullMarked
package io.github.corsstarter.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
