package io.github.corsstarter.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.corsstarter.decision.CorsRequest;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a request to explain later why it was rejected: only what decisions and
 * explanations read, each piece of it bounded. Immutable.
 */
final class RecordedRequest implements CorsRequest {

	/** How much is kept of a path, in characters. A longer one is not matched again. */
	static final int MAX_PATH_LENGTH = 1000;

	/** Enough to see that an Origin is too long (512 characters). */
	private static final int MAX_ORIGIN_LENGTH = 513;

	private static final int MAX_LENGTH = 200;

	/** How much is kept of all field lines of a list of header names, in characters. */
	private static final int MAX_LIST_LENGTH = 1000;

	private static final int MAX_LINES = 10;

	private static final String ORIGIN = "Origin";

	private static final String REQUEST_HEADERS = "Access-Control-Request-Headers";

	private static final List<String> SINGLE = List.of("Access-Control-Request-Method",
			"Access-Control-Request-Private-Network", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Forwarded",
			"X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port");

	private final String method;

	private final String path;

	private final @Nullable String scheme;

	private final @Nullable String host;

	private final int port;

	private final Map<String, List<String>> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private RecordedRequest(CorsRequest request) {
		this.method = cut(request.method(), MAX_LENGTH);
		this.path = cut(request.path(), MAX_PATH_LENGTH + 1);
		this.scheme = request.scheme();
		this.host = request.host();
		this.port = request.port();
		this.lines.put(ORIGIN, lines(request.headers(ORIGIN), MAX_ORIGIN_LENGTH + 1));
		this.lines.put(REQUEST_HEADERS, lines(request.headers(REQUEST_HEADERS), MAX_LIST_LENGTH));
		for (String name : SINGLE) {
			String value = request.header(name);
			if (value != null) {
				this.lines.put(name, List.of(cut(value, MAX_LENGTH)));
			}
		}
	}

	static RecordedRequest of(CorsRequest request) {
		return new RecordedRequest(request);
	}

	static String cut(String text, int length) {
		return (text.length() > length) ? text.substring(0, length) : text;
	}

	/**
	 * The first lines, as long as they fit. A list is cut between two names, so that no
	 * name is half one.
	 */
	private static List<String> lines(Enumeration<String> values, int budget) {
		List<String> lines = new ArrayList<>();
		int left = budget;
		while (values.hasMoreElements() && lines.size() < MAX_LINES && left > 0) {
			String line = values.nextElement();
			if (line.length() > left) {
				int comma = line.lastIndexOf(',', left);
				line = line.substring(0, (comma != -1) ? comma : left);
				left = 0;
			}
			left -= line.length();
			lines.add(line);
		}
		return List.copyOf(lines);
	}

	/**
	 * Whether the whole path is here, so that the rules can be asked about it again.
	 */
	boolean isComplete() {
		return this.path.length() <= MAX_PATH_LENGTH;
	}

	@Override
	public String method() {
		return this.method;
	}

	@Override
	public String path() {
		return this.path;
	}

	@Override
	public @Nullable String header(String name) {
		List<String> values = this.lines.getOrDefault(name, List.of());
		return values.isEmpty() ? null : values.get(0);
	}

	@Override
	public Enumeration<String> headers(String name) {
		return Collections.enumeration(this.lines.getOrDefault(name, List.of()));
	}

	@Override
	public @Nullable String scheme() {
		return this.scheme;
	}

	@Override
	public @Nullable String host() {
		return this.host;
	}

	@Override
	public int port() {
		return this.port;
	}

}
