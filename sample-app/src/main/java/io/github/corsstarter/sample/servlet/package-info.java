/**
 * What the sample application needs of Spring MVC and the Servlet API.
 */
package io.github.corsstarter.sample.servlet;
