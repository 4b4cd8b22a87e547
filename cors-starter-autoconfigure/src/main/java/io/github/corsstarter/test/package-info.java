/**
 * Assertions for the tests of applications. Needs AssertJ, which nothing else of the
 * starter does.
 */
@NullMarked
package io.github.corsstarter.test;

import org.jspecify.annotations.NullMarked;
