/**
 * Origins: a strict parser for those in a configuration, a lenient one for those in a
 * request, and the set that decides whether the first contain the second.
 */
@NullMarked
package io.github.corsstarter.origin;

import org.jspecify.annotations.NullMarked;
