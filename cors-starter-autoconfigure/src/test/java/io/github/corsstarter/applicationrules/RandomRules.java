package io.github.corsstarter.applicationrules;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Random CORS rules of one kind, all below one prefix.
 */
final class RandomRules {

	static final List<String> ORIGINS = List.of("https://a.example", "https://b.example", "https://x.a.example",
			"https://y.x.a.example", "http://localhost:3000", "http://localhost", "http://c.example", "null",
			"https://pr-1.example", "https://pr-1.x.example", "https://evila.example", "https://a.example:8443",
			"https://e.github.io", "app://desktop");

	private static final List<String> ORIGIN_VALUES = List.of("https://a.example", "https://b.example/",
			"https://A.example", "http://localhost:3000", "http://c.example", "null", "https://a.example:443", "*",
			"https://a.example/path", "app://desktop", "https://a.example,https://b.example");

	private static final List<String> PATTERN_VALUES = List.of("https://*.a.example", "https://*a.example",
			"http://localhost:*", "http://localhost:[*]", "https://a.example:[443,8443]", "https://pr-*.example", "*",
			"https://*", "http*://a.example", "https://*.github.io", "http://192.168.*.*", "*.a.example",
			"https://b.example", "https://*.example");

	static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

	private static final List<String> METHOD_VALUES = List.of("GET", "POST", "PUT", "DELETE", "put", "HEAD", "TRACE");

	static final List<String> HEADERS = List.of("content-type", "authorization", "x-a", "x-b");

	private static final List<String> HEADER_VALUES = List.of("Content-Type", "Authorization", "X-A", "Accept", "x-*",
			"Cookie");

	/** The paths of rules, most of which are in the order of specificity. */
	private static final List<String> PATTERNS = List.of("/a", "/a/b", "/{x}", "/a/{x}", "/{x}/b", "/a/**", "/**");

	static final List<String> PATHS = List.of("/a", "/b", "/a/b", "/a/c", "/c/b", "/a/b/c", "/d/e");

	enum Kind {

		HANDLERS, REGISTRY, HANDLERS_AND_REGISTRY, FILTER, SECURITY, FILTER_AND_HANDLERS

	}

	final String prefix;

	final Kind kind;

	/** For all handlers or the filter, in the order of registration. */
	final Map<String, CorsConfiguration> configurations = new LinkedHashMap<>();

	final List<Handler> handlers = new ArrayList<>();

	/** The URL pattern of another servlet, or {@code null} if there is none. */
	final @Nullable String servlet;

	/** The path of a route for GET requests, or {@code null} if there is none. */
	final @Nullable String route;

	RandomRules(String prefix, Kind kind, Random random) {
		this.prefix = prefix;
		this.kind = kind;
		this.servlet = neighbor(List.of("/a/b", "/a/*", "/d/*"), random);
		this.route = neighbor(List.of("/a/c", "/a/{y}", "/c/**"), random);
		if (kind != Kind.HANDLERS) {
			List<String> patterns = some(PATTERNS, random);
			if (patterns.isEmpty()) {
				patterns.add("/**");
			}
			if (random.nextInt(4) == 0) {
				Collections.shuffle(patterns, random);
			}
			patterns.forEach((pattern) -> this.configurations.put(prefix + pattern,
					configuration(random, kind == Kind.REGISTRY || kind == Kind.HANDLERS_AND_REGISTRY)));
		}
		Set<String> mapped = new TreeSet<>();
		boolean annotated = kind == Kind.HANDLERS || kind == Kind.HANDLERS_AND_REGISTRY
				|| kind == Kind.FILTER_AND_HANDLERS;
		List<Method> methods = Endpoints.methods();
		for (String pattern : PATTERNS) {
			for (int i = random.nextInt(3); i > 0; i--) {
				RequestMethod method = RequestMethod.resolve(METHODS.get(random.nextInt(METHODS.size())));
				if (method != RequestMethod.HEAD && mapped.add(method + pattern)) {
					this.handlers.add(new Handler(prefix + pattern, method,
							annotated ? methods.get(random.nextInt(methods.size())) : Endpoints.plain()));
				}
			}
		}
	}

	private @Nullable String neighbor(List<String> paths, Random random) {
		return (random.nextInt(4) == 0) ? this.prefix + paths.get(random.nextInt(paths.size())) : null;
	}

