package io.github.corsstarter.policy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * The public suffix list: the domains below which anyone can register a name. The list is
 * a resource of this library, with names as browsers serialize them. It is read on first
 * use.
 *
 * @see <a href="https://publicsuffix.org/list/">Public Suffix List, formal algorithm</a>
 */
final class PublicSuffixes {

	private static final String RESOURCE = "public-suffixes.dat";

	private static final String VERSION_PREFIX = "// VERSION: ";

	private final Set<String> rules = new HashSet<>();

	/** Domains that have public suffixes below them. */
	private final Set<String> parents = new HashSet<>();

	private String version = "unknown";

	private PublicSuffixes() {
		try (InputStream stream = PublicSuffixes.class.getResourceAsStream(RESOURCE)) {
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
		if (line.startsWith(VERSION_PREFIX)) {
			this.version = line.substring(VERSION_PREFIX.length());
		}
		else if (!line.isEmpty() && !line.startsWith("//")) {
			this.rules.add(line);
			if (!line.startsWith("!")) {
				for (int dot = line.indexOf('.'); dot != -1; dot = line.indexOf('.', dot + 1)) {
					this.parents.add(line.substring(dot + 1));
				}
			}
		}
	}

	/**
	 * The version of the list.
	 */
	static String version() {
		return Holder.LIST.version;
	}

	/**
	 * Whether anyone can register a name directly below a domain.
	 * @param domain a host name as browsers serialize it
	 * @return {@code true} if the domain is a public suffix. Every name without a dot
	 * counts as one, except {@code localhost}
	 */
	static boolean contains(String domain) {
		String name = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
		Set<String> rules = Holder.LIST.rules;
		int dot = name.indexOf('.');
		if (dot == -1) {
			return !name.equals("localhost");
		}
		return !rules.contains("!" + name) && (rules.contains(name) || rules.contains("*" + name.substring(dot)));
	}

	/**
	 * Whether anyone can register a name below a domain, directly or at any depth. Use
	 * this for wildcards that match whole labels.
	 * @param domain a host name as browsers serialize it
	 * @return {@code true} if the domain is a public suffix or has one below it
	 */
	static boolean containsBelow(String domain) {
		String name = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
		return contains(name) || Holder.LIST.parents.contains(name);
	}

	/**
	 * Whether every name directly below a domain is a public suffix itself.
	 * @param domain a host name as browsers serialize it
	 * @return {@code true} if the list has a rule with a star for the domain
	 */
	static boolean containsEveryChildOf(String domain) {
		return Holder.LIST.rules.contains("*." + domain);
	}

	/** Reads the list once, and only if a policy needs it. */
	private static final class Holder {

		private static final PublicSuffixes LIST = new PublicSuffixes();

	}

}
