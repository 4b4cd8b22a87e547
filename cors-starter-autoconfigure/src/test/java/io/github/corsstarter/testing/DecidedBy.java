package io.github.corsstarter.testing;

import io.github.corsstarter.testing.RawHttp.Response;

/**
 * Asks a server who decides on a path: every policy of these tests allows only
 * {@code https://policy.example}, and every other rule of the application allows only
 * {@code https://application.example}.
 */
public final class DecidedBy {

	public static final String POLICY = "https://policy.example";

	public static final String APPLICATION = "https://application.example";

	private DecidedBy() {
	}

	/**
	 * Who decides on preflights and on requests.
	 */
	public static String ask(RawHttp http, String path) {
		String preflights = decider(http, "OPTIONS", path);
		String requests = decider(http, "GET", path);
		return preflights.equals(requests) ? preflights : "preflights: " + preflights + ", requests: " + requests;
	}

	private static String decider(RawHttp http, String method, String path) {
		boolean policy = isAllowed(http, method, path, POLICY);
		boolean application = isAllowed(http, method, path, APPLICATION);
		return (policy && application) ? "both" : policy ? "policy" : application ? "application" : "nobody";
	}

	private static boolean isAllowed(RawHttp http, String method, String path, String origin) {
		Response response = method.equals("OPTIONS")
				? http.send(method, path, "Origin: " + origin, "Access-Control-Request-Method: GET")
				: http.send(method, path, "Origin: " + origin);
		boolean granted = origin.equals(response.header("Access-Control-Allow-Origin"));
		if (granted != (response.status() == 200)) {
			return false;
		}
		return granted;
	}

}
