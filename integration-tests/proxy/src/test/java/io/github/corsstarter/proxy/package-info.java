/**
 * Tests the starter behind a real nginx.
 */
package io.github.corsstarter.proxy;
