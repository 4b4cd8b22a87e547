/**
 * Tests of the recipes in the documentation.
 */
package io.github.corsstarter.recipes;
