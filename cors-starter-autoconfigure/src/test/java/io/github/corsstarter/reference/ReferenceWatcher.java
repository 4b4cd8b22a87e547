package io.github.corsstarter.reference;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.corsstarter.testing.FakeCorsRequest;

/**
 * Compares the outcome of a policy that is not enforced with a response, in the simplest
 * way: it asks a browser with and a browser without credentials.
 */
final class ReferenceWatcher {

	private static final ReferenceBrowser INCLUDING = new ReferenceBrowser(true);

	private static final ReferenceBrowser OMITTING = new ReferenceBrowser(false);

	private final FakeCorsRequest request;

	private final PlainPolicy policy;

	private final Outcome outcome;

	private final int status;

	private final Map<String, String> response = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private ReferenceWatcher(FakeCorsRequest request, PlainPolicy policy, Outcome outcome, int status,
			Map<String, List<String>> lines) {
		this.request = request;
		this.policy = policy;
		this.outcome = outcome;
		this.status = status;
		lines.forEach((name, values) -> {
			if (!values.isEmpty()) {
				this.response.put(name, String.join(", ",
						values.stream().map((value) -> value.replaceAll("^[ \t]+|[ \t]+$", "")).toList()));
			}
		});
	}

	/**
	 * The difference.
	 * @return the change and the reason, or an empty text
	 */
	static String difference(FakeCorsRequest request, PlainPolicy policy, Outcome outcome, int status,
			Map<String, List<String>> lines) {
		return new ReferenceWatcher(request, policy, outcome, status, lines).difference();
	}

	private String difference() {
		if (this.outcome.reason().equals("host-not-allowed")) {
			return isServedElsewhere() ? "newly-rejected host-not-allowed" : "";
		}
		return isPreflight() ? preflight() : actual();
	}

	private boolean isPreflight() {
		return this.outcome.kind().equals("preflight");
	}

	private boolean isAllowed() {
		return this.outcome.reason().equals("allowed");
	}

	private String origin() {
		return this.request.header("Origin");
	}

	private List<String> names() {
		return this.request.values("Access-Control-Request-Headers")
			.stream()
			.flatMap((line) -> HeaderList.elements(line).stream())
			.toList();
	}

	private boolean isHuge() {
		return this.request.values("Access-Control-Request-Headers")
			.stream()
			.mapToInt((line) -> line.length() + 1)
			.sum() > 8192;
	}

	private boolean isHead(String method) {
		return method.equals("HEAD") && (this.policy.methods().contains("GET") || this.policy.methods().contains("*"));
	}

	private String preflight() {
		String method = this.request.header("Access-Control-Request-Method");
		if (isHead(method) || isHuge()) {
			return "";
		}
		boolean without = OMITTING.goesOn(origin(), method, names(), false, this.status, this.response);
		boolean with = INCLUDING.goesOn(origin(), method, names(), false, this.status, this.response);
		if (isAllowed() != without) {
			return isAllowed() ? "newly-allowed " + missed(OMITTING, method)
					: "newly-rejected " + this.outcome.reason();
		}
		if (!isAllowed() || this.policy.credentials() == with) {
			return "";
		}
		return with ? "newly-rejected credentials-not-allowed" : "newly-allowed " + missed(INCLUDING, method);
	}

	/** What the browser missed first: find the part whose repair helps. */
	private String missed(ReferenceBrowser browser, String method) {
		if (!browser.mayRead(origin(), this.response)) {
			return (OMITTING.mayRead(origin(), this.response)) ? "credentials-not-allowed" : "origin-not-allowed";
		}
		if (this.status < 200 || this.status > 299) {
			return "method-not-allowed";
		}
		Map<String, String> withoutNames = new TreeMap<>(this.response);
		withoutNames.remove("Access-Control-Allow-Headers");
		if (!browser.goesOn(origin(), "GET", List.of(), false, 200, this.response)) {
			return browser.goesOn(origin(), "GET", List.of(), false, 200, withoutNames) ? "headers-not-allowed"
					: "method-not-allowed";
		}
		return browser.goesOn(origin(), method, List.of(), false, 200, this.response) ? "headers-not-allowed"
				: "method-not-allowed";
	}

