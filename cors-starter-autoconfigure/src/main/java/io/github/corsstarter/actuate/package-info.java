/**
 * Actuator endpoints that show and reload the policies in force, and that predict and
 * explain decisions.
 */
@NullMarked
package io.github.corsstarter.actuate;

import org.jspecify.annotations.NullMarked;
