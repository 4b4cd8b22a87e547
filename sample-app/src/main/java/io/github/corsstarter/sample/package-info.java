/**
 * The sample application: what does not depend on the web stack that it runs on.
 */
package io.github.corsstarter.sample;
