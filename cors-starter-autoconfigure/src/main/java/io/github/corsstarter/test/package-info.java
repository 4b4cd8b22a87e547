/**
 * Assertions for the tests of applications. This is the only package of the starter that
 * needs AssertJ.
 */
@NullMarked
package io.github.corsstarter.test;

import org.jspecify.annotations.NullMarked;
