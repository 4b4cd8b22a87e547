/**
 * What both web stacks share: the policies in force, their sources, the choice of the
 * policy for a path, and the body of a rejection.
 */
@NullMarked
package io.github.corsstarter.web;

import org.jspecify.annotations.NullMarked;
