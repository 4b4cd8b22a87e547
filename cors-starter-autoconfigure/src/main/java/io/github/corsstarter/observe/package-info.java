/**
 * Observes decisions. Rejections are kept, logged and published as events. Differences
 * that candidate policies, and policies that are not enforced, would make are kept.
 */
@NullMarked
package io.github.corsstarter.observe;

import org.jspecify.annotations.NullMarked;
