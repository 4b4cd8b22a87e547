package io.github.corsstarter.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.PatternSyntaxException;

import io.github.corsstarter.policy.CorsPolicySpecification;

import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Random path patterns, and paths that are close to them. Some paths are as browsers send
 * them, and others are as only attackers send them.
 */
public final class PathCases {

	private static final List<String> LITERALS = List.of("a", "b", "c", "ab", "api", "users", "v1", "Upper", "CaMeL",
			"größe", "日本", "a.b", "x-y", "data.json", "a+b", "42", "~u", "a b", "%41");

	private static final List<String> WILDCARDS = List.of("?", "a?", "??", "?b", "*", "*", "u*", "*.json", "d*.j?on",
			"*a*");

	/** Each {@code #} becomes a variable's name. */
	private static final List<String> VARIABLES = List.of("{#}", "{#}", "{#:[a-z]+}", "{#:\\d+}", "{#}.json", "{#}-{#}",
			"{#:[a-z]+}-{#:.*}", "pre{#}", "{#:a|b}");

	private static final List<String> ENDINGS = List.of("", "", "", "", "/", "/**", "/**", "/{*#}", "//");

	private static final List<String> STARTS = List.of("", "", "", "", "", "", "", "/**", "/{*#}");

	/** What is done to a path, by name. */
	private static final Map<String, Mutation> MUTATIONS = new LinkedHashMap<>();
	static {
		MUTATIONS.put("plain", (path, random) -> path);
		MUTATIONS.put("encoded slash", (path, random) -> insert(path, random, random.nextBoolean() ? "%2F" : "%2f"));
		MUTATIONS.put("encoded letter", PathCases::encodeCharacter);
		MUTATIONS.put("encoded everything",
				(path, random) -> eachSegment(path, (segment) -> segment.contains("%") ? segment : encodeAll(segment)));
		MUTATIONS.put("parameter", (path, random) -> parameter(path, random, ";a=b"));
		MUTATIONS.put("parameter list", (path, random) -> parameter(path, random, ";a=1,2;b=%2F;a=3"));
		MUTATIONS.put("odd parameter", (path, random) -> parameter(path, random,
				pick(random, ";", ";;", ";=", ";=x", ";%61=%62", ";a=b;", ";a=..;", ";a=/x", ";é=ö", ";a==b")));
		MUTATIONS.put("jsessionid", (path, random) -> path + ";jsessionid=0123456789ABCDEF");
		MUTATIONS.put("dot", (path, random) -> segment(path, random, "."));
		MUTATIONS.put("dot dot", (path, random) -> segment(path, random, ".."));
		MUTATIONS.put("there and back", (path, random) -> segment(path, random, "x/.."));
		MUTATIONS.put("encoded dots",
				(path, random) -> segment(path, random, pick(random, "%2e", "%2E%2e", ".%2e", "%2e.")));
		MUTATIONS.put("double slash", (path, random) -> segment(path, random, ""));
		MUTATIONS.put("leading double slash", (path, random) -> "/" + path);
		MUTATIONS.put("trailing slash", (path, random) -> path.endsWith("/") ? path.substring(0, path.length() - 1)
				: path + pick(random, "/", "/", "//", "/;a=b", ";a=b/"));
		MUTATIONS.put("non-ASCII", (path, random) -> insert(path, random, pick(random, "é", "日", "%C3%A9", "%c3%9f",
				"%E6%97%A5", "%F0%9F%98%80", "\u00e9\u0301", "\ud83d\ude00")));
		MUTATIONS.put("not UTF-8",
				(path, random) -> insert(path, random, pick(random, "%C3", "%FF%FE", "%80", "\ud800")));
		MUTATIONS.put("broken escape",
				(path, random) -> insert(path, random, pick(random, "%zz", "%", "%4", "%u0041", "%%41", "%-1", "%+5")));
		MUTATIONS.put("encoded syntax", (path, random) -> insert(path, random,
				pick(random, "%3B", "%3F", "%23", "%25", "%2A", "%7Bx%7D", "%00", "%0D%0A", "%5C", "%20", "+")));
		MUTATIONS.put("raw syntax",
				(path, random) -> insert(path, random, pick(random, "\\", "*", "**", "{x}", "?", "#", " ", "\t", "|")));
		MUTATIONS.put("letter case", (path, random) -> random.nextBoolean() ? path.toUpperCase(java.util.Locale.ROOT)
				: path.toLowerCase(java.util.Locale.ROOT));
		MUTATIONS.put("long", (path, random) -> insert(path, random, "abcdefgh".repeat(400 + random.nextInt(400))));
		MUTATIONS.put("deep", (path, random) -> path + "/a/b".repeat(100 + random.nextInt(100)));
		MUTATIONS.put("shortened", (path, random) -> path.substring(0, random.nextInt(path.length())));
		MUTATIONS.put("extended", (path, random) -> path + "/" + pick(random, LITERALS));
		MUTATIONS.put("no leading slash", (path, random) -> path.substring(1));
		MUTATIONS.put("empty", (path, random) -> pick(random, "", "", "/", "//", "/;a=b", ";a=b", "?", "/."));
	}

