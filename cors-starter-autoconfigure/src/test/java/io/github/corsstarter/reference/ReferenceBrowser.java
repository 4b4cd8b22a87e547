package io.github.corsstarter.reference;

import java.util.List;
import java.util.Map;

/**
 * Checks the response to a cross-origin request as a browser does, by the steps of the
 * Fetch standard.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#cors-check">Fetch, CORS check</a>
 * @see <a href="https://fetch.spec.whatwg.org/#cors-preflight-fetch">Fetch,
 * CORS-preflight fetch</a>
 */
final class ReferenceBrowser {

	private final boolean includeCredentials;

	/**
	 * A browser.
	 * @param includeCredentials whether the request's credentials mode is {@code
	 * include}; for cross-origin requests, all other modes have the same effect
	 */
	ReferenceBrowser(boolean includeCredentials) {
		this.includeCredentials = includeCredentials;
	}

	/** Fetch, "CORS check". */
	boolean mayRead(String origin, Map<String, String> response) {
		String allowed = response.get("Access-Control-Allow-Origin");
		if (allowed == null) {
			return false;
		}
		if (!this.includeCredentials && allowed.equals("*")) {
			return true;
		}
		if (!allowed.equals(origin)) {
			return false;
		}
		if (!this.includeCredentials) {
			return true;
		}
		return "true".equals(response.get("Access-Control-Allow-Credentials"));
	}

	/**
	 * Fetch, "CORS-preflight fetch", step 7: whether the actual request is sent.
	 * @param origin the origin of the page
	 * @param method the method that the page wants
	 * @param unsafeNames the "CORS-unsafe request-header names" that the page wants
	 * @param useCorsPreflightFlag whether the page listens to the progress of an upload
	 * @param status the status of the response
	 * @param response its headers
	 */
	boolean goesOn(String origin, String method, List<String> unsafeNames, boolean useCorsPreflightFlag, int status,
			Map<String, String> response) {
		if (!mayRead(origin, response) || status < 200 || status > 299) {
			return false;
		}
		List<String> methods = extract(response.get("Access-Control-Allow-Methods"));
		List<String> names = extract(response.get("Access-Control-Allow-Headers"));
		if (methods == null || names == null) {
			return false;
		}
		if (!response.containsKey("Access-Control-Allow-Methods") && useCorsPreflightFlag) {
			methods = List.of(method);
		}
		if (!methods.contains(method) && !List.of("GET", "HEAD", "POST").contains(method)
				&& (this.includeCredentials || !methods.contains("*"))) {
			return false;
		}
		for (String unsafeName : unsafeNames) {
			boolean listed = names.stream().anyMatch(unsafeName::equalsIgnoreCase);
			boolean nonWildcard = unsafeName.equalsIgnoreCase("Authorization");
			boolean wildcard = !nonWildcard && !this.includeCredentials && names.contains("*");
			if (!listed && !wildcard) {
				return false;
			}
		}
		return true;
	}

	/** Fetch, "extract header list values"; {@code null} for failure. */
	private static List<String> extract(String value) {
		List<String> values = (value != null) ? HeaderList.elements(value) : List.of();
		return values.stream().allMatch(HeaderList::isToken) ? values : null;
	}

}
