package io.github.corsstarter.applicationrules;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.corsstarter.autoconfigure.TestConfiguration;
import io.github.corsstarter.origin.OriginPattern;
import io.github.corsstarter.policy.CorsPolicy;
import io.github.corsstarter.policy.CorsPolicySpecification;
import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;
import org.springframework.web.cors.CorsConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MigrationWriter}.
 */
class MigrationWriterTests {

	private static final Pattern NEW_ORIGINS = Pattern.compile("# .*?(allowed-origins: \"[^\"]+\")");

	private final MockEnvironment environment = new MockEnvironment();

	private final ExistingRules rules = new ExistingRules();

	private final CorsConfiguration configuration = new CorsConfiguration();

	MigrationWriterTests() {
		this.configuration.setAllowedOrigins(List.of("https://a.example"));
		this.rules.globals().add(new ExistingRules.UrlRule("addCorsMappings", "/api/**", this.configuration));
	}

	private String write(CorsPolicy... policies) {
		return new MigrationWriter(this.rules, List.of(policies), new OriginProperties(this.environment),
				this.environment)
			.write();
	}

	private static CorsPolicy policy(boolean enforced, String path) {
		return CorsPolicy.of(CorsPolicySpecification.builder("internal")
			.enforce(enforced)
			.paths(path)
			.allowedOrigins("none")
			.build());
	}

	@Test
	void settingsWithDefaultsAreWritten() {
		this.environment.withProperty("cors.defaults.allow-credentials", "true")
			.withProperty("cors.defaults.allowed-headers", "x-secret")
			.withProperty("cors.defaults.exposed-headers[0]", "x-token")
			.withProperty("cors.defaults.allow-timing", "true")
			.withProperty("cors.defaults.allow-private-network", "true")
			.withProperty("cors.defaults.max-age", "1h")
			.withProperty("cors.defaults.on-disallowed", "omit-headers")
			.withProperty("cors.defaults.dangerously-tolerate", "null-origin");
		this.configuration.setMaxAge(1800L);
		String yaml = write();
		assertThat(yaml).endsWith("""
				    add-cors-mappings:
				      paths: ["/api/**"]
				      allowed-origins: ["https://a.example"]
				      allowed-methods: [GET]
				      allowed-headers: []
				      exposed-headers: []
				      allow-credentials: false
				      allow-timing: false
				      allow-private-network: false
				      max-age: 30m
				      dangerously-tolerate: []
				      on-disallowed: reject
				""");
		TestConfiguration application = new TestConfiguration().yaml(yaml);
		application.properties("""
				cors.defaults.allow-credentials=true
				cors.defaults.allowed-headers=x-secret
				cors.defaults.exposed-headers=x-token
				cors.defaults.allow-timing=true
				cors.defaults.on-disallowed=omit-headers
				""");
		CorsPolicy policy = application.start().policies().iterator().next();
		assertThat(policy.allowCredentials()).isFalse();
		assertThat(policy.allowedHeaders()).isEmpty();
		assertThat(policy.exposedHeaders()).isEmpty();
		assertThat(policy.allowTiming()).isFalse();
		assertThat(policy.onDisallowed().name()).isEqualToIgnoringCase("reject");
	}

	@Test
	void ruleIsLeftOutWherePolicyDecides() {
		assertThat(write(policy(true, "/**"))).contains("""
				# Left out: /api/**, because the policy 'internal' decides there already.
				# No rule was found that a policy could replace.
				""");
	}

	@Test
	void ruleIsLeftOutWhereItsPatternWouldComeBeforeThatOfPolicy() {
		this.rules.globals().clear();
		this.rules.globals().add(new ExistingRules.UrlRule("addCorsMappings", "/api/{id}", this.configuration));
		assertThat(write(policy(true, "/{any}/x"))).contains("the policy 'internal' decides there already");
	}

	@Test
	void ruleAroundPolicyIsWritten() {
		assertThat(write(policy(true, "/api/internal/**"))).contains("paths: [\"/api/**\"]").doesNotContain("Left out");
	}

