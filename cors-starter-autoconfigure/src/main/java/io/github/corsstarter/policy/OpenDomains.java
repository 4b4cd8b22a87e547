package io.github.corsstarter.policy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A short list, maintained by this project, of domains that are missing in the public
 * suffix list, although anyone can get a name below them. Shipped as a resource that is
 * read on first use.
 */
final class OpenDomains {

	private static final String RESOURCE = "open-domains.dat";

	private final Map<String, String> reasons = new HashMap<>();

	private OpenDomains() {
		try (InputStream stream = OpenDomains.class.getResourceAsStream(RESOURCE)) {
			if (stream == null) {
				throw new IllegalStateException("The resource " + RESOURCE + " is missing");
			}
			new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)).lines().forEach(this::read);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read(String line) {
		int space = line.indexOf(' ');
		if (space != -1 && !line.startsWith("//")) {
			this.reasons.put(line.substring(0, space), line.substring(space + 1));
		}
	}

	/**
	 * Describe why anyone can get a name below a domain.
	 * @param domain a host name as browsers serialize it
	 * @return the listed domain and the reason, such as {@code 'nip.io' (...)}, or
	 * {@code null} if neither the domain nor a parent of it is listed
	 */
	static @Nullable String describe(String domain) {
		for (String name = domain; !name.isEmpty(); name = name.substring(dot(name))) {
			String reason = Holder.LIST.reasons.get(name);
			if (reason != null) {
				return "'" + name + "' (" + reason + ")";
			}
		}
		return null;
	}

	/**
	 * The index after the first label and its dot, or the length of the name if it has no
	 * dot.
	 */
	private static int dot(String name) {
		int dot = name.indexOf('.');
		return (dot != -1) ? dot + 1 : name.length();
	}

	/** Reads the list once, and only if a policy needs it. */
	private static final class Holder {

		private static final OpenDomains LIST = new OpenDomains();

	}

}