	public static final List<String> KINDS = List.copyOf(MUTATIONS.keySet());

	private final Random random;

	public PathCases(Random random) {
		this.random = random;
	}

	/**
	 * Random patterns that can be paths of policies at the same time. As in Spring, no
	 * two of them are the same.
	 */
	public List<String> patterns() {
		List<String> patterns = new ArrayList<>();
		int size = 1 + this.random.nextInt(12);
		while (patterns.size() < size) {
			String pattern = (!patterns.isEmpty() && this.random.nextInt(3) == 0)
					? generalise(pick(this.random, patterns)) : pattern();
			if (isPattern(pattern) && isPermitted(patterns, pattern)) {
				patterns.add(pattern);
			}
		}
		return patterns;
	}

	private String pattern() {
		if (this.random.nextInt(25) == 0) {
			return pick(this.random, "/", "/**", "/*", "/{x}", "/?", "//", "/{*rest}", "/*/", "/ ", "/a", "/**/a");
		}
		StringBuilder pattern = new StringBuilder(pick(this.random, STARTS));
		int segments = 1 + this.random.nextInt(3);
		for (int i = 0; i < segments; i++) {
			int kind = this.random.nextInt(10);
			pattern.append('/').append(pick(this.random, (kind < 6) ? LITERALS : (kind < 8) ? WILDCARDS : VARIABLES));
		}
		return named(pattern.append(pick(this.random, ENDINGS)).toString());
	}

	/** A pattern that often matches the same paths as another. */
	private String generalise(String pattern) {
		int start = pattern.lastIndexOf('/', this.random.nextInt(pattern.length()));
		int end = pattern.indexOf('/', start + 1);
		String replacement = switch (this.random.nextInt(5)) {
			case 0 -> "/" + pick(this.random, WILDCARDS);
			case 1 -> "/" + pick(this.random, VARIABLES);
			case 2 -> "/" + pick(this.random, LITERALS);
			case 3 -> "/**";
			default -> {
				String segment = pattern.substring(start + 1, (end != -1) ? end : pattern.length());
				yield segment.isEmpty() ? "/?" : "/" + replaceCharacter(segment, this.random.nextInt(segment.length()));
			}
		};
		String rest = (replacement.equals("/**") || end == -1) ? "" : pattern.substring(end);
		return named(pattern.substring(0, start) + replacement + rest);
	}

	private static String replaceCharacter(String segment, int position) {
		return segment.substring(0, position) + "?" + segment.substring(position + 1);
	}

	private static String named(String pattern) {
		String named = pattern.replaceAll("\\{(\\*?)\\w+", "{$1#");
		for (int i = 0; named.contains("#"); i++) {
			named = named.replaceFirst("#", "x" + i);
		}
		return named;
	}

	static boolean isPattern(String pattern) {
		try {
			PathPatternParser.defaultInstance.parse(pattern);
			return true;
		}
		catch (PatternParseException | PatternSyntaxException ex) {
			return false;
		}
	}

	private static boolean isPermitted(List<String> patterns, String pattern) {
		List<String> all = new ArrayList<>(patterns);
		all.add(pattern);
		return CorsPolicies
			.validate(List
				.of(CorsPolicySpecification.builder("p").paths(all).allowedOrigins("https://client.example").build()))
			.isEmpty();
	}

