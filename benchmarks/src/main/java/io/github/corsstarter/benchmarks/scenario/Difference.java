package io.github.corsstarter.benchmarks.scenario;

/**
 * An answer of a contender that differs from the right one by design.
 *
 * @param why a description of the difference
 * @param answer the contender's answer
 */
public record Difference(String why, Answer answer) {
}
