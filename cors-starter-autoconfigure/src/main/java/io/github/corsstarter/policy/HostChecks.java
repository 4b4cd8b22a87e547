package io.github.corsstarter.policy;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.corsstarter.origin.InvalidOriginPatternException;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.policy.CorsProblem.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Checks the entries of {@code cors.allowed-hosts}.
 */
final class HostChecks {

	private static final String KEY = "allowed-hosts";

	private static final String SCHEME = "http://";

	private static final String WILDCARD = "*.";

	/** In allowed-origins, these are not names. */
	private static final Set<String> NOBODY = Set.of("none", "null");

	private static final Pattern SEPARATOR = Pattern.compile("[,;|\\s]+");

	private static final Pattern WRAPPED = Pattern.compile("[\"'`]+([^\"'`]*)[\"'`]+");

	private static final Pattern RANGE = Pattern.compile("(?:[0-9.]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?)/[0-9]{1,3}");

	/** A host with or without a scheme, a user, a port, a path, a query or a fragment. */
	private static final Pattern ADDRESS = Pattern
		.compile("(?:[a-zA-Z][a-zA-Z0-9+.-]*:(?=[^0-9*]))?(?://)?(?:[^/?#@]*@)?(\\[[^\\]/]*]|[^/?#:\\[\\]]*)"
				+ "(?::[0-9*]*)?(?:[/?#].*)?");

	private final SettingLocations locations;

	private final List<CorsProblem> problems;

	HostChecks(SettingLocations locations, List<CorsProblem> problems) {
		this.locations = locations;
		this.problems = problems;
	}

	/**
	 * Check the entries, and report each mistake.
	 * @return the valid entries in lower case, without a final dot, each once
	 */
	List<String> check(Collection<String> entries) {
		Set<String> valid = new LinkedHashSet<>();
		// Without any entry, every host is allowed. So if no entry is a name that can be
		// rebound, these entries turn the check on.
		boolean redundant = !entries.stream().allMatch(HostChecks::isAlwaysAllowed);
		int index = 0;
		for (String entry : entries) {
			String host = check(index, entry);
			if (host != null && redundant && isAlwaysAllowed(host)) {
				add(Reason.REDUNDANT_VALUE, index, entry,
						"IP addresses, 'localhost' and the names below it are always allowed. Remove this element.",
						null);
			}
			if (host != null && !valid.add(host)) {
				add(Reason.REDUNDANT_VALUE, index, entry, "This element repeats another one.", null);
			}
			index++;
		}
		return List.copyOf(valid);
	}

	private @Nullable String check(int index, String entry) {
		List<String> values = Arrays.stream(SEPARATOR.split(entry)).filter((value) -> !value.isEmpty()).toList();
		Matcher wrapped = WRAPPED.matcher(entry);
		if (values.size() > 1) {
			add(Reason.LIST_IN_ELEMENT, index, entry,
					"This element has " + values.size() + " values. Write each value as a separate element, or write"
							+ " one text with commas instead of the list.",
					null);
			return null;
		}
		if (wrapped.matches()) {
			add(Reason.LIST_IN_ELEMENT, index, entry,
					"Quotes belong to the syntax of a list, but here they are part of the value. Remove them.",
					accepted(wrapped.group(1)));
			return null;
		}
		Reason reason = mistake(entry);
		if (reason != null) {
			add(reason, index, entry, message(reason, entry), suggestion(entry));
			return null;
		}
		String host = normalize(entry);
		String open = host.startsWith(WILDCARD) ? WildcardReach.open(OriginPattern.parse("https://" + host)) : null;
		if (open != null) {
			add(Reason.PUBLIC_SUFFIX_WILDCARD, index, entry, "This wildcard does not protect the application, because "
					+ open + " and rebind it. List the names of the application.", null);
		}
		return host;
	}

	private static boolean isAlwaysAllowed(String entry) {
		return AllowedHosts.ANY.allowsHost(normalize(entry));
	}

