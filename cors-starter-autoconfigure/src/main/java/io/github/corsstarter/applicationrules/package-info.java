/**
 * Finds the other CORS rules of an application ({@code @CrossOrigin},
 * {@code addCorsMappings}, filters, properties of other components), and tells who
 * decides on a path that both a rule and a policy apply to.
 */
@NullMarked
package io.github.corsstarter.applicationrules;

import org.jspecify.annotations.NullMarked;
