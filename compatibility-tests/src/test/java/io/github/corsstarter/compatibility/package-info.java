/**
 * The jar as it is published, in real applications on every supported version of Spring
 * Boot: the conformance table over HTTP, from a process of its own for each cell of the
 * matrix.
 */
package io.github.corsstarter.compatibility;