	@Test
	void policyThatIsNotEnforcedDoesNotDecide() {
		assertThat(write(policy(false, "/**"))).contains("paths: [\"/api/**\"]").doesNotContain("Left out");
	}

	@Test
	void exposedHeadersWithCommasAreSplit() {
		this.configuration.setExposedHeaders(List.of("errors, content-type", "X-One,X-Two", "X-Three"));
		assertThat(write()).contains("exposed-headers: [errors, X-One, X-Two, X-Three]").doesNotContain("Left out");
	}

	@Test
	void exposedHeaderThatIsNotANameIsNamed() {
		this.configuration.setExposedHeaders(List.of("X One", "X-Two"));
		assertThat(write()).contains("exposed-headers: [X-Two]")
			.contains("# Left out: the exposed header \"X One\", because it is not the name of a header");
	}

	@Test
	void allowedHeadersWithCommasAreNamed() {
		this.configuration.setAllowedHeaders(List.of("X-One, X-Two", "X-Three"));
		assertThat(write().replaceAll("\n *# ", " ")).contains("allowed-headers: [X-Three]")
			.contains(
					"Left out: the allowed header \"X-One, X-Two\", because it is not the name of a header, and has no"
							+ " effect in Spring either. If several headers are meant, list them one by one.");
	}

	@Test
	void sourcesOfOnePolicyHaveTheirPaths() {
		this.rules.globals().clear();
		this.rules.handlers().add(handler("@CrossOrigin Orders", "/orders"));
		this.rules.handlers().add(handler("@CrossOrigin Orders", "/orders/{id}"));
		this.rules.handlers().add(handler("@CrossOrigin Items", "/items"));
		assertThat(write()).contains("""
				    # From @CrossOrigin Items (/items), @CrossOrigin Orders (/orders, /orders/{id}).
				""");
	}

	private ExistingRules.HandlerRule handler(String source, String path) {
		return new ExistingRules.HandlerRule(source, path, Set.of("GET"), this.configuration, true, List.of());
	}

	@Test
	void activeProfilesAreNamed() {
		this.environment.setActiveProfiles("dev", "local");
		assertThat(write()).contains(
				"""
						# These are the rules with the active profiles dev, local. Rules that exist only in a profile belong in its
						# file, such as application-dev.yml.
						""");
	}

	@Test
	void placeholderForAllOrigins() {
		assertPlaceholders("https://a.example, https://b.example", "https://c.example", "https://a.example",
				"https://b.example");
	}

	@Test
	void placeholdersForSomeOrigins() {
		assertPlaceholders("https://a.example,https://b.example", "https://c.example", "https://d.example:[80,90]",
				"https://a.example", "https://b.example", "https://c.example");
	}

	@Test
	void placeholderForOneOfSeveralOrigins() {
		assertPlaceholders("https://x.example", "https://c.example", "https://c.example", "https://d.example");
	}

	private void assertPlaceholders(String first, String second, String... origins) {
		this.environment.withProperty("app.origins", first).withProperty("app.other-origin", second);
		this.configuration.setAllowedOrigins(null);
		this.configuration.setAllowedOriginPatterns(List.of(origins));
		String yaml = write();
		Matcher comment = NEW_ORIGINS.matcher(yaml);
		assertThat(comment.find()).isTrue();
		assertThat(comment.group(1)).contains("${app.");
		String changed = yaml.replaceAll("(?m)^      allowed-origins: .*(\n        - .*)*",
				Matcher.quoteReplacement("      " + comment.group(1)));
		CorsPolicy policy = new TestConfiguration().yaml(changed)
			.properties("app.origins=" + first + "\napp.other-origin=" + second + "\n")
			.start()
			.policies()
			.iterator()
			.next();
		assertThat(policy.allowedOrigins()).extracting(OriginPattern::toString).containsExactlyInAnyOrder(origins);
	}

	@Test
	void placeholderForValueThatAPolicyDoesNotAcceptIsNotOffered() {
		this.environment.withProperty("app.origin", "https://a.example/");
		assertThat(write()).doesNotContain("${app.origin}");
	}

}
