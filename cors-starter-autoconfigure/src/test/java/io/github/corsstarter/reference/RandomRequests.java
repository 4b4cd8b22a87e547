package io.github.corsstarter.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import io.github.corsstarter.testing.FakeCorsRequest;
import io.github.corsstarter.testing.FakeCorsRequest.Line;

/**
 * Makes requests that are close to the border between allowed and rejected.
 */
final class RandomRequests {

	private static final List<String> PATHS = List.of("/api/orders", "/api/orders/7", "/api/7", "/api/7/items",
			"/api/orders/items", "/files/abc", "/files/ABC", "/file/a.txt", "/", "", "/api/%6Frders", "/api/a%zz",
			"/api//orders", "/api;v=1/orders", "/nowhere", "/API/orders", "/api/", "/api", "/api/ord\u00E9rs",
			"/api/orders/../7", "/files/%61bc");

	private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS",
			"QUERY", "M-SEARCH", "approve");

	private static final List<String> ODD_METHODS = List.of("get", "Patch", "patch", "", "*", "PUT ", " GET",
			"P\u00DCT", "GET,PUT", "TRACE", "OPTION", "OPTIONSS", "G\u0000T", "POST\r\n", "APPROVE", "options", "~",
			"A".repeat(300));

	private static final List<String> SEC_FETCH_SITES = List.of("cross-site", "same-site", "none", "Same-Origin",
			"same-origin ", "", "same-origin, cross-site", "sameorigin", "same-origi");

	private static final List<String> SEC_FETCH_MODES = List.of("cors", "navigate", "no-cors", "navigate", "no-cors",
			"websocket", "same-origin", "No-Cors", "no-cors, navigate", "");

	private static final List<String> SUFFIXES = List.of(".evil.com", "evil.com", ".", ":443", ":80", ":0", ":8080",
			":08080", ":65535", ":65536", ":99999", ":", ":-1", ":8o80", ":8080:8080", "/", "?", "#", "@evil.com", " ",
			"%00", "\u0000", "\r\nX: y", ",https://example.com", ".com", ":\u0668\u0660", "]", "null");

	private static final List<String> LABELS = List.of("a.", "pr-1.", "pr-.", "x-team.", "-team.", "axb.", "ab.",
			"a.b.", "pr-1.x.", "x.x-team.", "a_b.", "-.", "_.", "..", ".", "a..b.", "A.", "\u00E4.", "*.", "pr-*.",
			"pr-a_9-.", "a\uD800b.", "evil.com/", "evil.com#", "user:pw@", "user@", "xn--a.", "a b.", "apr-1.", "a-b.",
			"a".repeat(64) + ".");

	private static final String INSERTED = "aks09.-_:/@*[]%?#\\,; \tAZ\u0000\u212A\u017F\u3002\u0430\u0301\uD83D\u00DF";

	private static final List<String> WHITE_SPACE = List.of("", "", "", "", " ", "\t", "  ", " \t ");

	private static final List<String> ODD_NAMES = List.of("x-c", "x-", "x", "x-aa", "content-typ", "content-type2",
			"x a", "x\u00E9", "\u00A0x-a", "*", "cookie", "x-a;q=1", "x:a", "", "\u2003", "\u0000", "aaaaaa\u0000",
			"BBBBBC", "CaBBBB", "if-match\u000B", "\u212Aey", "accept\r");

	private final Random random;

	private final List<PlainPolicy> policies;

	private PlainPolicy policy;

	RandomRequests(Random random, PlainConfiguration configuration) {
		this.random = random;
		this.policies = configuration.policies();
		this.policy = this.policies.get(0);
	}

	FakeCorsRequest next() {
		// Most paths match the policy for which the rest of the request is created. It
		// need not be the policy that decides on the path, but it often is.
		this.policy = pick(this.policies);
		String path = chance(75) ? pathFor(pick(this.policy.paths())) : pick(PATHS);
		String scheme = pick(List.of("https", "https", "http"));
		String host = pick(RandomConfigurations.HOSTS);
		int port = pick(List.of(0, -1, 443, 80, 8080, 8443, 65535));
		List<Line> lines = new ArrayList<>();
		if (chance(8)) {
			host = pick(List.of("[::1]", "::1", "EXAMPLE.com", "k-S.example", "example.org", ""));
		}
		boolean embedded = chance(8);
		String method = chance(70) ? "OPTIONS" : method();
		method = embedded ? pick(List.of("GET", "GET", "HEAD")) : method;
		addOrigin(lines, scheme, host, port);
		if (chance(96)) {
			add(lines, "Access-Control-Request-Method", method());
		}
		addRequestHeaders(lines);
		if (chance(25)) {
			add(lines, "Sec-Fetch-Site", chance(10) ? "same-origin" : pick(SEC_FETCH_SITES));
			if (chance(5)) {
				add(lines, "Sec-Fetch-Site", pick(SEC_FETCH_SITES));
			}
		}
		if (embedded || chance(20)) {
			add(lines, "Sec-Fetch-Mode", pick(SEC_FETCH_MODES));
			if (chance(5)) {
				add(lines, "Sec-Fetch-Mode", pick(SEC_FETCH_MODES));
			}
			if (chance(10)) {
				add(lines, "Upgrade", pick(List.of("websocket", "", "h2c")));
			}
		}
		if (chance(30)) {
			add(lines, "Access-Control-Request-Private-Network",
					pick(List.of("true", "true", "TRUE", "false", "", "1")));
		}
		if (chance(3)) {
			add(lines, pick(lines.isEmpty() ? List.of("X-Other") : lines.stream().map(Line::name).toList()),
					pick(List.of("", "GET", "same-origin", "true", "https://example.com", "x-a")));
		}
		if (chance(3)) {
			scheme = null;
		}
		else if (chance(2)) {
			host = null;
		}
		else if (chance(2)) {
			scheme = "HTTPS";
		}
		if (chance(6)) {
			lines.add(new Line("Host", pick(List.of("localhost", "10.0.0.1:8080", "example.com", "EXAMPLE.com.",
					"evil.example", "a.example.com:81", "[::1]:80", "localhost.evil.example"))));
		}
		if (chance(50)) {
			Collections.shuffle(lines, this.random);
		}
		return new FakeCorsRequest(method, path, List.copyOf(lines), scheme, host, port);
	}

	private void add(List<Line> lines, String name, String value) {
		lines.add(new Line(chance(5) ? randomCase(name) : name, value));
	}

	private String pathFor(String pattern) {
		String path = pattern.replace("/**", pick(List.of("", "/x", "/x/y", "/orders", "/7/items")))
			.replaceAll("/\\{\\*[a-z]+}", pick(List.of("", "/x", "/api/1")))
			.replaceAll("\\{[a-z]+:[^}]*}", pick(List.of("abc", "abc1")))
			.replaceAll("\\{[a-z]+}", pick(List.of("7", "orders", "a%20b")))
			.replace("*", pick(List.of("z", "orders")))
			.replace("?", pick(List.of("i", "x")));
		return path.isEmpty() ? "/" : path;
	}

	private String method() {
		if (chance(70)) {
			String method = pick(this.policy.methods());
			return method.equals("*") ? pick(METHODS) : method;
		}
		return chance(55) ? pick(METHODS) : pick(ODD_METHODS);
	}

	private void addOrigin(List<Line> lines, String scheme, String host, int port) {
		int choice = this.random.nextInt(100);
		String own = scheme + "://" + (host.equals("::1") ? "[::1]" : host);
		if (choice < 4) {
			return;
		}
		if (choice < 9) {
			String written = own + pick(List.of("", "", ":" + Math.max(port, 1), ":443", ":80"));
			add(lines, "Origin", chance(30) ? mutate(written) : written);
			return;
		}
		if (choice < 12) {
			add(lines, "Origin", pick(List.of("null", "null", "NULL", "null ", "nul", "none", "*", "file://")));
			return;
		}
		String origin = matching(pick(this.policy.origins()));
		if (choice < 15) {
			add(lines, "Origin", "");
		}
		else if (choice < 18) {
			add(lines, "Origin", origin);
			add(lines, "Origin", chance(50) ? origin : matching(pick(this.policy.origins())));
		}
		else if (choice < 24) {
			add(lines, "Origin", lengthen(origin));
		}
		else if (choice < 64) {
			add(lines, "Origin", origin);
		}
		else {
			add(lines, "Origin", chance(75) ? mutate(origin) : mutate(mutate(origin)));
		}
	}

	/** An origin that a pattern matches. */
	private String matching(String pattern) {
		if (pattern.equals("null")) {
			return pattern;
		}
		if (pattern.equals("*") || pattern.equals("none")) {
			return pick(List.of("https", "http", "app")) + "://" + pick(LABELS) + pick(RandomConfigurations.HOSTS)
					+ pick(List.of("", "", ":8080"));
		}
		String origin = pattern;
		int ports = origin.lastIndexOf(":[");
		if (origin.endsWith(":*") || origin.endsWith(":[*]")) {
			origin = origin.replaceAll(":(\\*|\\[\\*])$", pick(List.of("", ":1", ":8080", ":65535", ":443")));
		}
		else if (ports > 0 && origin.charAt(ports - 1) != '/' && origin.endsWith("]")) {
			String port = pick(List.of(origin.substring(ports + 2, origin.length() - 1).split(",")));
			boolean defaultPort = origin.startsWith("https:") ? port.equals("443")
					: origin.startsWith("http:") && port.equals("80");
			origin = origin.substring(0, ports) + ((defaultPort && chance(90)) ? "" : ":" + port);
		}
		String labels = pick(List.of("a", "a.b", "x-1.y_2.z", "0", "-", "_", "pr-1"));
		return origin.replace("://*.", "://" + labels + ".").replace("*", labels.replace('.', '-'));
	}

	private String lengthen(String origin) {
		int target = pick(List.of(510, 511, 512, 513, 514, 1024, 8192));
		int hostStart = origin.indexOf("://") + 3;
		if (hostStart < 3 || origin.length() >= target) {
			return "n".repeat(target);
		}
		String filling = "ab.".repeat(target).substring(0, target - origin.length());
		filling = chance(50) ? filling.replace('.', 'x') : filling;
		filling = filling.substring(0, filling.length() - 1) + (chance(50) ? "." : "a");
		return origin.substring(0, hostStart) + filling + origin.substring(hostStart);
	}

	private String mutate(String origin) {
		int length = Math.max(origin.length(), 1);
		int at = this.random.nextInt(length);
		int next = Math.min(at + 1, origin.length());
		int hostStart = origin.indexOf("://") + 3;
		return switch (this.random.nextInt(13)) {
			case 0, 1 -> origin.substring(0, Math.min(at, origin.length())) + origin.substring(next);
			case 2, 3 -> origin.substring(0, Math.min(at, origin.length())) + inserted()
					+ origin.substring(Math.min(at, origin.length()));
			case 4, 5 -> origin.substring(0, Math.min(at, origin.length())) + inserted() + origin.substring(next);
			case 6 -> randomCase(origin);
			case 7 -> origin + pick(SUFFIXES);
			case 8 -> pick(SUFFIXES) + origin;
			case 9, 10 -> (hostStart >= 3) ? origin.substring(0, hostStart) + pick(LABELS) + origin.substring(hostStart)
					: pick(LABELS) + origin;
			case 11 ->
				pick(List.of("http", "https", "app", "ws", "", "httpss")) + origin.replaceFirst("^[a-z]+(?=:)", "");
			default -> origin.replaceAll(":[0-9]*$", "") + pick(SUFFIXES);
		};
	}

	private char inserted() {
		return INSERTED.charAt(this.random.nextInt(INSERTED.length()));
	}

	private void addRequestHeaders(List<Line> lines) {
		if (chance(25)) {
			return;
		}
		List<String> names = new ArrayList<>();
		int count = this.random.nextInt(5);
		for (int i = 0; i < count; i++) {
			List<String> allowed = this.policy.headers();
			String name = (allowed.isEmpty() || allowed.contains("*")) ? pick(RandomConfigurations.HEADERS)
					: pick(allowed);
			names.add(chance(50) ? name : randomCase(name));
		}
		if (chance(15)) {
			names.add(this.random.nextInt(names.size() + 1), pick(RandomConfigurations.HEADERS));
		}
		if (chance(20)) {
			names.add(this.random.nextInt(names.size() + 1), pick(ODD_NAMES));
		}
		StringBuilder line = new StringBuilder();
		List<String> values = new ArrayList<>();
		for (String name : names) {
			if (chance(6)) {
				values.add(line.toString());
				line.setLength(0);
			}
			else if (!line.isEmpty()) {
				line.append(',');
			}
			line.append(pick(WHITE_SPACE)).append(name).append(pick(WHITE_SPACE));
			if (chance(6)) {
				line.append(",,");
			}
		}
		values.add(line.toString());
		if (chance(12)) {
			pad(values);
		}
		values.forEach((value) -> add(lines, "Access-Control-Request-Headers", value));
	}

	/**
	 * Add empty elements and white space, as proxies may do, up to about the limit that
	 * the engine still reads.
	 */
	private void pad(List<String> values) {
		int budget = 4096;
		if (!this.policy.headers().contains("*")) {
			budget = 256 + this.policy.headers().stream().mapToInt((name) -> name.length() + 3).sum();
		}
		int used = values.stream().mapToInt((value) -> value.length() + 1).sum();
		int missing = budget - used + this.random.nextInt(5) - 2;
		if (missing <= 0) {
			return;
		}
		if (chance(30)) {
			Collections.nCopies(missing, "").forEach((value) -> values.add(value));
			return;
		}
		int at = this.random.nextInt(values.size());
		String padding = pick(List.of(" ", ",", "\t", ", ")).repeat(missing).substring(0, missing);
		values.set(at, chance(50) ? padding + values.get(at) : values.get(at) + padding);
	}

	private String randomCase(String text) {
		StringBuilder result = new StringBuilder();
		for (char c : text.toCharArray()) {
			String one = String.valueOf(c);
			result.append(chance(30) ? one.toUpperCase(Locale.ROOT) : one);
		}
		return result.toString();
	}

	private <T> T pick(List<T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	private boolean chance(int percent) {
		return this.random.nextInt(100) < percent;
	}

}
