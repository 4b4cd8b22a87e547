package io.github.corsstarter.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.function.Function;

import io.github.corsstarter.decision.CorsDecision;
import io.github.corsstarter.decision.CorsRequest;
import io.github.corsstarter.decision.PolicyEngine;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import io.github.corsstarter.test.LookAlikes.LookAlike;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.corsstarter.test.CorsAssertions.assertThatCors;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LookAlikeCheck} and {@link LookAlikes}.
 */
class LookAlikeCheckTests {

	private static final List<String> PATTERNS = List.of("https://example.com", "https://example.com:8443",
			"http://localhost:3000", "http://localhost:*", "http://localhost:[80,3000]", "https://*.example.com",
			"https://*.example.com:*", "https://*.example.com:[443,8443]", "https://pr-*.example.com",
			"https://*-team.example.com", "https://e*.example.com", "https://a*l.example.co.uk", "app://desktop",
			"https://my_host.example", "https://example.com.", "http://127.0.0.1", "http://[::1]:8080",
			"https://xn--bcher-kva.example", "https://a.b.c.example.com", "https://*.localhost", "null", "file://",
			"moz-extension://*", "app2://*:*", "app3://*:[1,2]", "app://.",
			"safari-web-extension://140BB581-A2C0-422A-9DD3-6982A5ABEE5E");

	@Test
	void rightEngineShouldPassWithEveryPattern() {
		for (String pattern : PATTERNS) {
			assertThat(check(LookAlikeCheckTests::engine, pattern)).as(pattern).isEmpty();
			assertThat(LookAlikes.of(OriginPattern.parse(pattern))).as(pattern).hasSizeGreaterThan(5);
		}
		assertThat(check(LookAlikeCheckTests::engine, "none")).isEmpty();
		assertThatCors(policy("*")).grantsNothingToLookAlikes();
	}

	@Test
	void patternsTogetherShouldExcuseEachOther() {
		Random random = new Random(20261121L);
		List<String> shuffled = new ArrayList<>(PATTERNS);
		for (int i = 0; i < 30; i++) {
			Collections.shuffle(shuffled, random);
			assertThat(check(LookAlikeCheckTests::engine, shuffled.subList(0, 6).toArray(String[]::new))).isEmpty();
		}
		assertThatCors(policy("https://shop.example", "http://shop.example", "https://*.shop.example", "null"))
			.grantsNothingToLookAlikes();
	}

	@Test
	void lookAlikesShouldBeTheSameInEveryRun() {
		for (String pattern : PATTERNS) {
			assertThat(LookAlikes.of(OriginPattern.parse(pattern)))
				.containsExactlyElementsOf(LookAlikes.of(OriginPattern.parse(pattern)));
		}
	}

	@Test
	void everyTrickShouldBeAmongThem() {
		assertThat(LookAlikes.of(OriginPattern.parse("https://shop.example"))).extracting(LookAlike::origin)
			.contains("https://shop.example.evil.example", "https://evilshop.example", "https://evil.shop.example",
					"https://evil.example", "https://shopexample", "https://shopxexample", "http://shop.example",
					"https://shop.example:8443", "https://shop.example:443", "https://shop.example@evil.example",
					"https://user@shop.example", "https://shop.example.", "null", "https://xn--shp-ted.example",
					"https://sh\u043ep.example", "https://sh0p.example", "https://SHOP.EXAMPLE", "HTTPS://SHOP.EXAMPLE",
					"https://shop.example ", "https://evil.example/shop.example");
		assertThat(LookAlikes.of(OriginPattern.parse("https://*.shop.example"))).extracting(LookAlike::origin)
			.contains("https://shop.example", "https://evilshop.example", "https://.shop.example",
					"https://a..b.shop.example", "https://evil.example/.shop.example");
	}

	/** Known mistakes with which other engines accepted look-alikes. */
	@ParameterizedTest
	@ValueSource(strings = { "endsWith", "startsWith", "contains", "ignoreCase", "dotIsAny", "anyPort", "anyScheme",
			"trailingDot", "decodesPunycode", "strips", "null" })
	void badEngineShouldBeCaught(String defect) {
		for (String pattern : List.of("https://shop.example", "https://shop.example:8443")) {
			Function<CorsPolicy, Function<CorsRequest, CorsDecision>> engine = bad(
					(allowed, origin) -> passes(defect, allowed, origin));
			assertThat(check(engine, pattern)).as(pattern)
				.contains("'p'", pattern, "cors.policies.p.allowed-origins[0]");
		}
	}

