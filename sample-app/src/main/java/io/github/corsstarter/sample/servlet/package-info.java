/**
 * The parts of the sample application that need Spring MVC and the Servlet API.
 */
package io.github.corsstarter.sample.servlet;
