package io.github.corsstarter.web;

/**
 * An application event: new rules are in force. Published by the thread that reloaded
 * them, when requests are decided by them already.
 *
 * @param generation the new rules
 */
public record CorsPoliciesReloadedEvent(CorsGeneration generation) {
}