	@Override
	public String toString() {
		List<String> rules = new ArrayList<>(List.of("servlet " + this.servlet, "route " + this.route));
		this.handlers.forEach((handler) -> rules
			.add(handler.method() + " " + handler.pattern() + " " + handler.function().getName()));
		this.configurations
			.forEach((pattern, configuration) -> rules.add(pattern + " " + ApplicationRule.Settings.of(configuration)));
		return this.kind + " " + rules;
	}

	static CorsConfiguration configuration(Random random, boolean permitDefaults) {
		CorsConfiguration configuration = new CorsConfiguration();
		if (permitDefaults) {
			configuration.applyPermitDefaultValues();
		}
		if (random.nextInt(5) > 0) {
			configuration.setAllowedOrigins(some(ORIGIN_VALUES.subList(0, (random.nextInt(3) == 0) ? 11 : 7), random));
		}
		if (random.nextInt(3) == 0) {
			configuration.setAllowedOriginPatterns(some(PATTERN_VALUES, random));
		}
		if (random.nextInt(4) > 0) {
			configuration.setAllowedMethods((random.nextInt(4) == 0) ? List.of("*") : some(METHOD_VALUES, random));
		}
		if (random.nextInt(4) > 0) {
			configuration.setAllowedHeaders((random.nextInt(4) == 0) ? List.of("*") : some(HEADER_VALUES, random));
		}
		if (random.nextInt(3) == 0) {
			configuration.setExposedHeaders((random.nextInt(4) == 0) ? List.of("*") : List.of("X-A", "Set-Cookie"));
		}
		if (random.nextBoolean()) {
			configuration.setAllowCredentials(random.nextInt(4) > 0);
		}
		if (random.nextBoolean()) {
			configuration.setMaxAge((long) random.nextInt(8000));
		}
		return configuration;
	}

	private static <T> List<T> some(List<T> values, Random random) {
		List<T> chosen = new ArrayList<>();
		values.stream().filter((value) -> random.nextInt(3) == 0).forEach(chosen::add);
		return chosen;
	}

	/**
	 * A handler.
	 *
	 * @param pattern its path
	 * @param method the request method that it is for
	 * @param function the method with or without annotation
	 */
	record Handler(String pattern, RequestMethod method, Method function) {

	}

	/**
	 * Handler methods with all kinds of annotations.
	 */
	@ResponseBody
	static class Endpoints {

		static List<Method> methods() {
			List<Method> all = new ArrayList<>();
			for (Class<?> type : List.of(Endpoints.class, OnType.class, Credentials.class)) {
				List.of(type.getDeclaredMethods())
					.stream()
					.filter((method) -> method.getReturnType() == String.class && !method.isSynthetic())
					.sorted((one, other) -> one.getName().compareTo(other.getName()))
					.forEach(all::add);
			}
			return all;
		}

		static Method plain() {
			return methods().stream().filter((method) -> method.getName().equals("none")).findFirst().orElseThrow();
		}

		String none() {
			return "";
		}

		@CrossOrigin
		String all() {
			return "";
		}

		@CrossOrigin("https://a.example")
		String one() {
			return "";
		}

		@CrossOrigin(origins = "https://b.example", methods = { RequestMethod.GET, RequestMethod.PUT },
				allowedHeaders = { "x-a", "content-type" }, exposedHeaders = "x-b", maxAge = 60)
		String methodsAndHeaders() {
			return "";
		}

		@CrossOrigin(originPatterns = "https://*.a.example", allowCredentials = "true")
		String patterns() {
			return "";
		}

		@CrossOrigin(originPatterns = "*", allowCredentials = "true")
		String unsafe() {
			return "";
		}

	}

	/**
	 * A type with a rule.
	 */
	@ResponseBody
	@CrossOrigin("https://a.example")
	static class OnType {

		String typeOnly() {
			return "";
		}

		@CrossOrigin(origins = "http://localhost:3000", allowedHeaders = "x-a")
		String typeAndMethod() {
			return "";
		}

		@CrossOrigin(methods = RequestMethod.POST)
		String otherMethod() {
			return "";
		}

	}

	/**
	 * A type with a rule that has credentials.
	 */
	@ResponseBody
	@CrossOrigin(origins = { "https://a.example", "https://b.example" }, allowCredentials = "true",
			allowedHeaders = "content-type")
	static class Credentials {

		String credentials() {
			return "";
		}

		@CrossOrigin(allowCredentials = "false")
		String without() {
			return "";
		}

	}

}
