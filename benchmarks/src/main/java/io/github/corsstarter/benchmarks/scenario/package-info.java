/**
 * The measured requests, their rules and the right answers.
 */
@NullMarked
package io.github.corsstarter.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
