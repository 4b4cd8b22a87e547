package io.github.corsstarter.web;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The state of a source of policies: when it last succeeded and failed. Immutable.
 *
 * @param name {@code cors.*} for the properties, otherwise the name of the bean, or of
 * its class
 * @param lastSuccess when the source last supplied valid policies
 * @param lastFailure when the source last failed, or when its policies were last refused;
 * {@code null} if that has not happened since the start
 * @param failure what went wrong, if the source failed when it was last asked; otherwise
 * {@code null}
 */
public record CorsSourceStatus(String name, Instant lastSuccess, @Nullable Instant lastFailure,
		@Nullable String failure) {

	CorsSourceStatus succeeded(Instant time) {
		return new CorsSourceStatus(this.name, time, this.lastFailure, null);
	}

	CorsSourceStatus failed(Instant time, String text) {
		return new CorsSourceStatus(this.name, this.lastSuccess, time, text);
	}

}
