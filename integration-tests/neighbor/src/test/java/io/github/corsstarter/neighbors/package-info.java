/**
 * The starter beside other components that answer HTTP requests, each of them real.
 */
package io.github.corsstarter.neighbors;
