/**
 * Origins: a strict parser for the origin patterns of a configuration, a lenient parser
 * for the origin of a request, and the set that decides whether a pattern matches that
 * origin.
 */
@NullMarked
package io.github.corsstarter.origin;

import org.jspecify.annotations.NullMarked;