	private static @Nullable Reason mistake(String entry) {
		if (entry.contains("//") || entry.matches("[a-zA-Z][a-zA-Z0-9+.-]*:[^0-9*:][^:@]*")) {
			return Reason.HOST_WITH_SCHEME;
		}
		if (entry.matches("[^/?#]*[/?#].*")) {
			return Reason.HOST_WITH_PATH;
		}
		if (entry.matches("(\\[[^\\]]*]|[^:\\[\\]]*):[0-9*]*")) {
			return Reason.HOST_WITH_PORT;
		}
		return isHost(entry) ? null : Reason.INVALID_HOST;
	}

	/** A host as browsers send it, in any case, or one after {@code *.}. */
	private static boolean isHost(String entry) {
		String host = normalize(entry);
		if (host.equals("*") || NOBODY.contains(host) || host.endsWith(".")
				|| (host.indexOf('*') != -1 && !host.startsWith(WILDCARD))) {
			return false;
		}
		if (host.startsWith("[")) {
			return AllowedHosts.ANY.allowsHost(host);
		}
		try {
			OriginPattern pattern = OriginPattern.parse(SCHEME + host);
			return pattern.host().equals(host) && pattern.port() == null;
		}
		catch (InvalidOriginPatternException ex) {
			return false;
		}
	}

	private static String normalize(String entry) {
		String host = entry.toLowerCase(Locale.ROOT);
		return (host.length() > 1 && host.endsWith(".")) ? host.substring(0, host.length() - 1) : host;
	}

	/** A range of IP addresses, such as {@code 10.0.0.0/8}. */
	private static boolean isRange(String entry) {
		return RANGE.matcher(entry).matches();
	}

	private static String message(Reason reason, String entry) {
		return switch (reason) {
			case HOST_WITH_SCHEME -> "An entry is the name of a host, without a scheme.";
			case HOST_WITH_PATH -> isRange(entry)
					? "This is a range of addresses. IP addresses and 'localhost' are always allowed. To allow nothing else,"
							+ " write localhost."
					: "An entry is the name of a host, without a path.";
			case HOST_WITH_PORT -> "An entry is the name of a host, without a port. Every port is allowed.";
			default -> entry.isBlank() ? "This element is empty."
					: entry.equals(
							"*") ? "To allow every host, remove the property."
									: NOBODY.contains(
											entry) ? "This is not the name of a host. IP addresses and 'localhost' are" + " always allowed. To allow nothing else, write localhost." : !entry.equals(entry.strip()) ? "This element has white space around the name." : "This is not the name of a host, as browsers send it. A wildcard is only allowed as the" + " whole first label, as in *.example.com.";
		};
	}

	/**
	 * The host in an address, if it is valid. A name that begins with a dot means every
	 * name below it in other products.
	 */
	private static @Nullable String suggestion(String entry) {
		if (isRange(entry)) {
			return null;
		}
		Matcher address = ADDRESS.matcher(entry);
		String host = (address.matches() ? address.group(1) : entry).strip();
		if (host.startsWith(".")) {
			return accepted("*" + host);
		}
		String valid = accepted(host);
		if (valid != null) {
			return valid;
		}
		String bracketed = accepted("[" + entry + "]");
		return (bracketed != null) ? bracketed : punycode(host);
	}

	/** The name as browsers send it, for an international one. */
	private static @Nullable String punycode(String host) {
		try {
			OriginPattern.parse(SCHEME + normalize(host));
			return null;
		}
		catch (InvalidOriginPatternException ex) {
			String suggestion = ex.suggestion();
			return (suggestion != null && suggestion.startsWith(SCHEME))
					? accepted(suggestion.substring(SCHEME.length())) : null;
		}
	}

	private static @Nullable String accepted(String host) {
		return (!host.isEmpty() && mistake(host) == null) ? normalize(host) : null;
	}

	private void add(Reason reason, int index, String value, String message, @Nullable String suggestion) {
		String property = this.locations.property(KEY + "[" + index + "]");
		this.problems
			.add(new CorsProblem(reason, null, property, value, message, suggestion, this.locations.place(property)));
	}

	/** The locations in an application whose hosts come from code. */
	static SettingLocations inCode() {
		return new SettingLocations() {

			@Override
			public String property(String key) {
				return "cors." + key;
			}

			@Override
			public @Nullable String place(String property) {
				return null;
			}

			@Override
			public boolean isInCode() {
				return true;
			}

		};
	}

}
