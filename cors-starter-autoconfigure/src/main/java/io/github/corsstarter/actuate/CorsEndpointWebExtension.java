package io.github.corsstarter.actuate;

import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * What {@link CorsEndpoint} answers over HTTP: a reload that found something wrong has
 * status 400.
 */
@EndpointWebExtension(endpoint = CorsEndpoint.class)
public class CorsEndpointWebExtension {

	private final CorsEndpoint endpoint;

	/**
	 * Create the extension.
	 * @param endpoint the endpoint
	 */
	public CorsEndpointWebExtension(CorsEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Load all policies anew.
	 * @return what came of it
	 */
	@WriteOperation
	public WebEndpointResponse<CorsEndpoint.ReloadDescriptor> reload() {
		CorsEndpoint.ReloadDescriptor result = this.endpoint.reload();
		return new WebEndpointResponse<>(result,
				result.reloaded() ? WebEndpointResponse.STATUS_OK : WebEndpointResponse.STATUS_BAD_REQUEST);
	}

}
