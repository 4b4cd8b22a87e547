package io.github.corsstarter.test;

import java.net.IDN;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.origin.OriginPattern.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Derives look-alikes from the text of an origin pattern, without the code that matches
 * origins. The pattern must not match any of them. The same pattern always has the same
 * look-alikes.
 */
final class LookAlikes {

	/** The number of typing errors to try for each pattern. */
	private static final int SLIPS = 40;

	private static final String EVIL = "evil.example";

	private static final String KEYS = "abcdefghijklmnopqrstuvwxyz0123456789";

	private static final Pattern DOT = Pattern.compile("\\.");

	/** Letters with their look-alikes in Cyrillic and in ASCII. */
	private static final Map<String, List<String>> HOMOGRAPHS = Map.of("a", List.of("\u0430"), "c", List.of("\u0441"),
			"e", List.of("\u0435", "3"), "i", List.of("\u0456", "l", "1"), "l", List.of("1", "i"), "m", List.of("rn"),
			"o", List.of("\u043e", "0"), "p", List.of("\u0440"), "x", List.of("\u0445"), "w", List.of("vv"));

	private final Map<String, LookAlike> found = new LinkedHashMap<>();

	private final String scheme;

	/** The labels before the literal part of the host, with a dot, or an empty text. */
	private final String front;

	/** The literal part of the host, which begins with a whole label. */
	private final String domain;

	private final @Nullable String ports;

	private final Random random;

	private LookAlikes(OriginPattern pattern, String front, String domain) {
		this.scheme = pattern.scheme();
		this.front = front;
		this.domain = domain;
		this.ports = pattern.port();
		this.random = new Random(pattern.toString().hashCode());
	}

	/**
	 * Derive the look-alikes of a pattern.
	 * @param pattern the pattern
	 * @return the look-alikes; empty for {@code *}
	 */
	static Collection<LookAlike> of(OriginPattern pattern) {
		if (pattern.kind() == Kind.ANY) {
			return List.of();
		}
		if (pattern.kind() == Kind.OPAQUE || pattern.kind() == Kind.NONE) {
			return List.of(new LookAlike("https://" + EVIL, "another origin"), new LookAlike("NULL", "upper case"),
					new LookAlike("null.evil.example", "no scheme"), new LookAlike("https://null", "null as a host"),
					new LookAlike("none", "not an origin"), new LookAlike("*", "not an origin"),
					new LookAlike("null ", "white space"), new LookAlike("file:///", "a file: address"),
					new LookAlike("file://" + EVIL, "a file: address"), new LookAlike("FILE://", "upper case"),
					new LookAlike(pattern.toString().equals("null") ? "file://" : "null", "another opaque origin"));
		}
		if (pattern.isAnyHost()) {
			return ofAnyHost(pattern.scheme(), (pattern.port() != null) ? pattern.port() : "");
		}
		LookAlikes lookAlikes;
		String parent = pattern.wildcardParent();
		if (parent == null) {
			lookAlikes = new LookAlikes(pattern, "", pattern.host());
		}
		else {
			String label = pattern.host().substring(0, pattern.host().length() - parent.length() - 1);
			lookAlikes = new LookAlikes(pattern, label.replace("*", "a1") + ".", parent);
			lookAlikes.wildcard(label, parent);
		}
		return lookAlikes.make();
	}

	/**
	 * Every host of the scheme is meant, so only the scheme and the notation can differ.
	 */
	private static Collection<LookAlike> ofAnyHost(String scheme, String ports) {
		String origin = scheme + "://a1";
		List<LookAlike> lookAlikes = new ArrayList<>(List.of(new LookAlike("https://" + EVIL, "other scheme"),
				new LookAlike("https://" + scheme, "the scheme as a host"),
				new LookAlike("https://" + scheme + "." + EVIL, "the scheme as a host"),
				new LookAlike("x" + origin, "other scheme"), new LookAlike(scheme + "s://a1", "other scheme"),
				new LookAlike(scheme + ".evil://a1", "other scheme"),
				new LookAlike(scheme.toUpperCase(Locale.ROOT) + "://a1", "upper case"),
				new LookAlike(scheme + "://", "no host"), new LookAlike(scheme + ":a1", "no slashes"),
				new LookAlike("null", "the opaque origin"), new LookAlike("https://" + EVIL + "," + origin, "a list"),
				new LookAlike(" " + origin, "white space")));
		for (String end : List.of("/", "?", "#", "\\", "@" + EVIL, " ", "\0", ", https://" + EVIL, ":0", ":65536",
				":x")) {
			lookAlikes.add(new LookAlike(origin + end, "extra characters at the end"));
		}
		if (ports.isEmpty()) {
			lookAlikes.add(new LookAlike(origin + ":8080", "other port"));
		}
		return lookAlikes;
	}

