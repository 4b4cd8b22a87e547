/**
 * Auto-configuration, configuration properties and failure analysis.
 */
@NullMarked
package io.github.corsstarter.autoconfigure;

import org.jspecify.annotations.NullMarked;
