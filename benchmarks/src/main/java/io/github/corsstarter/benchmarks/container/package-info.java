/**
 * The servlet filters with the request and the response objects of containers.
 */
@NullMarked
package io.github.corsstarter.benchmarks.container;

import org.jspecify.annotations.NullMarked;
