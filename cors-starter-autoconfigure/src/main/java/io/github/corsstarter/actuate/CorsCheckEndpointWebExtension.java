package io.github.corsstarter.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The HTTP variant of {@link CorsCheckEndpoint}. If a parameter is missing or invalid,
 * the response has status 400 and a body that names the parameter, regardless of the
 * application's error pages.
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
	 * Predict what a browser does with a request of a script.
	 * @param path the path relative to the context path; required
	 * @param origin the origin of the page; required
	 * @param method the method; {@code GET} by default
	 * @param headers the names of the headers that the script sets, separated by commas
	 * @param credentials {@code true} if the request is sent with cookies and other
	 * credentials; {@code false} by default
	 * @param host the host that the browser sends the request to, with or without a port.
	 * By default, the allowed hosts are not checked
	 * @return a {@link CorsCheckDescriptor}, or an {@link InvalidCheckDescriptor} with
	 * status 400
	 */
	@ReadOperation
	@SuppressWarnings("deprecation") // Spring Boot 3.5 supports only this annotation.
	public WebEndpointResponse<Object> check(@Nullable @org.springframework.lang.Nullable String path,
			@Nullable @org.springframework.lang.Nullable String origin,
			@Nullable @org.springframework.lang.Nullable String method,
			@Nullable @org.springframework.lang.Nullable String headers,
			@Nullable @org.springframework.lang.Nullable String credentials,
			@Nullable @org.springframework.lang.Nullable String host) {
		try {
			return new WebEndpointResponse<>(this.endpoint.check(path, origin, method, headers, credentials, host));
		}
		catch (InvalidEndpointRequestException ex) {
			return new WebEndpointResponse<>(new InvalidCheckDescriptor(String.valueOf(ex.getMessage())),
					WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

	/**
	 * The missing and invalid parameters.
	 *
	 * @param message names each parameter and says what to write
	 */
	public record InvalidCheckDescriptor(String message) {
	}

}
