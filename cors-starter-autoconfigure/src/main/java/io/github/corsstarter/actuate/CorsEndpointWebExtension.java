package io.github.corsstarter.actuate;

import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The HTTP variant of {@link CorsEndpoint}: a reload that fails has status 400.
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
	 * Load all policies again.
	 * @return the result of the reload
	 */
	@WriteOperation
	public WebEndpointResponse<CorsEndpoint.ReloadDescriptor> reload() {
		CorsEndpoint.ReloadDescriptor result = this.endpoint.reload();
		return new WebEndpointResponse<>(result,
				result.reloaded() ? WebEndpointResponse.STATUS_OK : WebEndpointResponse.STATUS_BAD_REQUEST);
	}

}
