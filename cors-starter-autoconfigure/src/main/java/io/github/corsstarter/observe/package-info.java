/**
 * Observes decisions. The starter keeps and logs rejections, and publishes them as
 * events. It also keeps the differences that candidate policies and policies that are not
 * enforced would make.
 */
@NullMarked
package io.github.corsstarter.observe;

import org.jspecify.annotations.NullMarked;
