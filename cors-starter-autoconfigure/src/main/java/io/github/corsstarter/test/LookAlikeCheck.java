package io.github.corsstarter.test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.github.corsstarter.decision.BrowserCheck;
import io.github.corsstarter.decision.BrowserRequest;
import io.github.corsstarter.decision.BrowserVerdict;
import io.github.corsstarter.decision.BrowserVerdict.Response;
import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsHeaders;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.PolicyEngine;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.origin.OriginPattern.Kind;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * Asks the engine of each policy about the look-alikes of each pattern of the policy.
 */
final class LookAlikeCheck {

	/** The maximum number of findings in a report. */
	private static final int MAX_LISTED = 20;

	private final Function<CorsPolicy, Function<CorsRequest, CorsDecision>> engines;

	LookAlikeCheck() {
		this((policy) -> new PolicyEngine(policy, false)::decide);
	}

	LookAlikeCheck(Function<CorsPolicy, Function<CorsRequest, CorsDecision>> engines) {
		this.engines = engines;
	}

	/**
	 * Find look-alikes that a policy allows.
	 * @param policies the policies
	 * @return a report of these look-alikes, or an empty text if there are none
	 */
	String report(List<CorsPolicy> policies) {
		List<String> findings = new ArrayList<>();
		for (CorsPolicy policy : policies) {
			if (policy.allowedOrigins().stream().noneMatch((pattern) -> pattern.kind() == Kind.ANY)) {
				collect(policy, findings);
			}
		}
		if (findings.isEmpty()) {
			return "";
		}
		StringBuilder report = new StringBuilder("Expecting no policy to allow a look-alike of its origins, but");
		findings.stream().limit(MAX_LISTED).forEach((finding) -> report.append(System.lineSeparator()).append(finding));
		if (findings.size() > MAX_LISTED) {
			report.append("%nand %d more".formatted(findings.size() - MAX_LISTED));
		}
		return report.toString();
	}

	private void collect(CorsPolicy policy, List<String> findings) {
		BrowserCheck browser = new BrowserCheck(this.engines.apply(policy));
		for (int i = 0; i < policy.allowedOrigins().size(); i++) {
			OriginPattern pattern = policy.allowedOrigins().get(i);
			String property = policy.locations().property("allowed-origins") + "[" + i + "]";
			String place = policy.locations().place(property);
			for (LookAlikes.LookAlike lookAlike : LookAlikes.of(pattern)) {
				if (!isMeant(policy, pattern, lookAlike.origin()) && isGranted(browser, policy, lookAlike.origin())) {
					findings.add("  the policy '" + policy.name() + "' allows " + visible(lookAlike.origin()) + " ("
							+ lookAlike.what() + "), a look-alike of its pattern " + pattern + "%n    ".formatted()
							+ property + ((place != null) ? " at " + place : ""));
				}
			}
		}
	}

	private static boolean isMeant(CorsPolicy policy, OriginPattern pattern, String origin) {
		return policy.allowedOrigins().stream().anyMatch((other) -> !other.equals(pattern) && other.matches(origin));
	}

	/**
	 * Any response with {@code Access-Control-Allow-Origin} counts, even if a browser
	 * would refuse it for another reason.
	 */
	private static boolean isGranted(BrowserCheck browser, CorsPolicy policy, String origin) {
		String method = policy.allowedMethods().get(0);
		BrowserVerdict verdict = browser
			.check(BrowserRequest.of(origin, method.equals("*") ? "GET" : method, policy.paths().get(0))
				.withCredentials(policy.allowCredentials()));
		return verdict.allowed() || isNamed(verdict.preflightResponse()) || isNamed(verdict.actualResponse());
	}

	private static boolean isNamed(@Nullable Response response) {
		return response != null && response.header(CorsHeaders.ALLOW_ORIGIN) != null;
	}

	/** Spaces are escaped as well, because some look-alikes differ only in a space. */
	private static String visible(String text) {
		return SafeText.ofClient(text).replace(" ", "\\u0020");
	}

}
