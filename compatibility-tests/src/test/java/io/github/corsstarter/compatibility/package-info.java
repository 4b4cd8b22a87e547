/**
 * Tests the published jar in real applications on every supported version of Spring Boot.
 * Runs the conformance table over HTTP, in a separate process for each cell of the
 * matrix.
 */
package io.github.corsstarter.compatibility;
