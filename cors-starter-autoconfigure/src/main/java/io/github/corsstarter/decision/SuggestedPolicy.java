package io.github.corsstarter.decision;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

import io.github.corsstarter.origin.InvalidOriginPatternException;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.policy.InvalidCorsPolicyException;
import io.github.corsstarter.policy.OnDisallowed;
import io.github.corsstarter.policy.SafeText;
import io.github.corsstarter.policy.SettingLocations;
import org.jspecify.annotations.Nullable;

/**
 * A fix that adds a policy for exactly one path. The policy is one line of YAML that can
 * be copied. It sets every key that decides which requests are allowed, so that the
 * defaults do not allow other requests. It also sets keys whose defaults would make it
 * invalid, or would grant more than the request needs.
 */
final class SuggestedPolicy {

	/**
	 * A path in its plain spelling that matches only itself if it is used as a path
	 * pattern.
	 */
	private static final Pattern LITERAL_PATH = Pattern
		.compile("/|(/(?!\\.{1,2}(/|$))[a-zA-Z0-9._~!$&+=@-][a-zA-Z0-9._~!$&+=@:-]*)+");

	/** Values for a policy that allows no origin, if the defaults would be invalid. */
	private static final Map<String, String> NEUTRAL = Map.of("allowed-methods", "POST", "allowed-headers", "[]",
			"exposed-headers", "[]", "allow-credentials", "false");

	private static final int MAX_NAME_LENGTH = 50;

	private SuggestedPolicy() {
	}

	/**
	 * Whether a path can be written as a path pattern that matches this path only.
	 */
	static boolean isLiteral(String path) {
		return path.length() <= SafeText.MAX_CLIENT_LENGTH && LITERAL_PATH.matcher(path).matches();
	}

	/**
	 * A policy that takes a path out of a wider policy and lets the handler run for
	 * requests from every origin. No script can read the responses.
	 * @param path the path
	 * @param other the policy that decides now
	 * @return the fix, or {@code null} if the path cannot be written as a pattern, or if
	 * the policy would not be valid
	 */
	static @Nullable String forNavigations(String path, CorsPolicy other) {
		if (!isLiteral(path)) {
			return null;
		}
		List<String> keys = NEUTRAL.keySet().stream().sorted().collect(Collectors.toCollection(ArrayList::new));
		if (!isValid(keys, other.locations())) {
			return null;
		}
		NEUTRAL.keySet().stream().sorted().forEach((key) -> {
			keys.remove(key);
			if (!isValid(keys, other.locations())) {
				keys.add(key);
			}
		});
		return "add the policy cors.policies." + name("posts-to", path, other.name(), other.locations()) + ": {paths: "
				+ YamlText.inBraces(path) + ", allowed-origins: none, on-disallowed: omit-headers"
				+ keys.stream().map((key) -> ", " + key + ": " + NEUTRAL.get(key)).collect(Collectors.joining())
				+ enforce(other) + "}";
	}

	/** The new policy is enforced if and only if the policy that decides now is. */
	private static String enforce(CorsPolicy other) {
		CorsPolicySpecification.Builder defaults = CorsPolicySpecification.builder("defaults");
		other.locations().applyDefaults(defaults);
		return (defaults.build().enforced() != other.enforced()) ? ", enforce: " + other.enforced() : "";
	}

	/**
	 * Whether a policy that allows no origin would be valid with some neutral values and
	 * otherwise the defaults.
	 */
	private static boolean isValid(List<String> keys, SettingLocations locations) {
		CorsPolicySpecification.Builder candidate = CorsPolicySpecification.builder("candidate");
		locations.applyDefaults(candidate);
		candidate.paths("/").allowedOrigins("none").onDisallowed(OnDisallowed.OMIT_HEADERS);
		for (String key : keys) {
			switch (key) {
				case "allowed-methods" -> candidate.allowedMethods("POST");
				case "allowed-headers" -> candidate.allowedHeaders(List.of());
				case "exposed-headers" -> candidate.exposedHeaders(List.of());
				default -> candidate.allowCredentials(false);
			}
		}
		return isValid(candidate);
	}

