package io.github.corsstarter.decision;

import java.util.Enumeration;

import org.jspecify.annotations.Nullable;

/**
 * The engine's view of a request. Implementations are thin and copy nothing. The engine
 * reads only what a decision needs, and uses one view from one thread only.
 */
public interface CorsRequest {

	/**
	 * The maximum length of an {@code Origin} value, in characters. A longer value is
	 * malformed. Browsers send far shorter ones, because a host has at most 253
	 * characters.
	 */
	int MAX_ORIGIN_LENGTH = 512;

	/**
	 * The value of {@link #path()} if the path is unknown, because the address of the
	 * request does not visibly begin with the context path. No pattern matches it.
	 */
	String UNKNOWN_PATH = "%";

	/**
	 * The method of the request.
	 * @return the method as sent
	 */
	String method();

	/**
	 * The path of the request after the context path.
	 * @return the path as sent, neither decoded nor normalized, without the query; empty
	 * if the request is for the context path; {@link #UNKNOWN_PATH} if it is unknown
	 */
	String path();

	/**
	 * The context path of the application. Only explanations read it.
	 * @return the context path as sent, or an empty string if there is none
	 */
	default String contextPath() {
		return "";
	}

	/**
	 * The path to which the server has resolved the request. The engine calls this method
	 * only if {@link #path()} is unknown, or has percent-encoding, path parameters or
	 * another spelling that servers resolve.
	 * @return the path after the context path, decoded, or {@code null} if it is not
	 * known
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
	 * @return the values, in the order of the field lines; empty if the request has no
	 * such header
	 */
	Enumeration<String> headers(String name);

	/**
	 * Whether a header has more than one field line.
	 * @param name the name of the header, in any case
	 * @return {@code true} if {@link #headers(String)} has at least two values
	 */
	default boolean isRepeated(String name) {
		Enumeration<String> lines = headers(name);
		if (lines.hasMoreElements()) {
			lines.nextElement();
		}
		return lines.hasMoreElements();
	}

	/**
	 * The scheme of the address that the request was sent to. If the application
	 * processes forwarded headers, they determine it.
	 * @return the scheme, or {@code null} if it is unknown
	 */
	@Nullable String scheme();

	/**
	 * The host of the address that the request was sent to. If the application processes
	 * forwarded headers, they determine it.
	 * @return the host, or {@code null} if it is unknown
	 */
	@Nullable String host();

	/**
	 * The host that the client has sent, before forwarded headers are processed: the
	 * header {@code Host}, or {@code :authority} in HTTP/2.
	 * @return the host, with a port if the client has sent one, or {@code null} if the
	 * client has sent none or several
	 */
	default @Nullable String receivedHost() {
		return header(CorsHeaders.HOST);
	}

	/**
	 * The port of the address that the request was sent to. If the application processes
	 * forwarded headers, they determine it.
	 * @return the port, or a number below 1 for the default port of the scheme
	 */
	int port();

}