	/**
	 * A path below the context path that is close to one of some patterns.
	 */
	public PathCase path(List<String> patterns) {
		String path = matching(pick(this.random, patterns));
		String kind = pick(this.random, KINDS);
		String mutated = MUTATIONS.get(kind).apply(path, this.random);
		if (this.random.nextInt(6) == 0) {
			mutated = MUTATIONS.get(pick(this.random, KINDS.subList(0, KINDS.indexOf("letter case"))))
				.apply(mutated.isEmpty() ? "/" : mutated, this.random);
		}
		return new PathCase(kind, mutated);
	}

	/**
	 * A URI that consists of a context path and a path. Sometimes the context path is
	 * slightly wrong.
	 */
	public String uri(String contextPath, PathCase path) {
		if (!contextPath.isEmpty() && this.random.nextInt(25) == 0) {
			return pick(this.random, contextPath + "lication", contextPath + ";v=1",
					contextPath.replaceFirst("a", "%61"), contextPath.toUpperCase(java.util.Locale.ROOT), "", "/other",
					"/" + contextPath, "/x/.." + contextPath, contextPath.substring(1)) + path.path();
		}
		return contextPath + path.path();
	}

	/** Some segments are encoded, because Spring's patterns match decoded paths. */
	private String matching(String pattern) {
		StringBuilder path = new StringBuilder();
		for (String segment : pattern.substring(1).split("/", -1)) {
			path.append('/');
			if (segment.equals("**") || segment.startsWith("{*")) {
				path.append(pick(this.random, "", "a", "a/b", "users/42/", "x//y", "data.json"));
				continue;
			}
			String filled = segment.replaceAll("\\{\\w+:\\\\d\\+}", "17")
				.replaceAll("\\{\\w+:a\\|b}", "b")
				.replaceAll("\\{\\w+(:[^}]*)?}", pick(this.random, "a", "b", "users", "Upper", "größe"))
				.replace("*", pick(this.random, "", "a", "b", "data", "日本"))
				.replace("?", pick(this.random, "a", "b", "ß", "."));
			path.append((this.random.nextInt(3) > 0) ? encodeNonAscii(filled) : filled);
		}
		return path.toString();
	}

	private static String encodeNonAscii(String text) {
		StringBuilder encoded = new StringBuilder();
		text.codePoints().forEach((c) -> {
			String character = Character.toString(c);
			encoded.append((c > ' ' && c < 127) ? character : encode(character));
		});
		return encoded.toString();
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static String encodeAll(String text) {
		StringBuilder encoded = new StringBuilder();
		for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
			encoded.append(String.format("%%%02x", b & 0xff));
		}
		return encoded.toString();
	}

	private static String encodeCharacter(String path, Random random) {
		int position = random.nextInt(path.length());
		char c = path.charAt(position);
		if (c == '/' || c == '%' || c >= 127) {
			return path;
		}
		return path.substring(0, position) + String.format(random.nextBoolean() ? "%%%02x" : "%%%02X", (int) c)
				+ path.substring(position + 1);
	}

	/** Insert text at any position except before the first slash. */
	private static String insert(String path, Random random, String text) {
		int position = Math.min(path.length(), 1 + random.nextInt(path.length()));
		return path.substring(0, position) + text + path.substring(position);
	}

	/** Insert a segment at any slash. */
	private static String segment(String path, Random random, String segment) {
		int slash = Math.max(0, path.lastIndexOf('/', random.nextInt(path.length())));
		return path.substring(0, slash) + "/" + segment + path.substring(slash);
	}

	/** Append a parameter to any segment. */
	private static String parameter(String path, Random random, String parameter) {
		int slash = path.indexOf('/', 1 + random.nextInt(path.length()));
		int position = (slash != -1) ? slash : path.length();
		return path.substring(0, position) + parameter + path.substring(position);
	}

	private static String eachSegment(String path, UnaryOperator<String> change) {
		List<String> segments = new ArrayList<>();
		for (String segment : path.split("/", -1)) {
			segments.add(change.apply(segment));
		}
		return String.join("/", segments);
	}

	private static String pick(Random random, String... choices) {
		return choices[random.nextInt(choices.length)];
	}

	private static String pick(Random random, List<String> choices) {
		return choices.get(random.nextInt(choices.size()));
	}

	private interface Mutation {

		String apply(String path, Random random);

	}

	/**
	 * A path, as sent.
	 *
	 * @param kind what is special about it
	 * @param path the path below the context path
	 */
	public record PathCase(String kind, String path) {
	}

}
