/**
 * Auto-configuration, configuration properties and the analysis of failures.
 */
@NullMarked
package io.github.corsstarter.autoconfigure;

import org.jspecify.annotations.NullMarked;
