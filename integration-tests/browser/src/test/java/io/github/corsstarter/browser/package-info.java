/**
 * Tests with pages in real browsers that call the sample application, and a comparison of
 * the browsers with {@code BrowserCheck}.
 */
package io.github.corsstarter.browser;
