/**
 * Assertions for the tests of an application. Only this package of the starter needs
 * AssertJ.
 */
@NullMarked
package io.github.corsstarter.test;

import org.jspecify.annotations.NullMarked;