	private static boolean passes(String defect, String allowed, String origin) {
		int port = allowed.indexOf(':', 6);
		String host = allowed.substring(8, (port != -1) ? port : allowed.length());
		return switch (defect) {
			case "endsWith" -> origin.endsWith(allowed.substring(8));
			case "startsWith" -> origin.startsWith(allowed);
			case "contains" -> origin.contains(host);
			case "ignoreCase" -> origin.equalsIgnoreCase(allowed);
			case "dotIsAny" -> origin.matches(allowed);
			case "anyPort" -> origin.matches("https://\\Q" + host + "\\E(:[0-9]+)?");
			case "anyScheme" -> origin.endsWith(allowed.substring(5)) && origin.matches("[a-z]+:.*");
			case "trailingDot" -> origin.equals(allowed.replace(host, host + "."));
			case "decodesPunycode" -> origin.contains("xn--");
			case "strips" -> origin.strip().equals(allowed);
			default -> origin.equals("null");
		};
	}

	/** Patterns that are compiled to expressions that match too much. */
	@ParameterizedTest
	@CsvSource({ "https://*.shop.example, 'https://.*shop\\.example'",
			"https://*.shop.example, 'https://.*\\.shop.example'",
			"https://*.shop.example, 'https://(.*\\.)?shop\\.example'", "https://pr-*.shop.example, 'https://pr-.*'",
			"https://pr-*.shop.example, 'https://pr-.*\\.shop\\.example'",
			"https://pr-*.shop.example, 'https://pr-[a-z0-9-]*\\.shop\\.example'",
			"https://*-team.shop.example, 'https://.*team\\.shop\\.example'",
			"'http://localhost:[80,3000]', 'http://localhost(:[0-9]+)?'" })
	void badPatternShouldBeCaught(String pattern, String compiled) {
		assertThat(check(bad((allowed, origin) -> origin.matches(compiled)), pattern)).contains(pattern);
	}

	@Test
	void messageShouldNamePolicyPatternAndLookAlike() {
		assertThat(check(bad((allowed, origin) -> origin.equals("https://shop.example.") || origin.equals("null")),
				"https://a.example", "https://shop.example"))
			.isEqualTo(
					"""
							Expecting no policy to allow a look-alike of its origins, but
							  the policy 'p' allows null (the opaque origin), a look-alike of its pattern https://a.example
							    cors.policies.p.allowed-origins[0]
							  the policy 'p' allows https://shop.example. (trailing dot), a look-alike of its pattern https://shop.example
							    cors.policies.p.allowed-origins[1]
							  the policy 'p' allows null (the opaque origin), a look-alike of its pattern https://shop.example
							    cors.policies.p.allowed-origins[1]""");
	}

	@Test
	void messageShouldBeBounded() {
		String report = check(bad((allowed, origin) -> true), "https://shop.example");
		assertThat(report.lines()).hasSize(42);
		assertThat(report).matches("(?s).*\nand [0-9]+ more").matches("[\n -~]*");
	}

	private static Function<CorsPolicy, Function<CorsRequest, CorsDecision>> bad(BiPredicate<String, String> rule) {
		CorsPolicy any = CorsPolicy.of(policy("*"));
		return (policy) -> (request) -> {
			String origin = request.header("Origin");
			boolean passes = policy.allowedOrigins()
				.stream()
				.anyMatch((pattern) -> rule.test(pattern.toString(), origin));
			return new PolicyEngine(passes ? any : policy, false).decide(request);
		};
	}

	private static Function<CorsRequest, CorsDecision> engine(CorsPolicy policy) {
		return new PolicyEngine(policy, false)::decide;
	}

	private static String check(Function<CorsPolicy, Function<CorsRequest, CorsDecision>> engine, String... origins) {
		return new LookAlikeCheck(engine).report(List.of(CorsPolicy.of(policy(origins))));
	}

	private static CorsPolicySpecification policy(String... origins) {
		return CorsPolicySpecification.builder("p").paths("/**").allowedOrigins(origins).build();
	}

}