	private Collection<LookAlike> make() {
		attachments();
		dots();
		schemesAndPorts();
		notation();
		homographs();
		slips();
		add("null", "the opaque origin");
		return this.found.values();
	}

	/**
	 * Replaces the wildcard with texts that it must not match.
	 */
	private void wildcard(String label, String parent) {
		boolean labels = label.equals("*");
		add(origin(parent), "nothing in place of the wildcard");
		add(origin(label.replace("*", "") + "." + parent), "nothing in place of the wildcard");
		add(origin("evil" + parent), "missing dot");
		for (String odd : List.of("a..b", ".", "evil.example/", "evil.example#", "evil.example?", "evil.example\\",
				"evil.example%2f", "evil.example:443", "user@", "A", "\u0430", "a b", "%61", "*", "\t", "\0")) {
			add(origin(label.replace("*", odd) + "." + parent), "not a host name in place of the wildcard");
		}
		if (!labels) {
			add(origin(label.replace("*", "a.b") + "." + parent), "a dot in place of the wildcard");
			add(origin("evil." + label.replace("*", "a") + "." + parent), "another label before it");
			Pattern meant = Pattern.compile(Pattern.quote(label).replace("*", "\\E[a-z0-9_-]+\\Q"));
			for (String other : List.of("evil", "evil-" + label.replace("*", "a"), label.replace("*", "a") + "-evil")) {
				if (!meant.matcher(other).matches()) {
					add(origin(other + "." + parent), "sibling domain");
				}
			}
		}
	}

	private void attachments() {
		String host = this.front + this.domain;
		for (String suffix : List.of("." + EVIL, EVIL, "-evil.example", ".evil", "evil",
				"." + host + ".evil.example")) {
			add(origin(host + suffix), "suffix attached");
		}
		for (String prefix : List.of("evil", "evil-", "not")) {
			add(origin(this.front + prefix + this.domain), "prefix attached");
		}
		if (this.front.isEmpty()) {
			add(origin("evil." + this.domain), "subdomain");
			add(origin("www." + this.domain), "subdomain");
			add(origin("evil.www." + this.domain), "subdomain");
		}
		int dot = this.domain.indexOf('.');
		if (dot > 0) {
			add(origin(this.front + "evil" + this.domain.substring(dot)), "sibling domain");
			add(origin(this.front + this.domain.substring(0, dot) + ".evil"), "other top-level domain");
			if (this.front.isEmpty()) {
				add(origin(this.domain.substring(dot + 1)), "parent domain");
			}
		}
	}

	private void dots() {
		Matcher dots = DOT.matcher(this.domain);
		while (dots.find()) {
			String before = this.front + this.domain.substring(0, dots.start());
			String after = this.domain.substring(dots.end());
			add(origin(before + after), "missing dot");
			add(origin(before + "x" + after), "a letter in place of a dot");
			add(origin(before + "-" + after), "a dash in place of a dot");
			add(origin(before + ".." + after), "two dots");
			add(origin(before + "\u3002" + after), "an ideographic full stop");
		}
		String host = this.front + this.domain;
		add(origin(host.endsWith(".") ? host.substring(0, host.length() - 1) : host + "."), "trailing dot");
		add(origin("." + host), "leading dot");
	}

	private void schemesAndPorts() {
		String withoutScheme = origin(this.front + this.domain).substring(this.scheme.length());
		for (String other : List.of("http", "https", "ws", "ftp", "app", "file", this.scheme + "s",
				"x" + this.scheme)) {
			if (!other.equals(this.scheme)) {
				add(other + withoutScheme, "other scheme");
			}
		}
		add(withoutScheme.substring("://".length()), "no scheme");
		String withoutPort = this.scheme + "://" + this.front + this.domain;
		List<String> listed = listedPorts();
		if (!listed.contains("*")) {
			List<String> ports = new ArrayList<>(List.of("80", "443", "444", "3000", "8080", "8443", "65535"));
			ports.add(String.valueOf(1 + this.random.nextInt(65535)));
			for (String listedPort : listed) {
				ports.add(listedPort + "0");
			}
			ports.removeAll(listed);
			ports.forEach((port) -> add(withoutPort + ":" + port, "other port"));
			if (!listed.isEmpty() && !listed.contains(defaultPort())) {
				add(withoutPort, "no port");
			}
		}
		for (String port : List.of(":", ":0", ":00443", ":65536", ":-1", ":8o80", ":*", ":443.evil.example",
				":443@evil.example", ":evil")) {
			add(withoutPort + port, "not a port");
		}
	}

