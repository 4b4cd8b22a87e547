/**
 * The engine, which turns a view of a request into a decision. It depends only on the JDK
 * and the policies, so that every web stack makes the same decisions.
 */
@NullMarked
package io.github.corsstarter.decision;

import org.jspecify.annotations.NullMarked;
