/**
 * The starter with a real Spring Cloud Config Server.
 */
package io.github.corsstarter.cloud;
