package io.github.corsstarter.cloud;

/**
 * The versions of the rules that the tests publish. The number of a version is in every
 * response to the origin that all versions allow.
 */
final class Rules {

	/** All versions allow it. */
	static final String STEADY = "https://steady.example";

	/** No version allows it. */
	static final String FOREIGN = "https://foreign.example";

	/** What is wrong with invalid rules. */
	static final String PROBLEM = "an origin does not end with a slash";

	private Rules() {
	}

	/** The origin that only this version allows. */
	static String origin(int version) {
		return "https://v" + version + ".example";
	}

	static String yaml(int version) {
		return yaml(version, STEADY + "," + origin(version));
	}

	/** Rules that are refused, because an origin ends with a slash. */
	static String invalid(int version) {
		return yaml(version, STEADY + "/," + origin(version));
	}

	private static String yaml(int version, String origins) {
		return """
				cors:
				  policies:
				    shop:
				      paths: /api/**
				      allowed-origins: [%s]
				      allowed-methods: [GET, PUT]
				      allowed-headers: [x-request-id]
				      exposed-headers: [x-version-%d]
				      max-age: %ds
				""".formatted(origins, version, version);
	}

}
