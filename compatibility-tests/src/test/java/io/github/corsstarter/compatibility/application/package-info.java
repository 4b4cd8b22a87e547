/**
 * The applications that the tests start in separate processes. They are compiled once and
 * run on every supported version of Spring Boot, so they may use only what exists in all
 * of them.
 */
package io.github.corsstarter.compatibility.application;
