/**
 * What both stacks share on top of spring-web: which policy answers for a path, the rules
 * in force, and the writing of response headers.
 */
@NullMarked
package io.github.corsstarter.web;

import org.jspecify.annotations.NullMarked;
