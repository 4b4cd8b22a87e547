/**
 * The other CORS rules of an application ({@code @CrossOrigin}, {@code addCorsMappings},
 * filters, properties of other components): which there are, and who decides where a
 * policy covers the same path.
 */
@NullMarked
package io.github.corsstarter.applicationrules;

import org.jspecify.annotations.NullMarked;
