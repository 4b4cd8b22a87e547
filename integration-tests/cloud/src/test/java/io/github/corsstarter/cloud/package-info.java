/**
 * Tests several instances of an application that follow changed rules.
 */
package io.github.corsstarter.cloud;
