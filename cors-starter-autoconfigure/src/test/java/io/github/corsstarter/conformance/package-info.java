/**
 * The conformance table. Each row has a request and the exact response that it must get
 * under the configuration of its suite. The rows run on the engine alone and on every
 * server. Table, client and comparison know nothing of JUnit or of any server, so that
 * other modules can run them against any application that serves
 * {@code ConformanceSuite.configuration()} and a handler as the suite describes it.
 */
package io.github.corsstarter.conformance;
