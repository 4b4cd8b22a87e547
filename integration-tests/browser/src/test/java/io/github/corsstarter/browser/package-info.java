/**
 * Pages in real browsers that call the sample application, and the comparison of what
 * browsers do with what {@code BrowserCheck} says.
 */
package io.github.corsstarter.browser;
