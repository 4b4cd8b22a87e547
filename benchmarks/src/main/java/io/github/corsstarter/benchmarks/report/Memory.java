package io.github.corsstarter.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Bytes of heap for each origin.
 *
 * @param origins how many there were
 * @param string the string of one
 * @param starter the rules in force, strings included
 * @param spring Spring's configuration, strings included
 * @param beyond the rules in force without the strings
 */
record Memory(int origins, double string, double starter, @JsonProperty("spring-7") double spring, double beyond) {
}
