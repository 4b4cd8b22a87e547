/**
 * The recipes that the documentation shows, run.
 */
package io.github.corsstarter.recipes;