	private boolean isMode(String... modes) {
		List<String> values = this.request.values("Sec-Fetch-Mode");
		return values.size() == 1 && List.of(modes).contains(values.get(0));
	}

	private boolean isGetOrHead() {
		return List.of("GET", "HEAD").contains(this.request.method());
	}

	private boolean isUnsafe() {
		return !List.of("GET", "HEAD", "OPTIONS", "TRACE").contains(this.request.method());
	}

	private String actual() {
		boolean upgrade = this.request.header("Upgrade") != null;
		if (isMode("navigate", "no-cors") && isGetOrHead() && !upgrade) {
			return "";
		}
		List<String> sites = this.request.values("Sec-Fetch-Site");
		boolean application = origin().matches("[a-z][a-z0-9+.-]*://(?s:.*)") && !origin().matches("https?://(?s:.*)")
				&& !origin().equals("file://") && origin().length() <= 512 && this.request.values("Origin").size() == 1;
		if (sites.equals(List.of("none")) && (isGetOrHead() || application)) {
			return "";
		}
		if (isHead(this.request.method())) {
			return "";
		}
		boolean rejectedBeforeHandler = !isAllowed() && !this.outcome.handlerRuns();
		if (upgrade && this.request.method().equals("GET")) {
			return (rejectedBeforeHandler && this.status < 400) ? "newly-rejected " + this.outcome.reason() : "";
		}
		if (!isMode("navigate", "no-cors")) {
			String difference = script();
			if (!difference.isEmpty()) {
				return difference;
			}
		}
		boolean refused = List.of(401, 403, 404, 405).contains(this.status);
		return (rejectedBeforeHandler && isUnsafe() && !refused) ? "newly-rejected " + this.outcome.reason() : "";
	}

	private String script() {
		boolean cookie = this.request.header("Cookie") != null;
		ReferenceBrowser browser = cookie ? INCLUDING : OMITTING;
		boolean accepted = browser.mayRead(origin(), this.response);
		boolean would = isAllowed() && (!cookie || this.policy.credentials());
		if (accepted && !would) {
			return "newly-rejected " + (isAllowed() ? "credentials-not-allowed" : this.outcome.reason());
		}
		boolean cached = this.status == 304 && !this.response.containsKey("Access-Control-Allow-Origin");
		if (!accepted && would) {
			return cached ? "" : "newly-allowed "
					+ (OMITTING.mayRead(origin(), this.response) ? "credentials-not-allowed" : "origin-not-allowed");
		}
		boolean credentials = isAllowed() && INCLUDING.mayRead(origin(), this.response) && !this.policy.credentials();
		return credentials ? "newly-rejected credentials-not-allowed" : "";
	}

	/**
	 * A request to another host was served: its page can read the response, or it was not
	 * refused.
	 */
	private boolean isServedElsewhere() {
		boolean refused = List.of(401, 403, 404, 405, 421).contains(this.status);
		boolean script = isForeign() && (isPreflight() || !isMode("navigate", "no-cors"));
		if (!script) {
			return !refused;
		}
		if (isPreflight()) {
			return isHuge() ? OMITTING.mayRead(origin(), this.response) : OMITTING.goesOn(origin(),
					this.request.header("Access-Control-Request-Method"), names(), false, this.status, this.response);
		}
		boolean cookie = this.request.header("Cookie") != null;
		return (cookie ? INCLUDING : OMITTING).mayRead(origin(), this.response) || (isUnsafe() && !refused);
	}

	private boolean isMalformed() {
		return origin().isEmpty() || origin().length() > 512 || this.request.values("Origin").size() > 1;
	}

	private boolean isForeign() {
		return origin() != null && !this.request.values("Sec-Fetch-Site").equals(List.of("same-origin"))
				&& (isMalformed() || !ReferenceDecider.isOwnOrigin(origin(), this.request));
	}

}
