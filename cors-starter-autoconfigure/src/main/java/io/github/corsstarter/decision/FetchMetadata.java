package io.github.corsstarter.decision;

/**
 * What Fetch Metadata says about the origin of a request. Browsers send each of these
 * headers once and do not let scripts change them, so a repeated header says nothing.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata Request Headers</a>
 */
final class FetchMetadata {

	private static final String SAME_ORIGIN = "same-origin";

	private static final String NONE = "none";

	private FetchMetadata() {
	}

	/**
	 * Whether a page of the same origin made the request ({@code Sec-Fetch-Site:
	 * same-origin}).
	 */
	static boolean isSameOrigin(CorsRequest request) {
		return isOnly(SAME_ORIGIN, CorsHeaders.SEC_FETCH_SITE, request);
	}

	/**
	 * Whether a request of another site is never rejected, whatever its origin is.
	 */
	static boolean isNeverRejected(CorsRequest request) {
		return isFromNoPage(request) || isEmbedded(request);
	}

	/**
	 * Whether no page made the request ({@code Sec-Fetch-Site: none}), but the user or a
	 * browser extension that has permission for the host. Firefox also sends {@code none}
	 * with some form posts of pages, so an unsafe request must have an origin that no
	 * page of a site has.
	 */
	static boolean isFromNoPage(CorsRequest request) {
		return isOnly(NONE, CorsHeaders.SEC_FETCH_SITE, request) && isPossibleFromNoPage(request);
	}

	private static boolean isPossibleFromNoPage(CorsRequest request) {
		return isSafe(request) || isFromApplication(request);
	}

	/**
	 * Whether a page of the same origin, or no page, made the request. Reads the header
	 * only once.
	 */
	static boolean isFromNoOtherSite(CorsRequest request) {
		String site = request.header(CorsHeaders.SEC_FETCH_SITE);
		boolean possible = SAME_ORIGIN.equals(site) || (NONE.equals(site) && isPossibleFromNoPage(request));
		return possible && !request.isRepeated(CorsHeaders.SEC_FETCH_SITE);
	}

	private static boolean isFromApplication(CorsRequest request) {
		String origin = request.header(CorsHeaders.ORIGIN);
		return origin != null && origin.length() <= CorsRequest.MAX_ORIGIN_LENGTH
				&& !request.isRepeated(CorsHeaders.ORIGIN) && isOfApplication(origin);
	}

	/**
	 * Whether an origin belongs to an application that is not a web site, such as a
	 * browser extension. Pages from disk have the origin {@code null} or {@code file://}.
	 */
	private static boolean isOfApplication(String origin) {
		int end = origin.indexOf("://");
		for (int i = 0; i < end; i++) {
			char c = origin.charAt(i);
			boolean letter = c >= 'a' && c <= 'z';
			if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.'))) {
				return false;
			}
		}
		return end > 0 && !origin.startsWith("http://") && !origin.startsWith("https://") && !origin.equals("file://");
	}

	/**
	 * Whether a page embeds the response or navigates to it. Such a request does not take
	 * part in the CORS protocol, but has an {@code Origin} if the browser blocks
	 * third-party cookies and the user has granted storage access. No script can read the
	 * response. A WebSocket handshake is different: its script can read what follows.
	 * @see <a href="https://privacycg.github.io/storage-access-headers/">Storage Access
	 * Headers</a>
	 */
	static boolean isEmbedded(CorsRequest request) {
		return isSafe(request) && isUnread(request) && request.header(CorsHeaders.UPGRADE) == null;
	}

	/**
	 * Whether no script reads the response: the request is a navigation, or its mode is
	 * {@code no-cors}.
	 */
	static boolean isUnread(CorsRequest request) {
		return isOnly("no-cors", CorsHeaders.SEC_FETCH_MODE, request) || isNavigation(request);
	}

	/**
	 * Whether the request is a navigation ({@code Sec-Fetch-Mode: navigate}).
	 */
	static boolean isNavigation(CorsRequest request) {
		return isOnly("navigate", CorsHeaders.SEC_FETCH_MODE, request);
	}

	private static boolean isSafe(CorsRequest request) {
		return "GET".equals(request.method()) || "HEAD".equals(request.method());
	}

	private static boolean isOnly(String value, String name, CorsRequest request) {
		return value.equals(request.header(name)) && !request.isRepeated(name);
	}

}
