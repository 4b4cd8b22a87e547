/**
 * A second, slow and obvious implementation of the decisions and of what browsers make of
 * them, transcribed from the design and the Fetch standard, and random tests that compare
 * the engine with it. Nothing in the transcription calls the engine.
 */
package io.github.corsstarter.reference;
