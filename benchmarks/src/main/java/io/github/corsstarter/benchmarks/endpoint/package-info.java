/**
 * Benchmarks of the actuator endpoints.
 */
@NullMarked
package io.github.corsstarter.benchmarks.endpoint;

import org.jspecify.annotations.NullMarked;
