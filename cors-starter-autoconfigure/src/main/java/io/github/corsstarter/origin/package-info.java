/**
 * Origins: a strict parser for configured origins, a lenient parser for the origins of
 * requests, and a compiled set that decides whether an origin is allowed.
 */
@NullMarked
package io.github.corsstarter.origin;

import org.jspecify.annotations.NullMarked;
