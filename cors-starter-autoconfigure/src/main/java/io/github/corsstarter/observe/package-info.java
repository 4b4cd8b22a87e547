/**
 * What is kept, logged and published of decisions: rejections, and the differences that
 * candidate policies would make.
 */
@NullMarked
package io.github.corsstarter.observe;

import org.jspecify.annotations.NullMarked;