	/**
	 * The ports that the pattern lists; {@code *} for all.
	 */
	private List<String> listedPorts() {
		if (this.ports == null) {
			return List.of();
		}
		String text = this.ports.substring(1);
		return text.startsWith("[") ? List.of(text.substring(1, text.length() - 1).split(",")) : List.of(text);
	}

	private String defaultPort() {
		return switch (this.scheme) {
			case "http", "ws" -> "80";
			case "https", "wss" -> "443";
			default -> "";
		};
	}

	private void notation() {
		String host = this.front + this.domain;
		String origin = origin(host);
		for (String userInfo : List.of("user@", "user:password@", EVIL + "@")) {
			add(origin(userInfo + host), "user info");
		}
		add(origin + "@" + EVIL, "user info");
		add(this.scheme + "://" + EVIL + "/" + host, "path");
		add(this.scheme + "://" + EVIL + "?" + host, "query");
		add(this.scheme + "://" + EVIL + "#" + host, "fragment");
		add(this.scheme + "://" + EVIL + "\\" + host, "backslash");
		for (String end : List.of("/", "/path", "?", "#", "\\", "%00", "%2e" + EVIL, "\0", ";", "]")) {
			add(origin + end, "extra characters at the end");
		}
		for (String space : List.of(" ", "\t", "\n", "\u00a0", "\u200b")) {
			add(origin + space, "white space");
			add(space + origin, "white space");
		}
		add(origin + ", https://" + EVIL, "a list");
		add(origin + " https://" + EVIL, "a list");
		add("https://" + EVIL + "," + origin, "a list");
		add(origin + origin, "the origin twice");
		add(origin.toUpperCase(Locale.ROOT), "upper case");
		add(origin(host.toUpperCase(Locale.ROOT)), "upper case");
		add(this.scheme.toUpperCase(Locale.ROOT) + origin.substring(this.scheme.length()), "upper case");
		add(origin(this.front + capitalize(this.domain)), "upper case");
	}

	private static String capitalize(String text) {
		return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
	}

	/**
	 * Replaces each letter that has homographs, one letter at a time. The host is tried
	 * in punycode, as browsers send it, and in Unicode, as people see it.
	 */
	private void homographs() {
		for (int i = 0; i < this.domain.length(); i++) {
			for (String homograph : HOMOGRAPHS.getOrDefault(this.domain.substring(i, i + 1), List.of())) {
				String host = this.front + this.domain.substring(0, i) + homograph + this.domain.substring(i + 1);
				add(origin(host), "homograph");
				add(origin(punycode(host)), "homograph in punycode");
			}
		}
	}

	private static String punycode(String host) {
		try {
			return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
		}
		catch (IllegalArgumentException ex) {
			// Some names cannot be converted: a label may be too long, or in punycode.
			return host;
		}
	}

	private void slips() {
		for (int i = 0; i < SLIPS; i++) {
			int at = this.random.nextInt(this.domain.length());
			char key = KEYS.charAt(this.random.nextInt(KEYS.length()));
			int kind = this.random.nextInt(3);
			StringBuilder slip = new StringBuilder(this.domain);
			if (kind == 0) {
				slip.deleteCharAt(at);
			}
			else if (kind == 1) {
				slip.insert(at, key);
			}
			else {
				slip.setCharAt(at, key);
			}
			add(origin(this.front + slip), "typing error");
		}
	}

	private String origin(String host) {
		String port = "";
		List<String> listed = listedPorts();
		if (!listed.isEmpty()) {
			String first = listed.get(0);
			port = first.equals("*") ? ":8080" : first.equals(defaultPort()) ? "" : ":" + first;
		}
		return this.scheme + "://" + host + port;
	}

	/**
	 * Add a look-alike, unless it equals the original origin. A random change may change
	 * nothing.
	 */
	private void add(String origin, String what) {
		if (!origin.equals(origin(this.front + this.domain))) {
			this.found.putIfAbsent(origin, new LookAlike(origin, what));
		}
	}

	/**
	 * An origin that a pattern is not meant to match.
	 *
	 * @param origin the value of an {@code Origin} header
	 * @param what a description of the change
	 */
	record LookAlike(String origin, String what) {
	}

}
