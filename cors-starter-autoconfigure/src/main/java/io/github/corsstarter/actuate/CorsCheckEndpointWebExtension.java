package io.github.corsstarter.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * What {@link CorsCheckEndpoint} answers over HTTP: parameters that are missing or cannot
 * be read have status 400 and a body that names them, whatever the application's error
 * pages show.
 */
@EndpointWebExtension(endpoint = CorsCheckEndpoint.class)
@RegisterReflectionForBinding(CorsCheckEndpointWebExtension.InvalidCheckDescriptor.class)
public class CorsCheckEndpointWebExtension {

	private final CorsCheckEndpoint endpoint;

	/**
	 * Create the extension.
	 * @param endpoint the endpoint
	 */
	public CorsCheckEndpointWebExtension(CorsCheckEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Do what a browser would do with a request of a page's script.
	 * @param path the path below the context path; required
	 * @param origin the origin of the page; required
	 * @param method the method, {@code GET} unless given
	 * @param headers the names of the headers that the script sets, separated by commas
	 * @param credentials {@code true} if cookies and other credentials go with it
	 * @return a {@link CorsCheckDescriptor}, or with status 400 what is wrong with the
	 * parameters
	 */
	@ReadOperation
	@SuppressWarnings("deprecation") // Spring Boot 3.5 knows no other annotation.
	public WebEndpointResponse<Object> check(@Nullable @org.springframework.lang.Nullable String path,
			@Nullable @org.springframework.lang.Nullable String origin,
			@Nullable @org.springframework.lang.Nullable String method,
			@Nullable @org.springframework.lang.Nullable String headers,
			@Nullable @org.springframework.lang.Nullable String credentials) {
		try {
			return new WebEndpointResponse<>(this.endpoint.check(path, origin, method, headers, credentials));
		}
		catch (InvalidEndpointRequestException ex) {
			return new WebEndpointResponse<>(new InvalidCheckDescriptor(String.valueOf(ex.getMessage())),
					WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

	/**
	 * What is wrong with the parameters.
	 *
	 * @param message names the parameter and what to write
	 */
	public record InvalidCheckDescriptor(String message) {
	}

}
