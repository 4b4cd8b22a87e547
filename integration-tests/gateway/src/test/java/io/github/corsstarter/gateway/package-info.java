/**
 * Tests the starter with real Spring Cloud Gateways, on Netty and on Tomcat.
 */
package io.github.corsstarter.gateway;
