/**
 * What the sample application needs of Spring WebFlux: the twins of what is in
 * {@code servlet}.
 */
package io.github.corsstarter.sample.reactive;
