/**
 * The engine. It takes a view of a request and returns a decision. It depends only on the
 * JDK and the policies, so that the servlet and the reactive stack decide in the same
 * way.
 */
@NullMarked
package io.github.corsstarter.decision;

import org.jspecify.annotations.NullMarked;
