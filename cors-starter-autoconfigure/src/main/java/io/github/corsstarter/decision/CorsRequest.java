package io.github.corsstarter.decision;

import java.util.Enumeration;

import org.jspecify.annotations.Nullable;

/**
 * What the engine needs to know of a request. Implementations are thin views that copy
 * nothing; they are asked for what a decision needs and no more, by one thread.
 */
public interface CorsRequest {

	/**
	 * The longest {@code Origin} that can match anything, in characters. Browsers stay
	 * far below it: a host has at most 253 characters.
	 */
	int MAX_ORIGIN_LENGTH = 512;

	/**
	 * The method of the request.
	 * @return the method as sent
	 */
	String method();

	/**
	 * The path of the request below the context path.
	 * @return the path as sent: not decoded, not normalised, without the query; empty
	 * when the request is for the context path itself
	 */
	String path();

	/**
	 * The path to which the server has resolved the request, where {@link #path()} cannot
	 * tell: a path that is not recognizably inside the context path.
	 * @return the path below the context path, decoded, or {@code null} if
	 * {@link #path()} is all that is known
	 */
	default @Nullable String resolvedPath() {
		return null;
	}

	/**
	 * The first field line of a header.
	 * @param name the name of the header, in any case
	 * @return its value, or {@code null} if the request has no such header
	 */
	@Nullable String header(String name);

	/**
	 * All field lines of a header.
	 * @param name the name of the header, in any case
	 * @return the values in their order, empty if the request has no such header
	 */
	Enumeration<String> headers(String name);

	/**
	 * The scheme of the address that the request was sent to, after forwarded headers.
	 * @return the scheme, or {@code null} if it is not known
	 */
	@Nullable String scheme();

	/**
	 * The host of the address that the request was sent to, after forwarded headers.
	 * @return the host, or {@code null} if it is not known
	 */
	@Nullable String host();

	/**
	 * The port of the address that the request was sent to, after forwarded headers.
	 * @return the port, or a number below 1 for the scheme's default
	 */
	int port();

}
