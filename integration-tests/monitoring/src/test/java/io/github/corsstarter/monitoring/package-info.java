/**
 * Tests what operators see of the starter: the dashboard and the alerts with a real
 * Prometheus, and metrics over OTLP.
 */
package io.github.corsstarter.monitoring;
