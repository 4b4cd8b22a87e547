/**
 * Records what observers need of decisions: keeps, logs and publishes rejections, and
 * keeps the differences that candidate policies would make.
 */
@NullMarked
package io.github.corsstarter.observe;

import org.jspecify.annotations.NullMarked;
