package io.github.corsstarter.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Bytes of heap for each origin.
 *
 * @param origins the number of origins
 * @param string the string of one origin
 * @param starter the policies in force, including the strings
 * @param spring Spring's configuration, including the strings
 * @param beyond the policies in force, without the strings
 */
record Memory(int origins, double string, double starter, @JsonProperty("spring-7") double spring, double beyond) {
}
