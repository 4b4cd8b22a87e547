package io.github.corsstarter.benchmarks.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * A request as a browser sends it to {@value #ORIGIN}, with a dozen headers.
 *
 * @param method the method
 * @param path the path
 * @param headers names and values in turn
 */
public record Question(String method, String path, List<String> headers) {

	/** The host that all requests are sent to, by https and its default port. */
	public static final String HOST = "shop.example";

	/** The origin of that host's own pages. */
	public static final String ORIGIN = "https://" + HOST;

	private static final List<String> BROWSER = List.of("Host", HOST, "Connection", "keep-alive", "User-Agent",
			"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
			"Accept", "application/json, text/plain, */*", "Accept-Language", "en-US,en;q=0.9", "Accept-Encoding",
			"gzip, deflate, br, zstd", "Cookie", "session=4f1c7d9e6a2b4c0d8e3f", "Referer",
			"https://tenant-000000.example/", "Cache-Control", "no-cache", "Pragma", "no-cache");

	static Question of(String method, String path, String... further) {
		List<String> headers = new ArrayList<>(BROWSER);
		headers.addAll(List.of(further));
		return new Question(method, path, List.copyOf(headers));
	}

	static Question get(String path, String origin) {
		return of("GET", path, "Origin", origin, "Sec-Fetch-Site", "cross-site");
	}

	static Question preflight(String origin, String method, String headers) {
		return of("OPTIONS", Scenario.PATH, "Origin", origin, "Sec-Fetch-Site", "cross-site",
				"Access-Control-Request-Method", method, "Access-Control-Request-Headers", headers);
	}

}