	private static boolean isValid(CorsPolicySpecification.Builder candidate) {
		try {
			CorsPolicy.of(candidate.build());
			return true;
		}
		catch (InvalidCorsPolicyException ex) {
			return false;
		}
	}

	/**
	 * A policy that allows one request of a script.
	 * @param request the request, to a path that no policy covers
	 * @param locations the locations of one of the policies
	 * @return the fix, or {@code null} if the path cannot be written as a pattern, or if
	 * the policy would not be valid
	 */
	static @Nullable String forScript(BrowserRequest request, SettingLocations locations) {
		String path = SafeText.withoutParameters(request.pathWithoutQuery());
		String origin = InstallationOrigins.patternFor(request.origin());
		List<String> names = request.unsafeHeaderNames();
		if (!isLiteral(path) || !CorsExplanation.isCopyable(request.origin())
				|| !CorsExplanation.isCopyable(request.method())
				|| !names.stream().allMatch(CorsExplanation::isCopyable) || !isAccepted(request, origin, names)) {
			return null;
		}
		CorsPolicySpecification.Builder defaults = CorsPolicySpecification.builder("defaults");
		locations.applyDefaults(defaults);
		boolean exposing = !defaults.build().exposedHeaders().isEmpty();
		return "add the policy cors.policies." + name("calls-to", path, "", locations) + ": {paths: "
				+ YamlText.inBraces(path) + ", allowed-origins: " + YamlText.inBraces(origin) + ", allowed-methods: "
				+ YamlText.inBraces(request.method()) + ", allowed-headers: " + YamlText.inBraces(names)
				+ ", allow-credentials: " + request.credentials()
				+ ((exposing || request.credentials()) ? ", exposed-headers: []" : "")
				+ (Boolean.TRUE.equals(defaults.build().allowPrivateNetwork()) ? ", allow-private-network: false" : "")
				+ "}";
	}

	private static boolean isAccepted(BrowserRequest request, String origin, List<String> names) {
		try {
			CorsPolicy policy = CorsPolicy.of(CorsPolicySpecification.builder("candidate")
				.paths("/")
				.allowedOrigins(origin)
				.allowedMethods(request.method())
				.allowedHeaders(names)
				.allowCredentials(request.credentials())
				.build());
			return OriginPattern.parse(request.origin()).isExactly(request.origin())
					&& !policy.allowedMethods().contains("*") && !policy.allowedHeaders().contains("*")
					&& new BrowserCheck(new PolicyEngine(policy, false)::decide).script(request).allowed();
		}
		catch (InvalidOriginPatternException | InvalidCorsPolicyException ex) {
			return false;
		}
	}

	/**
	 * Choose a name that no policy has.
	 */
	private static String name(String prefix, String path, String other, SettingLocations locations) {
		String name = name(prefix, path);
		String free = name;
		for (int i = 1; free.equals(other) || locations.isPolicyName(free); i++) {
			free = name + ((i == 1) ? "-only" : "-" + i);
		}
		return free;
	}

	/**
	 * Derive the name of a policy from a path. If different paths would have the same
	 * name, the name ends with a checksum of the path.
	 */
	private static String name(String prefix, String path) {
		String words = path.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
		boolean exact = path.equals("/" + words.replace('-', '/')) && words.length() <= MAX_NAME_LENGTH;
		if (exact) {
			return words.isEmpty() ? prefix + "-root" : prefix + "-" + words;
		}
		CRC32 checksum = new CRC32();
		checksum.update(path.getBytes(StandardCharsets.UTF_8));
		return prefix + "-" + words.substring(0, Math.min(words.length(), MAX_NAME_LENGTH)).replaceAll("-$", "")
				+ String.format("-%08x", checksum.getValue());
	}

}
