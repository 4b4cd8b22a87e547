package io.github.corsstarter.benchmarks.scenario;

/**
 * An answer of a contender that differs from the right one, by its design.
 *
 * @param why the difference in words
 * @param answer what it answers instead
 */
public record Difference(String why, Answer answer) {
}
