/**
 * Enforces the policies in reactive servers.
 */
@NullMarked
package io.github.corsstarter.web.reactive;

import org.jspecify.annotations.NullMarked;
