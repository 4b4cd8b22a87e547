/**
 * The actuator endpoints that show the rules in force and explain decisions.
 */
@NullMarked
package io.github.corsstarter.actuate;

import org.jspecify.annotations.NullMarked;
