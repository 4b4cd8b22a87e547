package io.github.corsstarter.web;

/**
 * Application event: new policies are in force. Published on the thread of the reload,
 * when the new policies already decide on requests.
 *
 * @param generation the new policies
 */
public record CorsPoliciesReloadedEvent(CorsGeneration generation) {
}
