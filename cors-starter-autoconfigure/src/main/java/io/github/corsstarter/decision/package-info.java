/**
 * The engine: a view of a request in, a decision out. Depends on nothing but the JDK and
 * the policies, so that every stack decides alike.
 */
@NullMarked
package io.github.corsstarter.decision;

import org.jspecify.annotations.NullMarked;
