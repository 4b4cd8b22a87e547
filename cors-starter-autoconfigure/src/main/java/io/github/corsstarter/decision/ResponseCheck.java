package io.github.corsstarter.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.corsstarter.decision.BrowserVerdict.Response;
import io.github.corsstarter.policy.FetchNames;
import org.jspecify.annotations.Nullable;

/**
 * Checks responses as a browser does before a script may read them.
 */
public final class ResponseCheck {

	private ResponseCheck() {
	}

	/**
	 * Fetch, "CORS check".
	 * @param request the request of the script
	 * @param response the response to check
	 * @return {@link CorsReason#ALLOWED}, or why the browser refuses the response
	 */
	public static CorsReason check(BrowserRequest request, Response response) {
		String origin = response.header(CorsHeaders.ALLOW_ORIGIN);
		if ("*".equals(origin)) {
			return request.credentials() ? CorsReason.CREDENTIALS_NOT_ALLOWED : CorsReason.ALLOWED;
		}
		if (!request.origin().equals(origin)) {
			return CorsReason.ORIGIN_NOT_ALLOWED;
		}
		boolean credentials = "true".equals(response.header(CorsHeaders.ALLOW_CREDENTIALS));
		return (request.credentials() && !credentials) ? CorsReason.CREDENTIALS_NOT_ALLOWED : CorsReason.ALLOWED;
	}

	/**
	 * Fetch, "CORS-preflight fetch", step 7. The use-CORS-preflight flag is not modeled.
	 * Browsers set it if a page observes the progress of an upload.
	 * @param request the request of the script
	 * @param response the response to the preflight
	 * @return {@link CorsReason#ALLOWED}, or why the browser does not send the request
	 */
	public static CorsReason checkPreflight(BrowserRequest request, Response response) {
		CorsReason refusal = check(request, response);
		if (refusal != CorsReason.ALLOWED) {
			return refusal;
		}
		List<String> methods = list(response.header(CorsHeaders.ALLOW_METHODS));
		boolean ok = response.status() >= 200 && response.status() <= 299;
		if (!ok || methods == null || !isMethodAllowed(request, methods)) {
			return CorsReason.METHOD_NOT_ALLOWED;
		}
		List<String> names = list(response.header(CorsHeaders.ALLOW_HEADERS));
		return (names == null || !areHeadersAllowed(request, names)) ? CorsReason.HEADERS_NOT_ALLOWED
				: CorsReason.ALLOWED;
	}

	private static boolean isMethodAllowed(BrowserRequest request, List<String> methods) {
		return methods.contains(request.method()) || FetchNames.isSafelistedMethod(request.method())
				|| (!request.credentials() && methods.contains("*"));
	}

	/**
	 * Fetch, "CORS non-wildcard request-header name": {@code *} never covers
	 * {@code Authorization}. With credentials, {@code *} is not a wildcard, but the name
	 * of a header.
	 */
	private static boolean areHeadersAllowed(BrowserRequest request, List<String> names) {
		boolean any = !request.credentials() && names.contains("*");
		return request.unsafeHeaderNames()
			.stream()
			.allMatch((name) -> (any && !name.equals("authorization"))
					|| names.stream().anyMatch(name::equalsIgnoreCase));
	}

	/**
	 * Fetch, "extract header list values".
	 * @return the values, or {@code null} for failure
	 */
	private static @Nullable List<String> list(@Nullable String value) {
		List<String> values = new ArrayList<>();
		for (String element : Objects.requireNonNullElse(value, "").split(",", -1)) {
			String name = element.strip();
			if (!name.isEmpty() && !FetchNames.isToken(name)) {
				return null;
			}
			if (!name.isEmpty()) {
				values.add(name);
			}
		}
		return values;
	}

}
