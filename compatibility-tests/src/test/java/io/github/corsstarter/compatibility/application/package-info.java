/**
 * The applications that are started in processes of their own, compiled once and run on
 * every supported version of Spring Boot: only what exists in all of them may be used.
 */
package io.github.corsstarter.compatibility.application;
