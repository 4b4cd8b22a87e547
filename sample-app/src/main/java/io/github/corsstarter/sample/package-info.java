/**
 * The parts of the sample application that do not depend on the web stack.
 */
package io.github.corsstarter.sample;
