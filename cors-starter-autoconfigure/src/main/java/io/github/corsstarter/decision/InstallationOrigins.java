package io.github.corsstarter.decision;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognizes clients that have a different origin in each installation, so that a policy
 * can allow them only with a pattern. This is used only for advice.
 */
final class InstallationOrigins {

	/** The extensions of Firefox and Safari, and the web views of Visual Studio Code. */
	private static final Set<String> SCHEMES = Set.of("moz-extension", "safari-web-extension", "vscode-webview");

	/** The schemes of sites, and of pages from disk. */
	private static final Set<String> WITHOUT_INSTALLATIONS = Set.of("http", "https", "ws", "wss", "file");

	private static final Pattern ORIGIN = Pattern.compile("([a-z][a-z0-9+.-]*)://([0-9a-zA-Z-]+)");

	private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

	private InstallationOrigins() {
	}

	/**
	 * The element that a policy needs to allow an origin.
	 * @param origin the value of {@code Origin}
	 * @return a pattern such as {@code moz-extension://*} if the client has a different
	 * origin in each installation; otherwise the origin
	 */
	static String patternFor(String origin) {
		Matcher parts = ORIGIN.matcher(origin);
		if (!parts.matches()) {
			return origin;
		}
		String scheme = parts.group(1);
		boolean perInstallation = SCHEMES.contains(scheme)
				|| (!WITHOUT_INSTALLATIONS.contains(scheme) && UUID.matcher(parts.group(2)).matches());
		return perInstallation ? scheme + "://*" : origin;
	}

}
