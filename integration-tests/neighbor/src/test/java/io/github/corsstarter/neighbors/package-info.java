/**
 * Tests the starter together with other, real components that answer HTTP requests.
 */
package io.github.corsstarter.neighbors;
