/**
 * The parts of the sample application that need Spring WebFlux. Each class has a
 * counterpart in {@code servlet}.
 */
package io.github.corsstarter.sample.reactive;
