package io.github.corsstarter.web;

/**
 * Application event: new policies are in force. Published on the thread that reloaded
 * them, after they have begun to decide on requests.
 *
 * @param generation the new policies
 */
public record CorsPoliciesReloadedEvent(CorsGeneration generation) {
}
